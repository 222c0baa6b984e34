"""How often photographs, and how often their negatives, are detected as negatives."""

import argparse
from pathlib import Path

import cv2
import numpy as np
from scipy.optimize import minimize

from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.frame.negative import SIDE, SURE, features, score
from colourizer.photo.photo import SUFFIXES
from train.errors import DataError
from train.studies.frames import lightness_of
from train.tables import markdown_table

_RIDGE = 20.0
_TEXT = """{table}

{count:,} photographs of `{images}`, drawn by chance after {fitted:,} others that the weights were fitted to; a
photograph counts as called a negative when its score is below -{sure:g}."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="ordinary photographs")
    parser.add_argument("--photographs", type=int, default=4000, metavar="N", help="measured (default: %(default)s)")
    parser.add_argument("--fitted", type=int, default=6000, metavar="N", help="fitted to (default: %(default)s)")
    parser.add_argument("--fit", action="store_true", help="fit the weights again, and print them")


def measure(arguments: argparse.Namespace) -> str:
    """False alarms and recall. Raises DataError."""
    paths = sorted(path for path in arguments.images.rglob("*") if path.suffix.lower() in SUFFIXES)
    if len(paths) <= arguments.fitted:
        raise DataError(f"{arguments.images} holds no more than {arguments.fitted:,} photographs. Lower --fitted.")
    order = np.random.default_rng(5).permutation(len(paths))
    if arguments.fit:
        fitted = np.stack([features(each) for each in _squares([paths[at] for at in order[: arguments.fitted]])])
        return f"_WEIGHTS = {[round(float(weight), 2) for weight in _fit(fitted)]}"
    drawn = [paths[at] for at in order[arguments.fitted :][: arguments.photographs]]
    scores = np.array([(score(each), score(LIGHTNESS_MAX - each)) for each in _squares(drawn)])
    called = (scores < -SURE).mean(axis=0)
    rows = [["photographs", f"{called[0]:.2%}"], ["their negatives", f"{called[1]:.1%}"]]
    table = markdown_table(["", "called a negative"], rows)
    return _TEXT.format(table=table, count=len(scores), images=arguments.images, fitted=arguments.fitted, sure=SURE)


def _squares(paths: list[Path]) -> list[np.ndarray]:
    return [cv2.resize(each, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for each in lightness_of(paths)]


def _fit(photographs: np.ndarray) -> np.ndarray:
    """Logistic regression between photographs (n, d) and their negatives, whose features have the opposite sign."""
    scale = photographs.std(axis=0) + 1e-6
    scaled = photographs / scale

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = scaled @ weights
        value = np.logaddexp(0, -margin).sum() + _RIDGE * (weights @ weights) / 2
        return float(value), _RIDGE * weights - scaled.T @ (1 / (1 + np.exp(margin)))

    return minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x / scale
