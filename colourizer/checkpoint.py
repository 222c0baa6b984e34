"""Trained networks on disk and on the Hub: config.json beside model.safetensors. Nothing is unpickled."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import torch
from huggingface_hub import hf_hub_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError

from colourizer.models import ARCHITECTURES, ColourNet
from colourizer.models.base import CONFIG, WEIGHTS
from colourizer.models.folding import folded

_PACKAGE = Path(__file__).resolve().parent
# An installed package holds them itself; in a clone they are an asset like the others.
_INSTALLED, _CLONED = _PACKAGE / "checkpoints", _PACKAGE.parent / "assets" / "checkpoints"
BUNDLED = _INSTALLED if _INSTALLED.is_dir() else _CLONED
DEFAULT = "chroma"  # the one that people get who name none


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
    folder.mkdir(parents=True, exist_ok=True)
    net.trained = training or {}
    net._save_pretrained(folder)  # without the card that save_pretrained adds


def load_checkpoint(name: str | Path, *, revision: str | None = None, trainable: bool = False) -> Checkpoint:
    """Read a checkpoint: one that comes with the project, by its name; any folder, as a Path; or one of the Hub.

    revision: of a repository of the Hugging Face Hub, "owner/name"; a tag or, better, a commit, so that it is the same
    network tomorrow. Nothing is fetched without one.

    trainable: whether the network can be saved again, or trained further; without, its batch norms are folded into its
    convolutions, which is faster.
    Raises CheckpointError where there is none, or where its weights do not fit its config.
    """
    title, where, files = _found(name, revision)
    try:
        config = json.loads(files[CONFIG].read_text())
        net = ARCHITECTURES[config["architecture"]].read(config, files[WEIGHTS])
        digest = hashlib.sha256(files[WEIGHTS].read_bytes()).hexdigest()
    except (OSError, KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise CheckpointError(f"The checkpoint in {where} cannot be read: {error}") from error
    net = net.eval() if trainable else folded(net)
    net = net.requires_grad_(False).to(memory_format=torch.channels_last)
    return Checkpoint(title, net, digest, net.trained)


def _found(name: str | Path, revision: str | None) -> tuple[str, str, dict[str, Path]]:
    """A checkpoint's name, where it is in words, and its two files."""
    if isinstance(name, Path):
        if revision is not None:
            raise CheckpointError("A folder has no revision. Give the folder alone.")
        # A training run's own checkpoint is known by its run.
        title = name.resolve().parent.name if name.name == "checkpoint" else name.name
        return title, str(name), {file: name / file for file in (CONFIG, WEIGHTS)}
    if revision is not None:
        return name.rpartition("/")[2], f"{name} at {revision}", _fetched(name, revision)
    if name not in bundled_names():  # a string may come from a visitor, so it is looked up, never walked to
        raise CheckpointError(
            f"There is no model called {name!r}. Choose one of: {', '.join(bundled_names())}; or give a folder as a "
            "Path, or a repository of the Hub together with its revision."
        )
    return name, str(BUNDLED / name), {file: BUNDLED / name / file for file in (CONFIG, WEIGHTS)}


def _fetched(repository: str, revision: str) -> dict[str, Path]:
    """Both files of a repository of the Hub, from its cache where they are there. Raises CheckpointError."""
    try:
        return {file: Path(hf_hub_download(repository, file, revision=revision)) for file in (CONFIG, WEIGHTS)}
    except HFValidationError as error:
        raise CheckpointError(f"{repository!r} is no repository of the Hub. Write it as owner/name.") from error
    except LocalEntryNotFoundError as error:
        raise CheckpointError(
            f"The Hub cannot be reached, and {repository} at {revision} was not fetched before. Try again with a "
            "connection."
        ) from error
    except (HfHubHTTPError, OSError) as error:
        raise CheckpointError(
            f"The Hub has no checkpoint in {repository} at {revision}, or does not show it to you ({error})."
        ) from error
