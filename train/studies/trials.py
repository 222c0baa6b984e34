"""Results of small controlled training runs of chroma, side by side."""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from colourizer.checkpoint import Checkpoint, load_checkpoint
from colourizer.distribution import Decoding
from colourizer.evaluation.metrics import FRECHET, METRICS, metric_of
from train.data.manifest import read_manifest
from train.data.spread import at_least
from train.evaluation import reliability
from train.evaluation.decodings import Case, coloured, features_of, fitted_gain, painted
from train.evaluation.frechet import Lite2Features, frechet_distance
from train.presets import ChromaSettings, Preset, Stage
from train.studies.speed import multiplications
from train.tables import markdown_table

_TEXT = """{table}

Faithful: the distribution's mean. Vivid: rebalancing 0.2, temperature 0.7, and the gain with which pictures are as
colourful as the originals. {count} photographs of the validation split at 144x144 pixels; the distance's n is the same.
Spearman: rank correlation of expected and true error within a picture, the mean over pictures. "ab error, old": of
{old} photographs of 1905 to 1915 in true colour, each picture's mean colour taken away first."""

# Small controlled runs of chroma, some minutes each on one core; each changes one setting. `train/__main__.py` passes
# them to `python -m train chroma --preset`, whose help does not list them.
_TRIAL = Preset(
    (Stage(96, 1.1),),
    batch=32,
    learning_rate=2e-3,
    schedule="cosine",
    ema_decay=0.995,
    precision="bf16",
    chroma=ChromaSettings(gradient_weight=0.03),
)
PRESETS = {
    "trial": _TRIAL,
    "trial-no-edges": replace(_TRIAL, chroma=ChromaSettings()),
    "trial-mean": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, mean_weight=0.03)),
    "trial-soft": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, softness=5.0)),
    "trial-rebalanced": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, rebalancing=0.5)),
    "trial-lite2": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, encoder="lite2")),
    "trial-narrow": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, widths=(96, 64, 48))),
    "trial-wide": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, widths=(192, 128, 96))),
    "trial-unfrozen": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, unfrozen_from=0.5)),
    "trial-judged": replace(_TRIAL, chroma=ChromaSettings(gradient_weight=0.03, adversarial_weight=0.1)),
    "trial-damage": replace(_TRIAL, damage=0.3),
}

VIVID = Decoding(rebalancing=0.2, temperature=0.7)  # the same for all runs, except the gain
_HEAD = [
    "run",
    "images",
    "minutes",
    "GMAC at 256",
    "faithful MAE",
    "faithful PSNR",
    "vivid MAE",
    metric_of(FRECHET).label,
    "Spearman",
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--runs", nargs="+", type=Path, required=True, metavar="DIR", help="runs of chroma to compare")
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--photographs", type=int, default=400, help="of the validation split (default: 400)")
    parser.add_argument("--old", type=Path, metavar="DIR", help="a folder of old photographs in true colour")


def measure(arguments: argparse.Namespace) -> str:
    """A table with one row per run. Raises DataError or CheckpointError."""
    entries = read_manifest(arguments.data, "validation")
    paths = [entry.path for entry in at_least(entries, arguments.photographs)]
    extract = Lite2Features()
    old = sorted(arguments.old.glob("*.jpg")) if arguments.old else []
    rows = [_row(extract, load_checkpoint(folder / "checkpoint"), paths, old) for folder in arguments.runs]
    return _TEXT.format(
        table=markdown_table([*_HEAD, *(["ab error, old"] if old else [])], rows), count=len(paths), old=len(old)
    )


def _row(extract: Lite2Features, checkpoint: Checkpoint, paths: list[Path], old: list[Path]) -> list[str]:
    cases = coloured(checkpoint, paths)
    faithful = [painted(case, Decoding()) for case in cases]
    decoding = replace(VIVID, gain=fitted_gain(cases, VIVID))
    vivid = [painted(case, decoding) for case in cases]
    distance = frechet_distance(features_of(extract, vivid), features_of(extract, [case.truth for case in cases]))
    return [
        checkpoint.name,
        f"{checkpoint.training['images']:,}" if "images" in checkpoint.training else "unknown",
        str(checkpoint.training.get("minutes", "unknown")),
        f"{multiplications(checkpoint.net, torch.rand(1, 1, 256, 256)) / 1e9:.2f}",
        f"{_mean('mae', faithful, cases):.4f}",
        f"{_mean('psnr', faithful, cases):.2f}",
        f"{_mean('mae', vivid, cases):.4f}",
        f"{distance:.1f}",
        f"{np.nanmean([_correlation(case) for case in cases]):.3f}",
        *([f"{np.mean([_ab_error(case) for case in coloured(checkpoint, old)]):.2f}"] if old else []),
    ]


def _ab_error(case: Case) -> float:
    """The ab error of the faithful decoding, after subtracting both mean colours: an old plate's cast is not true."""
    truth = reliability.true_chroma(case.truth)
    colour = reliability.stretched(case.distribution.decode(Decoding()), truth)
    without_cast = [plane - plane.mean(axis=(0, 1)) for plane in (colour, truth)]
    return float(reliability.distance(*without_cast).mean())


def _mean(metric: str, pictures: list[np.ndarray], cases: list[Case]) -> float:
    return float(np.mean([METRICS[metric](picture, case.truth) for picture, case in zip(pictures, cases, strict=True)]))


def _correlation(case: Case) -> float:
    """The rank correlation between the expected and the true error of the distribution's mean."""
    truth, known = reliability.true_chroma(case.truth), case.distribution
    mean = known.decode(Decoding())
    expected = reliability.stretched(known.expected_error(mean), truth)
    return reliability.spearman(expected, reliability.distance(reliability.stretched(mean, truth), truth))
