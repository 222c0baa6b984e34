"""The training loop: the same for every network. What a batch teaches is in steps.py, how much of it in presets.py."""

import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import DataLoader
from tqdm import tqdm

from colourizer.checkpoint import save_checkpoint
from train.data import Photographs, training_batches
from train.log import TrainingLog
from train.manifest import DataError, Entry
from train.presets import Preset, Stage
from train.steps import Step, build_step

STATE = "state.pt"
LOG_EVERY = 50  # batches
VALIDATION_PHOTOGRAPHS = 256
VALIDATION_SIZE = 144  # pixels, the report's


class TrainingError(RuntimeError):
    """Training cannot go on; the message says why, and the last checkpoint is intact."""


@dataclass
class Run:
    """One training run: its folder, its networks, and how many photographs they have seen."""

    name: str
    preset: Preset
    preset_name: str
    folder: Path
    step: Step
    average: AveragedModel  # of the generator: what is validated and shipped
    seen: int = 0
    seconds: float = 0.0

    def save(self) -> None:
        """Write everything that resuming needs, and the checkpoint as it would be shipped now."""
        state = {
            "preset": repr(self.preset),
            "seen": self.seen,
            "seconds": self.seconds,
            "networks": {name: net.state_dict() for name, net in self.step.networks.items()},
            "optimizers": {name: optimizer.state_dict() for name, optimizer in self.step.optimizers.items()},
            "average": self.average.state_dict(),
            "random": torch.get_rng_state(),
        }
        temporary = self.folder / (STATE + ".tmp")
        with temporary.open("wb") as stream:
            torch.save(state, stream)
            os.fsync(stream.fileno())
        temporary.replace(self.folder / STATE)
        training = {
            "preset": self.preset_name,
            "images": self.seen,
            "batch": self.preset.batch,
            "minutes": round(self.seconds / 60),
        }
        save_checkpoint(self.average.module, self.folder / "checkpoint", training=training)

    def resume(self) -> None:
        """Go back to the last saved state. Raises TrainingError if there is none, or one of other settings."""
        path = self.folder / STATE
        if not path.exists():
            raise TrainingError(f"{self.folder} holds no run to resume. Start one without --resume.")
        state = torch.load(path, weights_only=True)
        if state["preset"] != repr(self.preset):
            raise TrainingError(f"The run in {self.folder} was started with other settings. Give it its own folder.")
        for name, net in self.step.networks.items():
            net.load_state_dict(state["networks"][name])
            self.step.optimizers[name].load_state_dict(state["optimizers"][name])
        self.average.load_state_dict(state["average"])
        torch.set_rng_state(state["random"])
        self.seen, self.seconds = state["seen"], state["seconds"]


def start_run(name: str, preset_name: str, preset: Preset, folder: Path, *, resume: bool = False) -> Run:
    """A new run of the network `name` in `folder`, or with `resume` the one that was interrupted there.

    Raises TrainingError for a folder that holds a run already, or with `resume` none of the same settings.
    """
    torch.manual_seed(preset.seed)
    step = build_step(name, preset)
    average = AveragedModel(step.networks["generator"], avg_fn=_moving_average(preset.ema_decay), use_buffers=True)
    run = Run(name, preset, preset_name, folder, step, average)
    if resume:
        run.resume()
    elif (folder / STATE).exists():
        raise TrainingError(f"{folder} holds a run already. Add --resume to go on with it, or name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    return run


def train(run: Run, training: list[Entry], validation: list[Entry], *, save_every: float = 180.0) -> None:
    """Teach `run`'s networks until its preset is done, saving every `save_every` seconds and at the end.

    Raises TrainingError when a loss is no longer a number.
    """
    if not training:
        raise DataError("The manifest lists no photographs for training. Run `python -m train prepare` again.")
    log = TrainingLog(run.folder / "log.csv", seen=run.seen)
    total = sum(_images(stage, training) for stage in run.preset.stages)
    started, saved = time.monotonic() - run.seconds, time.monotonic()
    with tqdm(total=total, initial=run.seen, unit="image", desc=run.name, mininterval=2) as bar:
        for stage, batches, epoch_ends in _stages(run, training):
            for number, (lightness, rgb) in enumerate(batches):
                _set_learning_rates(run, run.seen / total)
                losses = run.step(*(x.to(memory_format=torch.channels_last) for x in (lightness, rgb)))
                run.average.update_parameters(run.step.networks["generator"])
                before, run.seen = run.seen, run.seen + len(rgb)
                run.seconds = time.monotonic() - started
                log.add(losses)
                bar.update(len(rgb))
                if number % LOG_EVERY == LOG_EVERY - 1:
                    means = log.write(run.seen, stage.size, run.seconds)
                    if not all(math.isfinite(value) for value in means.values()):
                        raise TrainingError(f"A loss is no longer a number ({means}). Lower the learning rate.")
                    bar.set_postfix({key: f"{value:.4f}" for key, value in means.items()})
                if run.seen == epoch_ends or run.seen // len(training) > before // len(training):
                    log.write_validation(run.seen, validation_mae(run.average.module, validation))
                if time.monotonic() - saved > save_every:
                    run.save()
                    saved = time.monotonic()
    run.save()


@torch.no_grad()
def validation_mae(net: torch.nn.Module, entries: list[Entry]) -> float:
    """MAE of the network's own picture, sRGB in [0, 1], on about 256 of `entries`, evenly spread, at 144x144."""
    spread = entries[:: max(1, len(entries) // VALIDATION_PHOTOGRAPHS)]  # a manifest is in the order of its sources
    photographs = Photographs(spread, VALIDATION_SIZE)
    training = net.training
    net.eval()
    errors = [
        F.l1_loss(net(lightness), rgb).item() * len(rgb) for lightness, rgb in DataLoader(photographs, batch_size=16)
    ]
    net.train(training)
    return sum(errors) / len(photographs)


def _moving_average(decay: float) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    def update(averaged: Tensor, current: Tensor, updates: Tensor) -> Tensor:
        # A young average remembers less, or it would be the random start for its first thousand batches.
        keep = min(decay, (1 + int(updates)) / (10 + int(updates)))
        return averaged * keep + current * (1 - keep)

    return update


def _images(stage: Stage, training: list[Entry]) -> int:
    return round(stage.epochs * len(training))


def _stages(run: Run, training: list[Entry]) -> Iterator[tuple[Stage, DataLoader, int]]:
    """What is left of each stage: its batches, and the number of photographs seen when it ends."""
    stop = 0
    for stage in run.preset.stages:
        start, stop = stop, stop + _images(stage, training)
        if run.seen < stop:
            photographs = Photographs(training, stage.size)
            first = max(run.seen, start)
            yield (
                stage,
                training_batches(photographs, start=first, stop=stop, batch=run.preset.batch, seed=run.preset.seed),
                stop,
            )


def _set_learning_rates(run: Run, done: float) -> None:
    """done: the share of the run that is over, in [0, 1]."""
    factor = (1 + math.cos(math.pi * done)) / 2 if run.preset.schedule == "cosine" else 1.0
    for optimizer in run.step.optimizers.values():
        for group in optimizer.param_groups:
            group["lr"] = run.preset.learning_rate * factor
