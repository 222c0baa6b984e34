"""Trained networks on disk and on the Hub: config.json, model.safetensors, model.onnx. Nothing is unpickled."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from colourizer.configs import CONFIG, GRAPH, WEIGHTS
from colourizer.distribution import Calibration
from colourizer.engines import choice
from colourizer.engines.base import Engine

if TYPE_CHECKING:
    from colourizer.models import ColourNet

_PACKAGE = Path(__file__).resolve().parent
# An installed package contains them; in a clone they are in `assets`.
_INSTALLED, _CLONED = _PACKAGE / "checkpoints", _PACKAGE.parent / "assets" / "checkpoints"
BUNDLED = _INSTALLED if _INSTALLED.is_dir() else _CLONED
DEFAULT = "chroma"  # if no name is given
_EXPORT = "`python -m colourizer export` writes it, where PyTorch is installed"


class CheckpointError(ValueError):
    """A checkpoint is missing or cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Source:
    """A checkpoint's location. name: "cgan". where: a description. folder: on disk, or the repository and revision."""

    name: str
    where: str
    folder: Path | tuple[str, str]

    def file(self, name: str) -> Path:
        """The path of one of its files, downloaded from the Hub if necessary. Raises CheckpointError."""
        if isinstance(self.folder, Path):
            return self.folder / name
        from colourizer.hub import HubError, fetched  # takes a quarter of a second to import

        try:
            return fetched(*self.folder, name)
        except HubError as error:
            raise CheckpointError(str(error)) from error


@dataclass(frozen=True)
class Checkpoint:
    """A network in evaluation mode, and its source.

    name: "cgan-late". sha256: of the weights file, in hexadecimal. training: how it was trained, from config.json.
    architecture: the name of the registered network, "cgan".
    """

    name: str
    engine: Engine
    sha256: str
    training: dict = field(default_factory=dict)
    architecture: str = ""
    source: Source | None = field(default=None, repr=False)

    @cached_property
    def net(self) -> "ColourNet":
        """The network as a PyTorch module, loaded again if another engine runs it. Raises CheckpointError."""
        own = getattr(self.engine, "net", None)
        if own is None:
            assert self.source is not None, "only PyTorch runs a network without files"
            return load_checkpoint_from(self.source, engine=choice.TORCH).net
        return own

    def on(self, device: str) -> "Checkpoint":
        """Move the checkpoint to another device. PyTorch replaces an engine that runs on the CPU only.

        Raises CheckpointError if this needs PyTorch, which is not installed.
        """
        checkpoint = self
        if not self.engine.runs_on(device):
            assert self.source is not None
            checkpoint = replace(load_checkpoint_from(self.source, engine=choice.TORCH), name=self.name)
        checkpoint.engine.to(device)
        return checkpoint


def bundled_names() -> list[str]:
    """The names of the bundled checkpoints, in alphabetical order."""
    return sorted(path.parent.name for path in BUNDLED.glob(f"*/{CONFIG}"))


def name_or_folder(text: str) -> str | Path:
    """A checkpoint given on the command line: a folder as its absolute path, unless a bundled checkpoint has its name.

    The folder of a training run stands for the checkpoint in it.
    """
    if text in bundled_names() or not Path(text).is_dir():
        return text
    folder = Path(text).resolve()
    within = folder / "checkpoint"
    return within if (within / CONFIG).is_file() and not (folder / CONFIG).is_file() else folder


def save_checkpoint(net: "ColourNet", folder: Path, *, training: dict | None = None) -> None:
    """Write `net` to `folder`, with its weights as float16. training: facts for people, kept in config.json.

    A graph in that folder is out of date afterwards; `export` writes a new one.
    Raises ValueError for a network with folded batch norms, which could not be loaded again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    net.training_info = training or {}
    net.write(folder)


def load_checkpoint(
    name: str | Path, *, revision: str | None = None, trainable: bool = False, engine: str | None = None
) -> Checkpoint:
    """Load a checkpoint: a bundled one by its name, a folder as a Path, or one of the Hub.

    revision: for a repository of the Hugging Face Hub, "owner/name": a tag or, better, a commit, which always means the
    same network. Nothing is downloaded without a revision.

    trainable: whether the network can be trained further and saved. Otherwise its batch norms are folded into its
    convolutions, which is faster.
    engine: "torch", "onnx", or "auto": ONNX Runtime if it is installed and the checkpoint has a graph, otherwise
    PyTorch. The default is the environment variable COLOURIZER_ENGINE, or "auto".
    Raises CheckpointError if there is no such checkpoint, if its weights do not fit its config, or its graph does not
    fit its weights.
    """
    return load_checkpoint_from(find(name, revision), trainable=trainable, engine=engine)


def load_checkpoint_from(source: Source, *, trainable: bool = False, engine: str | None = None) -> Checkpoint:
    """Like `load_checkpoint`, from what `find` returned."""
    try:
        config = json.loads(source.file(CONFIG).read_text())
        digest = hashlib.sha256(source.file(WEIGHTS).read_bytes()).hexdigest()
        running = _engine(
            source, config, digest, choice.TORCH if trainable else choice.requested_engine(engine), trainable
        )
        return Checkpoint(source.name, running, digest, config.get("training", {}), config["architecture"], source)
    except CheckpointError:
        raise
    except (OSError, KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        raise CheckpointError(f"The checkpoint in {source.where} cannot be read: {error}") from error


def _engine(source: Source, config: dict, digest: str, wanted: str, trainable: bool) -> Engine:
    """The engine for a checkpoint. Raises the exceptions that `load_checkpoint_from` catches."""
    graph_info = config.get("onnx")
    if wanted != choice.TORCH and graph_info and choice.has_onnx():
        from colourizer.engines.onnx_engine import OnnxEngine

        graph = source.file(GRAPH).read_bytes()
        if hashlib.sha256(graph).hexdigest() != graph_info["sha256"]:
            raise ValueError(f"{GRAPH} is not the file whose SHA-256 is in {CONFIG}. Get it again, or: {_EXPORT}.")
        if digest != graph_info["weights"]:
            raise ValueError(f"{GRAPH} was made from other weights than {WEIGHTS} holds. {_EXPORT} anew.")
        return OnnxEngine(graph, Calibration.from_config(config["config"].get("calibration", {})))
    no_graph = f"it has no {GRAPH} ({_EXPORT})"
    if wanted == choice.ONNX:
        raise ValueError(
            f"{'ONNX Runtime is not installed' if graph_info else no_graph}, and no other engine may be used."
        )
    if not choice.has_torch():
        other = "" if wanted == choice.TORCH else ", nor is ONNX Runtime" if graph_info else f", and {no_graph}"
        raise ValueError(f"PyTorch is not installed{other}. `pip install torch` brings it.")
    return _torch_engine(config, source.file(WEIGHTS), trainable)


def _torch_engine(config: dict, weights: Path, trainable: bool) -> Engine:
    import torch  # imported here: it takes seconds, and 500 MB
    from safetensors import SafetensorError

    from colourizer.engines.torch_engine import TorchEngine
    from colourizer.models import ARCHITECTURES
    from colourizer.models.folding import folded

    try:
        net = ARCHITECTURES[config["architecture"]].read(config, weights)
    except SafetensorError as error:
        raise ValueError(str(error)) from error
    net = net.eval() if trainable else folded(net)
    return TorchEngine(net.requires_grad_(False).to(memory_format=torch.channels_last))


def find(name: str | Path, revision: str | None = None) -> Source:
    """Find a checkpoint; the arguments are those of `load_checkpoint`. Raises CheckpointError."""
    if isinstance(name, Path):
        if revision is not None:
            raise CheckpointError("A folder has no revision. Give the folder alone.")
        # A training run's checkpoint is named after the run.
        title = name.resolve().parent.name if name.name == "checkpoint" else name.name
        return Source(title, str(name), name)
    if revision is not None:
        return Source(name.rpartition("/")[2], f"{name} at {revision}", (name, revision))
    if name not in bundled_names():  # a string may come from a visitor: it is looked up, and never becomes a path
        raise CheckpointError(
            f"There is no model called {name!r}. Choose one of: {', '.join(bundled_names())}; or give a folder as a "
            "Path, or a repository of the Hub together with its revision."
        )
    return Source(name, str(BUNDLED / name), BUNDLED / name)
