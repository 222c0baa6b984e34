"""`python -m train average`: average the weights of several checkpoints.

A network and its continued training often lie in the same basin of the loss. The mean of their weights is then better
than either (model soups: Wortsman et al. 2022, arXiv 2203.05482), and needs no training.
"""

import argparse
from pathlib import Path

import torch

from colourizer.checkpoint import load_checkpoint, name_or_folder, save_checkpoint
from colourizer.models.base import ColourNet
from train.errors import TrainingError, writable
from train.training.starting import CALIBRATION

_HINTS = "hints."  # trained last, for one particular set of weights


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train average`."""
    parser.add_argument("checkpoints", nargs="+", metavar="CHECKPOINT", help="two or more: bundled names or folders")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the new checkpoint goes")
    parser.add_argument(
        "--weights", type=float, nargs="+", metavar="WEIGHT", help="of each checkpoint (default: equal)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the averaged checkpoint.

    Raises TrainingError if the checkpoints cannot be averaged, CheckpointError if one cannot be read.
    """
    if len(arguments.checkpoints) < 2:
        raise TrainingError("One checkpoint cannot be averaged: name two or more.")
    weights = arguments.weights or [1.0] * len(arguments.checkpoints)
    if len(weights) != len(arguments.checkpoints) or min(weights) < 0 or not sum(weights):
        raise TrainingError("Give --weights one number for each checkpoint: 0 or more, and not all 0.")
    writable(arguments.out)
    loaded = [load_checkpoint(name_or_folder(name), trainable=True) for name in arguments.checkpoints]
    net = average([checkpoint.net for checkpoint in loaded], weights)
    last = dict(loaded[-1].training or {})
    if net.has_distribution:
        last[CALIBRATION] = "carried over from the last of the averaged checkpoints"
    names = [str((one.training or {}).get("preset", one.name)) for one in loaded]
    save_checkpoint(net, arguments.out, training={**last, "preset": _name(names)})
    print(f"{arguments.out}: calibrate it with `python -m train calibrate`.")
    return 0


def _name(presets: list[str]) -> str:
    """The preset name of the averaged checkpoint; shorter if the last run continued the others."""
    *others, last = presets
    if all(last.startswith(f"{other}, then ") for other in others):
        return f"{last}, averaged with the weights before it"
    return f"mean of the weights of ({'), ('.join(presets)})"


def average(nets: list[ColourNet], weights: list[float]) -> ColourNet:
    """Returns the last network with the weighted mean of all networks' floating-point weights and buffers.

    It keeps its own hint parameters and integer buffers.

    Raises:
        TrainingError: the networks have different architectures or widths.
    """
    states = [net.state_dict() for net in nets]
    *_, last = states
    total = sum(weights)
    for key, value in last.items():
        if key.startswith(_HINTS) or not value.is_floating_point():
            continue
        parts = [state[key] for state in states if key in state and state[key].shape == value.shape]
        if len(parts) < len(states):
            raise TrainingError(f"Only networks of the same kind and width can be averaged: {key} differs.")
        mean = sum(weight / total * part.double() for weight, part in zip(weights, parts, strict=True))
        last[key] = torch.as_tensor(mean).to(value.dtype)
    nets[-1].load_state_dict(last)
    return nets[-1]
