"""`python -m train calibrate`: how a trained distribution is to be read, from validation photographs.

Faithful is the distribution's own mean. The default is the reading whose pictures are closest to photographs (Fréchet
distance), among those with the originals' colourfulness and no more than a tolerated error; vivid goes as far again
beyond it. Certainty is fitted to how often the default's colours were right, and a classifier of landscapes to the
encoder's features of training photographs.
"""

import argparse
import itertools
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.colourization import Colourization
from colourizer.configs import STRIDE, ChromaConfig
from colourizer.distribution import DEFAULT_VIVIDNESS, Calibration, ColourDistribution, Decoding
from colourizer.evaluation.metrics import FRECHET, METRICS, colourfulness, metric_of
from colourizer.models.chroma import ChromaNet
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import REPORT_SIZE, Colourizer
from train.data.dataset import square
from train.data.manifest import read_manifest
from train.data.spread import at_least
from train.errors import DataError
from train.evaluation import reliability as certainty
from train.evaluation.frechet import Lite2Features, frechet_distance
from train.evaluation.linear_probe import accuracy, fit_landscapes
from train.tables import markdown_table
from train.training.run import CALIBRATION

REBALANCING, TEMPERATURES = (0.0, 0.2, 0.4, 0.6), (1.0, 0.7, 0.45)
_FOR_GAIN = 200  # photographs
_BATCH = 16
_ROUNDS, _SETTLED = 12, 0.004  # of fitting the classes' gains, and the change of a gain below which they end
_TEXT = """{table}

{count} photographs of the validation split at 144x144 pixels. The default's gain, {gain:.2f} in the end, and certainty
were fitted to all {every} of it; the classifier of landscapes, fitted to photographs of the training split, is right
for {recognised:.1%} of them.

Made by `python -m train {command}`"""


@dataclass(frozen=True)
class Case:
    """A validation photograph: its true colours, sRGB (144, 144, 3), uint8, and what the network made of its grey."""

    truth: np.ndarray
    made: Colourization

    @property
    def known(self) -> ColourDistribution:
        """What the network, which has a distribution, knows of the colours."""
        assert self.made.distribution is not None, "only a network with a distribution can be calibrated"
        return self.made.distribution


@dataclass(frozen=True)
class Tried:
    """One reading, and what its pictures measured."""

    decoding: Decoding
    mae: float
    colourfulness: float
    frechet: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train calibrate`."""
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR", help="the trained network")
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument(
        "--photographs", type=int, default=600, help="of the validation split, to choose readings (default: 600)"
    )
    parser.add_argument("--recognise-from", type=int, default=6000, help="training photographs for the classifier")
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
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to leave the table, for the report's page")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Fit, write the calibration into the checkpoint, and print what was tried. Raises DataError, CheckpointError."""
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
    # First, since the gains of the classes rest on what the photographs are taken for.
    fit_landscapes(net, at_least(read_manifest(arguments.data, "train"), arguments.recognise_from))
    every = coloured(checkpoint, [entry.path for entry in entries])
    cases = at_least(every, arguments.photographs)
    tried, chosen = choose_default(cases, arguments.most_mae)
    # Its gain anew from all photographs: that from fewer left pictures visibly paler than photographs are.
    faithful, default = Decoding(), replace(chosen.decoding, gain=fitted_gain(every, chosen.decoding))
    vivid = Decoding(default.rebalancing + 0.25, default.temperature * 0.6, default.gain * 1.15)
    calibration = Calibration((faithful, default, vivid))
    calibration = replace(calibration, gains=fitted_gains(every, [entry.landscape for entry in entries], default))
    calibration = replace(calibration, certainty=tuple(fit_certainty(every, calibration)))
    net.config = replace(net.config, calibration=calibration)
    training = {key: value for key, value in checkpoint.training.items() if key != CALIBRATION}
    save_checkpoint(net, arguments.checkpoint, training=training)
    text = _TEXT.format(
        table=table(tried, chosen, cases),
        count=len(cases),
        every=len(every),
        gain=default.gain,
        recognised=accuracy(net, entries),
        command=shlex.join(sys.argv[1:]),
    )
    print(text)
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        (arguments.keep / "calibration.md").write_text(text + "\n")
    return 0


def _with_input(config: ChromaConfig, arguments: argparse.Namespace) -> ChromaConfig:
    """The config with what the arguments say of the network's input."""
    given = {"tone_strength": arguments.tone_strength, "side": arguments.side, "mirror_scale": arguments.mirrored}
    config = replace(config, **{name: value for name, value in given.items() if value is not None})
    return config if arguments.mirrored is None else replace(config, mirrored=True)


def coloured(checkpoint: Checkpoint, paths: list[Path]) -> list[Case]:
    """Photographs in colour, made grey and coloured again."""
    colourizer, cases = Colourizer(checkpoint), []
    for path in tqdm(paths, unit="photo", desc="colour", mininterval=2):
        truth = np.ascontiguousarray(square(load_rgb(path), REPORT_SIZE))
        cases.append(Case(truth, colourizer(Photo.from_rgb(truth), frame="none")))
    return cases


def choose_default(cases: list[Case], most_mae: float) -> tuple[list[Tried], Tried]:
    """Everything that was tried, faithful first, and the default among it."""
    extract = Lite2Features()
    truth = features_of(extract, [case.truth for case in cases])
    tried = [_try(extract, cases, truth, Decoding())]
    for rebalancing, temperature in itertools.product(REBALANCING, TEMPERATURES):
        decoding = Decoding(rebalancing, temperature)
        tried.append(
            _try(
                extract,
                cases,
                truth,
                replace(decoding, gain=fitted_gain(at_least(cases, _FOR_GAIN), decoding)),
            )
        )
    within = [entry for entry in tried[1:] if entry.mae <= most_mae] or tried[1:]
    return tried, min(within, key=lambda entry: entry.frechet)


def fitted_gain(cases: list[Case], decoding: Decoding) -> float:
    """The gain with which pictures are as colourful, on average, as the originals."""
    target_colourfulness = np.mean([colourfulness(case.truth) for case in cases])
    gain = 1.0
    for _ in range(3):  # colourfulness grows nearly in proportion, so this settles at once
        got = np.mean([colourfulness(painted(case, replace(decoding, gain=gain))) for case in cases])
        gain = float(np.clip(gain * target_colourfulness / max(got, 1e-6), 0.5, 2.5))
    return round(gain, 3)


def fitted_gains(cases: list[Case], classes: list[LandscapeClass], decoding: Decoding) -> dict[str, float]:
    """By class, what to multiply the gain by, so that each class is as colourful, on average, as its originals."""
    calibration = Calibration((Decoding(), decoding, decoding))
    groups = {
        landscape: [case for case, own in zip(cases, classes, strict=True) if own == landscape]
        for landscape in LandscapeClass
    }
    target_colourfulness = {
        name: np.mean([colourfulness(case.truth) for case in group]) for name, group in groups.items() if group
    }
    for _ in range(_ROUNDS):  # a photograph is taken for a little of every class, so factors depend on one another
        factors = dict(calibration.gains)
        for name, target_value in target_colourfulness.items():
            pictures = [painted(case, calibration.decoding(0.5, case.known.landscapes)) for case in groups[name]]
            got = np.mean([colourfulness(picture) for picture in pictures])
            factor = calibration.gains.get(name, 1.0) * target_value / max(got, 1e-6)
            factors[name.value] = round(float(np.clip(factor, 0.5, 2.0)), 3)
        changed = max(abs(factor - calibration.gains.get(name, 1.0)) for name, factor in factors.items())
        calibration = replace(calibration, gains=factors)
        if changed < _SETTLED:
            break
    return dict(calibration.gains)


def painted(case: Case, decoding: Decoding) -> np.ndarray:
    """The picture of one reading: sRGB (144, 144, 3), uint8."""
    return replace(case.made, chroma=case.known.decode(decoding)).rgb


def _try(extract: Lite2Features, cases: list[Case], truth: np.ndarray, decoding: Decoding) -> Tried:
    pictures = [painted(case, decoding) for case in cases]
    mae = np.mean([METRICS["mae"](picture, case.truth) for picture, case in zip(pictures, cases, strict=True)])
    vivid = np.mean([colourfulness(picture) for picture in pictures])
    return Tried(decoding, float(mae), float(vivid), frechet_distance(features_of(extract, pictures), truth))


def features_of(extract: Lite2Features, pictures: list[np.ndarray]) -> np.ndarray:
    """sRGB (H, W, 3), uint8, each → (N, 1280), float32."""
    return np.concatenate([extract(np.stack(pictures[i : i + _BATCH])) for i in range(0, len(pictures), _BATCH)])


def fit_certainty(cases: list[Case], calibration: Calibration) -> list[tuple[float, float]]:
    """Pairs (what the distribution says, the share of pixels for which it held) of the default colours."""
    predicted, right = [], []
    for case in cases:
        colour = case.known.decode(calibration.decoding(DEFAULT_VIVIDNESS, case.known.landscapes))
        truth = certainty.true_chroma(case.truth)
        predicted.append(certainty.stretched(case.known.nearness(colour), truth))
        right.append(certainty.is_within(certainty.stretched(colour, truth), truth))
    return certainty.rising(certainty.reliability(predicted, right))


def table(tried: list[Tried], chosen: Tried, cases: list[Case]) -> str:
    """What was tried, as Markdown."""
    original = np.mean([colourfulness(case.truth) for case in cases])
    rows = [
        [
            f"{entry.decoding.rebalancing:g}",
            f"{entry.decoding.temperature:g}",
            f"{entry.decoding.gain:.2f}",
            f"{entry.mae:.4f}",
            f"{entry.colourfulness:.1f}",
            f"{entry.frechet:.1f}",
            "faithful" if entry is tried[0] else "default" if entry is chosen else "",
        ]
        for entry in tried
    ]
    head = [
        "rebalancing",
        "temperature",
        "gain",
        "mae",
        f"colourfulness (originals {original:.1f})",
        metric_of(FRECHET).label,
        "",
    ]
    return markdown_table(head, rows)
