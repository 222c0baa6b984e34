"""`python -m train average`: one checkpoint whose weights are the mean of several.

Two networks of which one continued the other's training often lie in one basin of the loss; the mean of their weights
is then better than either (model soups: Wortsman et al. 2022, arXiv 2203.05482). It costs no training.
"""

import argparse
from pathlib import Path

import torch

from colourizer.checkpoint import load_checkpoint, name_or_folder, save_checkpoint
from colourizer.models.base import ColourNet
from train.errors import TrainingError, writable
from train.training.starting import CALIBRATION

_HINTS = "hints."  # trained last, for one set of weights


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train average`."""
    parser.add_argument("checkpoints", nargs="+", metavar="CHECKPOINT", help="two or more: bundled names or folders")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the new checkpoint goes")
    parser.add_argument(
        "--weights", type=float, nargs="+", metavar="WEIGHT", help="of each checkpoint (default: equal)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the mean. Raises TrainingError if it cannot be taken, CheckpointError if a checkpoint cannot be read."""
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
    """The preset of the mean; shorter if the last run continued the others."""
    *others, last = presets
    if all(last.startswith(f"{other}, then ") for other in others):
        return f"{last}, averaged with the weights before it"
    return f"mean of the weights of ({'), ('.join(presets)})"


def average(nets: list[ColourNet], weights: list[float]) -> ColourNet:
    """The last network, with the weighted mean of all networks' floating-point weights and buffers.

    The parameters for hints, and integer buffers, stay the last network's.

    Raises:
        TrainingError: they are of different architectures or widths.
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
