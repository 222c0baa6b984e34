"""The training loop, the same for every network. The losses are in `steps`, the hyperparameters in `presets`."""

import math
import sys
import time
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from accelerate.utils import broadcast
from torch.utils.data import DataLoader
from tqdm import tqdm

from colourizer.models import ColourNet
from train.data.dataset import KEEP, Example, Photographs, Share, training_batches
from train.data.manifest import Entry
from train.data.spread import at_least
from train.errors import DataError, TrainingError
from train.presets import Stage
from train.training.interrupt import Interruption
from train.training.log import TrainingLog
from train.training.outlook import MEASURED, device_words, duration, pixels
from train.training.run import Run
from train.training.sample_grid import save_grid

LOG_EVERY = 50  # batches
VALIDATION_PHOTOGRAPHS = 256
VALIDATION_SIZE = 144  # pixels, the report's
_GO_ON, _SAVE, _STOP = range(3)


def train(
    run: Run,
    training: list[Entry],
    validation: list[Entry],
    *,
    save_every: float = 180.0,
    stop: Interruption | None = None,
) -> bool:
    """Train `run`'s networks through all stages of its preset, saving every `save_every` seconds and at the end.

    stop: once it is true, the run is saved after the current batch. Returns whether the preset was completed.
    Raises TrainingError if a loss or gradient is not finite, or if the run cannot be saved.
    """
    if not training:
        raise DataError("The manifest lists no photographs for training. Run `python -m train prepare` again.")
    main = run.accelerator.is_main_process
    log = TrainingLog(run.folder, images_seen=run.images_seen) if main else None
    times = dict(run.preset.repeats)
    training = [entry for entry in training for _ in range(times.get(entry.source, 1))]
    total = sum(_images(run, stage, training) for stage in run.preset.stages)
    started, saved = time.monotonic() - run.seconds, time.monotonic()
    outlook = _Outlook(run, training, validation, total) if main else None
    every = _log_every(total // run.preset.batch) * run.preset.batch
    with tqdm(
        total=total, initial=run.images_seen, unit="image", desc=run.name, mininterval=2, disable=not main
    ) as bar:
        for stage, end, batches in _stages(run, training):
            for batch in _readable(batches):
                run.step.at(run.images_seen / total, run.preset.schedule)
                losses = run.step(Example(*(_placed(run, part) for part in batch)))
                losses = {name: run.accelerator.reduce(loss, "mean") for name, loss in losses.items()}
                run.average.update_parameters(run.step.bare("generator"))
                before, run.images_seen = run.images_seen, min(run.images_seen + run.preset.batch, end)
                run.seconds = time.monotonic() - started
                bar.update(run.images_seen - before)
                epoch_over = run.images_seen == end or run.images_seen // len(training) > before // len(training)
                if log and outlook:
                    outlook.after(stage)
                    log.add(losses)  # pyright: ignore[reportArgumentType]  # `reduce` returns tensors for tensors
                    if _crosses(before, run.images_seen, every) or run.images_seen == total:
                        _note(run, log, stage, bar)
                    if epoch_over:
                        log.write_validation(run.images_seen, validation_mae(run.averaged, validation))
                        log.show(
                            run.images_seen,
                            save_grid(run.averaged, run.folder / "grids" / f"{run.images_seen:08}.webp"),
                        )
                signal = _agreed(run, _STOP if stop else _SAVE if time.monotonic() - saved > save_every else _GO_ON)
                if signal != _GO_ON:
                    run.save()
                    saved = time.monotonic()
                if signal == _STOP and run.images_seen < total:
                    return False
    run.save()
    return True


class _Outlook:
    """Prints the amount of work and, after timing the first batches, the expected duration."""

    def __init__(self, run: Run, training: list[Entry], validation: list[Entry], total: int):
        self.run, self.images = run, [_images(run, stage, training) for stage in run.preset.stages]
        self.batches, self.started, self.pixels = 0, 0.0, 0
        tqdm.write(
            f"{run.name}: {len(training):,} photographs for training, {len(validation):,} for validation; "
            f"{total - run.images_seen:,} to go, on {device_words(run.accelerator.device)}"
            + (f" in {count} processes" if (count := run.accelerator.num_processes) > 1 else "")
            + ".",
            file=sys.stderr,
        )

    def after(self, stage: Stage) -> None:
        """Call this after each batch of a stage."""
        self.batches += 1
        if self.batches == 1:  # the first batch includes one-time set-up
            self.started = time.monotonic()
        elif self.batches <= MEASURED:
            self.pixels += self.run.preset.batch * stage.size**2
        if self.batches == MEASURED:
            left = pixels(self.run.preset, self.images, self.run.images_seen)
            seconds = (time.monotonic() - self.started) / self.pixels * left
            tqdm.write(f"This will take {duration(seconds)}. It can be interrupted at any time.", file=sys.stderr)


@torch.no_grad()
def validation_mae(net: ColourNet, entries: list[Entry]) -> float:
    """MAE of the network's own picture, sRGB in [0, 1], on about 256 evenly spread `entries` at 144x144."""
    spread = at_least(entries, VALIDATION_PHOTOGRAPHS)
    photographs = Photographs(spread, VALIDATION_SIZE)
    device, training = next(net.parameters()).device, net.training
    net.eval()
    error = 0.0
    for batch in DataLoader(photographs, batch_size=16):
        painted = net.picture(net(batch.lightness.to(device)), batch.lightness)
        error += F.l1_loss(painted, batch.rgb).item() * len(batch.rgb)
    net.train(training)
    return error / len(photographs)


def _stages(run: Run, training: list[Entry]) -> Iterator[tuple[Stage, int, DataLoader]]:
    """The remaining part of each stage: the number of photographs seen at its end, and its batches."""
    share = Share(run.accelerator.process_index, run.accelerator.num_processes)
    stop = 0
    for stage in run.preset.stages:
        start, stop = stop, stop + _images(run, stage, training)
        if run.images_seen < stop:
            photographs = Photographs(
                training, stage.size, damage=run.preset.damage, smallest=run.preset.smallest_crop, keep=KEEP
            )
            draws = (max(run.images_seen, start), stop)
            yield stage, stop, training_batches(photographs, draws, run.preset, share)


def _images(run: Run, stage: Stage, training: list[Entry]) -> int:
    """The number of photographs in a stage, rounded to whole batches so that all processes get equally many."""
    return max(1, round(stage.epochs * len(training) / run.preset.batch)) * run.preset.batch


def _readable(batches: DataLoader) -> Iterator[Example]:
    """The batches. Errors in the worker process are re-raised with the original message, without its traceback."""
    try:
        yield from batches
    except DataError as error:
        raise DataError(str(error).strip().splitlines()[-1].split("DataError: ")[-1]) from None


def _placed(run: Run, picture: torch.Tensor) -> torch.Tensor:
    return picture.to(run.accelerator.device, memory_format=torch.channels_last)


def _note(run: Run, log: TrainingLog, stage: Stage, bar: tqdm) -> None:
    means = log.write(run.images_seen, stage.size, run.seconds)
    if not all(math.isfinite(value) for value in means.values()):
        raise TrainingError(f"A loss is no longer a number ({means}). Lower the learning rate.")
    bar.set_postfix({key: f"{value:.4f}" for key, value in means.items()})


def _agreed(run: Run, mine: int) -> int:
    """Broadcast the main process's value: clocks and the arrival of signals differ, but all processes must save."""
    if run.accelerator.num_processes == 1:
        return mine
    signal = broadcast(torch.tensor(mine, dtype=torch.int, device=run.accelerator.device))
    return int(signal.item())  # pyright: ignore[reportAttributeAccessIssue]  # `broadcast` returns a tensor for a tensor


def _log_every(batches: int) -> int:
    """Batches between log rows: fewer in short runs, whose curves would otherwise have a single point."""
    return LOG_EVERY if batches >= 2 * LOG_EVERY else max(1, batches // 8)


def _crosses(before: int, now: int, every: int) -> bool:
    return now // every > before // every
