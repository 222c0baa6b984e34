"""`python -m train calibrate`: choose the decodings of a trained distribution on validation photographs.

Faithful is the distribution's mean. The default is the decoding whose pictures are closest to photographs (Fréchet
distance), among those with the originals' colourfulness and an error below the limit; it is then evened out towards the
same chroma for every photograph as far as this reduces the error. Vivid goes beyond the default by fixed amounts.
Certainty is fitted to how often the default's colours were right, and a landscape classifier to the encoder's features
of training photographs.
"""

import argparse
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.configs import STRIDE, ChromaConfig
from colourizer.distribution import DEFAULT_VIVIDNESS, Calibration, Decoding
from colourizer.files import replace_text
from colourizer.models.chroma import ChromaNet
from train.data.manifest import Entry, read_manifest
from train.data.spread import at_least, exactly
from train.errors import DataError
from train.evaluation import reliability
from train.evaluation.decodings import Case, choose_default, coloured, fitted_gain, fitted_gains, table
from train.evaluation.in_threads import in_threads
from train.evaluation.linear_probe import accuracy, fit_landscapes
from train.training.starting import CALIBRATION

_TEXT = """{table}

{count} photographs of the validation split at 144x144 pixels. The default's gain, {gain:.2f} in the end, and certainty
were fitted to all {every} of it, and so were the gains of the classes{besides}; the classifier of landscapes, fitted to
photographs of the training split, is right for {recognised:.1%} of them.

Made by `python -m train {command}`"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train calibrate`."""
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR", help="the trained network")
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument(
        "--photographs", type=int, default=600, help="of the validation split, to choose decodings (default: 600)"
    )
    parser.add_argument("--recognise-from", type=int, default=6000, help="training photographs for the classifier")
    parser.add_argument(
        "--gains-from",
        type=int,
        default=0,
        metavar="N",
        help="training photographs of each class that the classes' gains are fitted to, besides the validation split: "
        "of the same sources and without people (default: 0)",
    )
    parser.add_argument("--most-mae", type=float, default=0.046, help="the error tolerated of the default reading")
    parser.add_argument("--tone-strength", type=float, metavar="S", help="normalise tones so far from now on, 0 to 1")
    parser.add_argument("--side", type=int, metavar="N", help="pixels a side of the network's input from now on")
    parser.add_argument(
        "--mirrored",
        type=float,
        nargs="?",
        const=1.0,
        metavar="SCALE",
        help="from now on average with the prediction for the mirror image, at this scale, 0.5 to 1 (default: 1): "
        "steadier, and slower",
    )
    parser.add_argument(
        "--paired",
        action=argparse.BooleanOptionalAction,
        help="from now on average with the prediction for the photograph at that scale, too, or no longer",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to leave the table, for the report's page")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Fit the calibration, write it to the checkpoint, and print the trials. Raises DataError, CheckpointError."""
    checkpoint = load_checkpoint(arguments.checkpoint, trainable=True)
    net = checkpoint.net
    if not isinstance(net, ChromaNet):
        raise DataError(f"{arguments.checkpoint} holds a network without a distribution; only chroma is calibrated.")
    if arguments.tone_strength is not None and not 0 <= arguments.tone_strength <= 1:
        raise DataError(f"--tone-strength is {arguments.tone_strength}: give a number from 0 to 1.")
    if arguments.mirrored is not None and not 0.5 <= arguments.mirrored <= 1:
        raise DataError(f"--mirrored is {arguments.mirrored}: give a scale from 0.5 to 1.")
    if arguments.side is not None and arguments.side < 4 * STRIDE:
        raise DataError(f"--side is {arguments.side}: give at least {4 * STRIDE} pixels.")
    net.config = _with_input(net.config, arguments)
    net.side = checkpoint.engine.side = net.config.side
    entries = read_manifest(arguments.data, "validation")
    # First, since the class gains depend on the classifier.
    fit_landscapes(net, at_least(read_manifest(arguments.data, "train"), arguments.recognise_from))
    every = coloured(checkpoint, [entry.path for entry in entries])
    cases = at_least(every, arguments.photographs)
    tried, chosen = choose_default(cases, arguments.most_mae)
    # Fit the gain again on all photographs: fitted on fewer, it left pictures visibly paler than photographs.
    faithful, default = Decoding(), replace(chosen.decoding, gain=fitted_gain(every, chosen.decoding))
    vivid = Decoding(default.rebalancing + 0.25, default.temperature * 0.6, default.gain * 1.15, default.evenness)
    besides = like(entries, read_manifest(arguments.data, "train"), arguments.gains_from)
    seen = [*every, *coloured(checkpoint, [entry.path for entry in besides])]
    gains = fitted_gains(seen, [entry.landscape for entry in [*entries, *besides]], default)
    calibration = Calibration((faithful, default, vivid), gains=gains)
    calibration = replace(calibration, certainty=tuple(fit_certainty(every, calibration)))
    net.config = replace(net.config, calibration=calibration)
    training = {key: value for key, value in checkpoint.training.items() if key != CALIBRATION}
    save_checkpoint(net, arguments.checkpoint, training=training)
    text = _TEXT.format(
        table=table(tried, chosen, cases),
        count=len(cases),
        every=len(every),
        besides=f", with {len(besides):,} of the training split" if besides else "",
        gain=default.gain,
        recognised=accuracy(net, entries),
        command=shlex.join(sys.argv[1:]),
    )
    print(text)
    if arguments.keep:
        replace_text(arguments.keep / "calibration.md", text + "\n")
    return 0


def like(entries: list[Entry], others: list[Entry], count: int) -> list[Entry]:
    """`count` of `others` per class, from the sources of `entries` and without people; all if there are fewer."""
    sources = {entry.source for entry in entries}
    alike = [entry for entry in others if entry.source in sources and not entry.people]
    return [
        entry
        for landscape in LandscapeClass
        for entry in exactly([other for other in alike if other.landscape == landscape], count)
    ]


def _with_input(config: ChromaConfig, arguments: argparse.Namespace) -> ChromaConfig:
    """The config with the arguments' settings of the network's input. Raises DataError."""
    given = {
        "tone_strength": arguments.tone_strength,
        "side": arguments.side,
        "mirror_scale": arguments.mirrored,
        "paired": arguments.paired,
    }
    config = replace(config, **{name: value for name, value in given.items() if value is not None})
    config = config if arguments.mirrored is None else replace(config, mirrored=True)
    if arguments.paired and not config.mirrored:
        raise DataError("--paired goes with the prediction for the mirror image: add --mirrored.")
    return config


def fit_certainty(cases: list[Case], calibration: Calibration) -> list[tuple[float, float]]:
    """Pairs (predicted probability, observed share of pixels) for the default colours."""

    def compared(case: Case) -> tuple[np.ndarray, np.ndarray]:
        colour = case.distribution.decode(calibration.decoding(DEFAULT_VIVIDNESS, case.distribution.landscapes))
        truth = reliability.true_chroma(case.truth)
        predicted = reliability.stretched(case.distribution.nearness(colour), truth)
        return predicted, reliability.is_within(reliability.stretched(colour, truth), truth)

    predicted, right = zip(*in_threads(compared, cases), strict=True)
    return reliability.rising(reliability.reliability(predicted, right))
