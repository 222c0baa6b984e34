"""Trained networks on disk: config.json beside model.safetensors, in a folder of their own. Nothing is unpickled."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from colourizer.models import ARCHITECTURES, ColourNet
from colourizer.models.folding import folded

BUNDLED = Path(__file__).resolve().parents[1] / "assets" / "checkpoints"
DEFAULT = "chroma"  # the one that people get who name none
CONFIG, WEIGHTS = "config.json", "model.safetensors"


class CheckpointError(ValueError):
    """No such checkpoint, or one that cannot be read; the message says what to do about it."""


@dataclass(frozen=True)
class Checkpoint:
    """A network in evaluation mode, and where it comes from.

    name: "cgan". sha256: of the weights file, in hexadecimal. training: how it was trained, as config.json says it.
    """

    name: str
    net: ColourNet
    sha256: str
    training: dict = field(default_factory=dict)


def bundled_names() -> list[str]:
    """The checkpoints that come with the project, by name, in alphabetical order."""
    return sorted(path.parent.name for path in BUNDLED.glob(f"*/{CONFIG}"))


def save_checkpoint(net: ColourNet, folder: Path, *, training: dict | None = None) -> None:
    """Write `net` to `folder`, its weights as float16; `training` is kept in config.json for people to read.

    Raises ValueError for a network whose batch norms were folded: nothing could read it back.
    """
    if net.folded:
        raise ValueError("This network was loaded only to be used. Load it with trainable=True to save it again.")
    folder.mkdir(parents=True, exist_ok=True)
    architecture = next(name for name, kind in ARCHITECTURES.items() if type(net) is kind)
    weights = {
        key: (value.half() if value.is_floating_point() else value).contiguous()
        for key, value in net.state_dict().items()
    }
    _replace(folder / WEIGHTS, lambda path: save_file(weights, path))
    text = json.dumps(
        {"architecture": architecture, "config": net.architecture(), "training": training or {}}, indent=2
    )
    _replace(folder / CONFIG, lambda path: path.write_text(text + "\n"))


def load_checkpoint(name: str | Path, *, trainable: bool = False) -> Checkpoint:
    """Read a checkpoint that comes with the project, by its name, or any folder, as a Path.

    trainable: whether the network can be saved again, or trained further; without, its batch norms are folded into its
    convolutions, which is faster.
    Raises CheckpointError where there is none, or where its weights do not fit its config.
    """
    if not isinstance(name, Path):  # a string may come from a visitor, so it is looked up, never walked to
        if name not in bundled_names():
            raise CheckpointError(f"There is no model called {name!r}. Choose one of: {', '.join(bundled_names())}.")
        name = BUNDLED / name
    try:
        config = json.loads((name / CONFIG).read_text())
        architecture = ARCHITECTURES[config["architecture"]]
        net = architecture(architecture.Config(**config["config"]))
        net.load_state_dict(load_file(name / WEIGHTS), strict=True)
    except (OSError, KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise CheckpointError(f"The checkpoint in {name} cannot be read: {error}") from error
    digest = hashlib.sha256((name / WEIGHTS).read_bytes()).hexdigest()
    net = net.eval() if trainable else folded(net)
    net = net.requires_grad_(False).to(memory_format=torch.channels_last)
    # A training run's own checkpoint is known by its run.
    title = name.resolve().parent.name if name.name == "checkpoint" else name.name
    return Checkpoint(title, net, digest, config.get("training", {}))


def _replace(path: Path, write) -> None:
    """Write beside `path`, then rename, so that nobody ever reads half a file."""
    temporary = path.with_name(path.name + ".tmp")
    write(temporary)
    temporary.replace(path)
