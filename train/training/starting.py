"""Takes over weights, calibration and hints from the checkpoint that a run starts from."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from torch import nn

from colourizer.checkpoint import load_checkpoint
from colourizer.models import ColourNet
from colourizer.models.chroma import ChromaNet
from train.errors import TrainingError

CALIBRATION = "calibration"  # key in the config and training information of a network with a distribution
_VIEWS = ("side", "mirrored", "mirror_scale", "paired")  # config keys: the input sizes and mirroring of a photograph
# The fields of a network's config that determine the shapes of its weights, and their options.
_OPTIONS = {"width": "--width ", "widths": "--set chroma.widths=", "encoder": "--set chroma.encoder="}


def begin_with(weights: Path | str, net: nn.Module) -> dict:
    """Load a checkpoint's weights and calibration into `net`; returns its training information."""
    checkpoint = load_checkpoint(weights, trainable=True)
    carry_hints(net, checkpoint.net.architecture())
    try:
        net.load_state_dict(checkpoint.net.state_dict())
    except RuntimeError as error:
        raise TrainingError(f"The weights in {weights} do not fit this run. {_fitting(net, checkpoint.net)}") from error
    carry_calibration(net, checkpoint.net.architecture())
    return checkpoint.training or {"preset": checkpoint.name}


def _fitting(net: nn.Module, found: ColourNet) -> str:
    """A message with the options that make `net` fit the weights of `found`."""
    if getattr(net, "name", None) != found.name:
        return f"They are of a network of the kind {found.name!r}: train that one, or begin with another checkpoint."
    wanted, built = found.architecture(), getattr(net, "architecture", dict)()
    words = [
        f"{option}{','.join(map(str, value)) if isinstance(value, (tuple, list)) else value}"
        for key, option in _OPTIONS.items()
        if (value := wanted.get(key)) != built.get(key)
    ]
    return f"Add {' '.join(words)}, as theirs." if words else "No setting builds such a network."


def carry_calibration(net: nn.Module, config: dict) -> None:
    """Copy the results of `train calibrate` to `net` from `config`, the plain values of a config.json.

    The strength of tone normalisation is also a training setting: the preset's value, if any, takes precedence.
    """
    own = getattr(net, "config", None)
    if own is None or not hasattr(own, CALIBRATION):
        return
    carried = {key: config[key] for key in (CALIBRATION, *_VIEWS) if key in config}
    if not own.tone_strength and "tone_strength" in config:
        carried["tone_strength"] = config["tone_strength"]
    net.config = replace(own, **carried)
    net.side = net.config.side


def carry_hints(net: nn.Module, config: dict) -> None:
    """Add the hint layers of this config to `net`, frozen: they stay as `train hints` trained them."""
    if isinstance(net, ChromaNet) and config.get("hint_channels"):
        net.add_hints(config["hint_channels"])
        cast(nn.Module, net.hints).requires_grad_(False)
