"""A training run on disk, which can be started, saved, and resumed exactly where it was interrupted."""

import os
from collections.abc import Callable
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import cast

import torch
from accelerate import Accelerator
from accelerate.utils import DistributedDataParallelKwargs, gather_object
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from colourizer.checkpoint import save_checkpoint
from colourizer.files import replaced
from colourizer.models import ColourNet
from train.errors import TrainingError
from train.presets import Preset, Stage
from train.training.build import build_step
from train.training.discriminator import PatchGAN, save_discriminator
from train.training.starting import CALIBRATION, begin_with, carry_calibration, carry_hints
from train.training.steps import Step

STATE = "state.pt"


@dataclass
class Run:
    """One training run: its folder, its networks, and the number of photographs seen.

    With several processes, each holds a Run, and only the main process writes.
    """

    name: str
    preset: Preset
    preset_name: str
    folder: Path
    step: Step
    average: AveragedModel  # the generator's weight average, which is validated and shipped
    accelerator: Accelerator = field(repr=False)
    images_seen: int = 0
    seconds: float = 0.0
    before: dict = field(default_factory=dict)  # the training information of the checkpoint it started from

    @property
    def averaged(self) -> ColourNet:
        """The network with the averaged weights."""
        return cast(ColourNet, self.average.module)

    def save(self) -> None:
        """Write the state for resuming, and the current checkpoint.

        The old state is kept until the new one is complete. Raises TrainingError if it cannot be written.
        """
        random = gather_object([torch.get_rng_state()])
        if not self.accelerator.is_main_process:
            return
        state = {
            "preset": _settings(asdict(self.preset)),
            "seen": self.images_seen,
            "seconds": self.seconds,
            "before": self.before,
            "networks": {name: _bare(net).state_dict() for name, net in self.step.networks.items()},
            "optimizers": {name: optimizer.state_dict() for name, optimizer in self.step.optimizers.items()},
            "average": self.average.state_dict(),
            "config": self.averaged.architecture(),
            "random": random,
        }
        try:
            with replaced(self.folder / STATE) as temporary, temporary.open("wb") as stream:
                torch.save(state, stream)
                stream.flush()
                os.fsync(stream.fileno())
            save_checkpoint(self.averaged, self.folder / "checkpoint", training=self.training_info())
            if discriminator := self.step.networks.get("discriminator"):
                save_discriminator(cast(PatchGAN, _bare(discriminator)), self.folder / "checkpoint")
        except (OSError, RuntimeError) as error:  # on a full disk torch raises a RuntimeError
            raise TrainingError(
                f"The run cannot be saved in {self.folder} ({error}). Make room there, then go on with --resume: "
                "the last saved state is intact."
            ) from error

    def training_info(self) -> dict:
        """The training information for config.json, including that of the checkpoint that the run started from."""
        before = self.before
        training_info = {
            "preset": f"{before['preset']}, then {self.preset_name}" if "preset" in before else self.preset_name,
            "images": before.get("images", 0) + self.images_seen,
            "batch": self.preset.batch,
            "minutes": before.get("minutes", 0) + round(self.seconds / 60),
        }
        if self.averaged.has_distribution:  # until `calibrate` is run on these weights
            training_info[CALIBRATION] = (
                "carried over from the checkpoint that it began with" if before else "not fitted yet"
            )
        return training_info

    def resume(self) -> None:
        """Load the last saved state. Raises TrainingError if there is none, or if its settings differ."""
        path = self.folder / STATE
        if not path.exists():
            raise TrainingError(f"{self.folder} holds no run to resume. Start one without --resume.")
        state = torch.load(path, weights_only=True)
        saved, now = _settings(state["preset"]), _settings(asdict(self.preset))
        if saved != now:
            raise TrainingError(
                f"The run in {self.folder} was started with other settings{_otherwise(saved, now)}. "
                "Give the same ones to go on, or its own folder to a new run."
            )
        if len(state["random"]) != self.accelerator.num_processes:
            raise TrainingError(f"The run in {self.folder} was started with {len(state['random'])} processes.")
        for net in (_bare(self.step.networks["generator"]), self.averaged):
            carry_hints(net, state.get("config", {}))
        for name, net in self.step.networks.items():
            _bare(net).load_state_dict(state["networks"][name])
            self.step.optimizers[name].load_state_dict(state["optimizers"][name])
        self.average.load_state_dict(state["average"])
        carry_calibration(self.averaged, state.get("config", {}))
        torch.set_rng_state(state["random"][self.accelerator.process_index])
        self.images_seen, self.seconds, self.before = state["seen"], state["seconds"], state.get("before", {})


def start_run(
    name: str,
    preset_name: str,
    preset: Preset,
    folder: Path,
    *,
    resume: bool = False,
    weights: Path | str | None = None,
) -> Run:
    """Start a run of the network `name` in `folder`, or resume the interrupted run in it.

    weights: the checkpoint that a new run starts from: a folder, or the name of a bundled checkpoint.
    Raises TrainingError if the folder already holds a run, or with `resume` no run with the same settings, if the batch
    cannot be divided evenly among the processes, or if the weights are another network's. Raises CheckpointError if the
    weights cannot be read.
    """
    # Broadcasting batch norm buffers in every forward pass would overwrite tensors that autograd still needs.
    accelerator = Accelerator(
        mixed_precision=preset.precision, kwargs_handlers=[DistributedDataParallelKwargs(broadcast_buffers=False)]
    )
    if preset.batch % accelerator.num_processes:
        raise TrainingError(
            f"A batch of {preset.batch} cannot be shared evenly by {accelerator.num_processes} processes. "
            "Choose a number of processes that divides it."
        )
    torch.manual_seed(preset.seed)
    step = build_step(name, preset)
    before = begin_with(weights, step.networks["generator"]) if weights and not resume else {}
    average = AveragedModel(
        step.networks["generator"].to(accelerator.device),
        avg_fn=_moving_average(preset.ema_decay),
        use_buffers=True,
    )
    step.prepare(accelerator)
    step.follow(average.module)
    torch.manual_seed(preset.seed + accelerator.process_index)  # different dropout masks in each process
    run = Run(name, preset, preset_name, folder, step, average, accelerator, before=before)
    if resume:
        run.resume()
    elif (folder / STATE).exists():
        raise TrainingError(f"{folder} holds a run already. Add --resume to go on with it, or name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    return run


def _settings(values: dict, kind: type = Preset) -> dict:
    """The values of a preset that differ from the defaults, including nested settings.

    This keeps old runs resumable when a later version adds a field.
    """
    defaults = {field.name: field.default for field in fields(kind)}
    changed = {}
    for name, value in values.items():
        default = defaults.get(name, MISSING)
        if is_dataclass(default) and not isinstance(default, type):
            within = type(default)
            value, default = _settings(value, within), _settings(asdict(default), within)
        elif name == "stages":
            value = tuple(_settings(stage, Stage) for stage in value)
        if value != default:
            changed[name] = value
    return changed


def _otherwise(saved: dict, now: dict) -> str:
    """The settings that differ, in words; nested ones have names such as "chroma.encoder"."""
    saved, now = _flat(saved), _flat(now)
    names = [name for name in {**saved, **now} if saved.get(name) != now.get(name)]
    words = ", ".join(f"{name} was {saved.get(name, 'the default')}" for name in names)
    return f" ({words})" if names else ""


def _flat(settings: dict) -> dict:
    flat = {}
    for name, value in settings.items():
        flat |= {f"{name}.{inner}": each for inner, each in value.items()} if isinstance(value, dict) else {name: value}
    return flat


def _bare(net: nn.Module) -> nn.Module:
    """A network without Accelerate's wrapper."""
    return getattr(net, "module", net)


def _moving_average(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    def update(averaged: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
        # A lower decay at first: otherwise the random initialisation would dominate for a thousand batches.
        keep = min(decay, (1 + int(updates)) / (10 + int(updates)))
        return averaged * keep + current * (1 - keep)

    return update
