"""`python -m train baseline`, `cgan` and `chroma`."""

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from train.data.manifest import read_manifest
from train.presets import PRESETS
from train.training.loop import train
from train.training.run import start_run


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    """The arguments of training the network `name`."""
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    first = next(iter(PRESETS[name]))
    parser.add_argument("--preset", choices=PRESETS[name], default=first, help=f"hyperparameters (default: {first})")
    parser.add_argument("--balanced", action="store_true", help="draw the six classes equally often")
    parser.add_argument("--precision", choices=("no", "bf16"), help="of the arithmetic (default: the preset's)")
    parser.add_argument("--out", type=Path, help=f"the run's folder (default: runs/{name}-PRESET)")
    parser.add_argument(
        "--start-from", type=Path, metavar="DIR", help="a checkpoint whose weights to begin with, instead of chance"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the interrupted run in that folder")
    parser.add_argument("--threads", type=int, help="CPU threads (default: all)")
    parser.set_defaults(run=run, network=name)


def run(arguments: argparse.Namespace) -> int:
    """Train one network; raises DataError or TrainingError with a plain sentence."""
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    name, preset = arguments.network, PRESETS[arguments.network][arguments.preset]
    if arguments.balanced:
        preset = replace(preset, balanced=True)
    if arguments.precision:
        preset = replace(preset, precision=arguments.precision)
    folder = arguments.out or Path("runs") / f"{name}-{arguments.preset}"
    photographs = {split: read_manifest(arguments.data, split) for split in ("train", "validation")}
    run = start_run(name, arguments.preset, preset, folder, resume=arguments.resume, weights=arguments.start_from)
    train(run, photographs["train"], photographs["validation"])
    if run.accelerator.is_main_process:
        print(f"Trained on {run.seen} photographs in {run.seconds / 60:.0f} minutes: {folder / 'checkpoint'}")
    return 0
