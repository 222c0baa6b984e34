"""`python -m train baseline`, `cgan` and `chroma`."""

import argparse
import hashlib
import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch

from colourizer.checkpoint import name_or_folder
from train.data.manifest import read_manifest
from train.errors import writable
from train.presets import Preset
from train.training import settings
from train.training.build import presets_of
from train.training.interrupt import Interruption
from train.training.loop import train
from train.training.outlook import duration
from train.training.processor import keep_freed_memory, slowdown_of_bf16, use_threads
from train.training.run import Run, start_run

_LONGEST = 80  # characters in the name of a run's folder
_SLOWER = 1.2  # times as long: warn of bfloat16 above this


def add_arguments(parser: argparse.ArgumentParser, name: str, unlisted: Mapping[str, Preset] | None = None) -> None:
    """Add the arguments for training the network `name`.

    unlisted: presets by name that --preset accepts in addition to those of `train.presets`, but the help does not list.
    """
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    listed = presets_of(name)
    presets, first = {**listed, **(unlisted or {})}, next(iter(listed))
    parser.add_argument(
        "--preset",
        choices=presets,
        default=first,
        metavar=f"{{{','.join(listed)}}}",
        help=f"hyperparameters (default: {first})",
    )
    settings.add_arguments(parser)
    parser.add_argument("--balanced", action="store_true", help="sample the six classes equally often")
    parser.add_argument(
        "--precision", choices=("no", "bf16"), help="of floating-point arithmetic (default: the preset's)"
    )
    parser.add_argument("--out", type=Path, help=f"the run's folder (default: runs/{name}-PRESET)")
    parser.add_argument(
        "--start-from",
        metavar="NAME",
        help="a checkpoint to start from, instead of random weights: a bundled one's name, or a folder",
    )
    parser.add_argument("--resume", action="store_true", help="resume the interrupted run in that folder")
    parser.add_argument("--threads", type=int, help="CPU threads (default: all)")
    parser.set_defaults(run=run, network=name, presets=presets)


def run(arguments: argparse.Namespace) -> int:
    """Train one network. Raises DataError or TrainingError.

    Returns 0, or 128 plus the signal number if the run was stopped and saved.
    """
    use_threads(arguments.threads)
    keep_freed_memory()
    preset, words = _preset(arguments)
    _warn_of_slow_bf16(preset)
    folder = arguments.out or Path("runs") / _folder_name(arguments)
    photographs = {split: read_manifest(arguments.data, split) for split in ("train", "validation")}
    if not arguments.resume:
        writable(folder)
    weights = name_or_folder(arguments.start_from) if arguments.start_from else None
    run = start_run(arguments.network, words, preset, folder, resume=arguments.resume, weights=weights)
    with Interruption() as interruption:
        done = train(run, photographs["train"], photographs["validation"], stop=interruption)
    if not run.accelerator.is_main_process:
        return 0
    if not done:
        again = _again(run.accelerator.num_processes)
        print(f"Saved after {run.images_seen:,} photographs. Go on with:\n\n    {again}\n", file=sys.stderr)
        return 128 + interruption.signal
    print(f"Trained on {run.images_seen:,} photographs in {duration(run.seconds)}: {folder / 'checkpoint'}")
    _advise(run, folder, arguments.data)
    return 0


def _warn_of_slow_bf16(preset: Preset) -> None:
    if preset.precision == "bf16" and not torch.cuda.is_available() and (slowdown := slowdown_of_bf16()) > _SLOWER:
        print(
            f"bfloat16 takes {slowdown:.1f} times as long as float32 on this processor: --precision no is faster.",
            file=sys.stderr,
        )


def _preset(arguments: argparse.Namespace) -> tuple[Preset, str]:
    """The preset with the command line's changes, and its name with them."""
    preset, changes = arguments.presets[arguments.preset], settings.changes(arguments)
    preset = settings.changed(preset, arguments.network, changes)
    if arguments.balanced:
        preset, changes = replace(preset, balanced=True), [*changes, "balanced=true"]
    if arguments.precision:
        preset, changes = replace(preset, precision=arguments.precision), [*changes, f"precision={arguments.precision}"]
    return preset, arguments.preset + (f" with {', '.join(changes)}" if changes else "")


def _folder_name(arguments: argparse.Namespace) -> str:
    """A separate folder for each set of hyperparameters: cgan-quick, cgan-quick-mae-weight-40."""
    changes = settings.changes(arguments) + (["balanced"] if arguments.balanced else [])
    changes += [arguments.precision] if arguments.precision else []
    words = "-".join(re.sub(r"[^0-9a-z.]+", "-", text.lower()).strip("-") for text in changes)
    name = "-".join(filter(None, [arguments.network, arguments.preset, words.replace(".", "-")]))
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]  # keeps long names with one beginning apart
    return f"{name[: _LONGEST - 9].rstrip('-')}-{digest}"


def _again(processes: int) -> str:
    """The command that resumes this run."""
    start = ["python"] if processes == 1 else ["torchrun", "--nproc_per_node", str(processes)]
    words = [word for word in sys.argv[1:] if word != "--resume"]
    return shlex.join([*start, "-m", "train", *words, "--resume"])


def _advise(run: Run, folder: Path, data: Path) -> None:
    if run.averaged.has_distribution:
        config = run.averaged.config
        words = ["--checkpoint", str(folder / "checkpoint"), "--data", str(data)]
        words += ["--tone-strength", f"{config.tone_strength:g}", "--side", str(config.side)]
        words += ["--mirrored", f"{config.mirror_scale:g}"] if config.mirrored else []
        words += ["--paired"] if config.paired else []
        print(
            f"The calibration of its distribution is {run.training_info()['calibration']}. Fit it before you judge the "
            f"colours:\n\n    python -m train calibrate {shlex.join(words)}\n"
        )
