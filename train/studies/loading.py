"""Whether reading photographs keeps up with training."""

import argparse
import time
from collections.abc import Iterable
from itertools import repeat
from pathlib import Path

import torch
from accelerate import Accelerator

from train.data.dataset import KEEP, Example, Photographs, training_batches
from train.data.manifest import Entry, read_manifest
from train.presets import PRESETS, Preset
from train.tables import markdown_table
from train.training.build import build_step
from train.training.steps import Step

PRESET = "full"
_WARM_UP = 4  # batches
_TEXT = """{table}

Photographs per second in training, with preset `{preset}` on {threads} CPU threads: one batch in memory
again and again, and batches read, cut and converted from files by a process of its own. {seconds:g} seconds each, after
{warm_up} batches, each network and size twice in turn; the better of both."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--networks", nargs="+", choices=PRESETS, default=["baseline", "cgan"], help="which to measure")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each measurement (default: 10)")


def measure(arguments: argparse.Namespace) -> str:
    """Rates from memory and from files, and their ratio. Raises DataError."""
    entries, rows = read_manifest(arguments.data, "train"), []
    for network in arguments.networks:
        preset = PRESETS[network][PRESET]
        step = build_step(network, preset)
        step.prepare(Accelerator(mixed_precision=preset.precision))
        for size in sorted({stage.size for stage in preset.stages}):
            rates = [_rates(step, preset, entries, size, arguments.seconds) for _ in range(2)]
            memory, files = (max(pair) for pair in zip(*rates, strict=True))
            rows.append([f"{network}, {size} px", f"{memory:.0f}", f"{files:.0f}", f"{files / memory:.2f}"])
    table = markdown_table(["network", "from memory", "from files", "of the rate from memory"], rows)
    return _TEXT.format(
        table=table, preset=PRESET, threads=torch.get_num_threads(), seconds=arguments.seconds, warm_up=_WARM_UP
    )


def _rates(step: Step, preset: Preset, entries: list[Entry], size: int, seconds: float) -> tuple[float, float]:
    photographs = Photographs(entries, size, damage=preset.damage, keep=KEEP)
    batches = training_batches(photographs, (0, 100 * len(entries)), preset)
    return _rate(step, repeat(next(iter(batches))), seconds), _rate(step, batches, seconds)


def _rate(step: Step, batches: Iterable[Example], seconds: float) -> float:
    """Photographs per second."""
    images, started = 0, 0.0
    for number, batch in enumerate(batches):
        if number == _WARM_UP:
            images, started = 0, time.perf_counter()
        step(Example(*(part.to(memory_format=torch.channels_last) for part in batch)))
        images += len(batch.rgb)
        if started and time.perf_counter() - started > seconds:
            break
    return images / (time.perf_counter() - started)
