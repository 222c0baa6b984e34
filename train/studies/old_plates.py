"""Old photographs in true colour: the colour error, red things that come out red, and the calibration of certainty."""

import argparse
from pathlib import Path

import cv2
import numpy as np

from colourizer.checkpoint import load_checkpoint, name_or_folder
from colourizer.distribution import WITHIN, Decoding
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import REPORT_SIZE, Colourizer
from train.data.dataset import square
from train.data.plates import balanced, pictures_in
from train.errors import DataError
from train.evaluation import reliability
from train.evaluation.decodings import Case
from train.tables import markdown_table

_TEXT = """{table}

{count} photographs of {folder} at {size}x{size} pixels, whole, without looking for a frame. Each network gets the
lightness as it was recorded. The truth has had its cast taken away (`python -m train plates` says how), but for the
first column, which takes each picture's mean colour away instead, from both. A red thing: a connected part of at least
0.4 % of a picture whose true chroma is {chroma} or more and whose hue lies between {low}° and {high}°; it comes out red
or orange where the mean of the default colours there has a hue between {low}° and 75° and a chroma of {visible} or
more. Certainty: what the default colours claim, and the share of pixels whose true colour lies within {within} ΔE."""

_RED = (-15, 65)  # degrees of hue angle in CIE ab
_ORANGE = 75
_CHROMA, _VISIBLE = 25, 12
_SMALLEST = 0.004  # share of a picture
_HEAD = ["model", "ab error, cast apart", "ab error", "default's", "red things that come out red", "claims", "holds"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--models", nargs="+", default=["chroma"], metavar="NAME", help="checkpoints: names or folders")
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="a folder of photographs, in colour")


def measure(arguments: argparse.Namespace) -> str:
    """One row for each network. Raises DataError or CheckpointError."""
    paths = pictures_in(arguments.images) or sorted(
        path for folder in sorted(arguments.images.glob("*/")) for path in pictures_in(folder)
    )
    if not paths:
        raise DataError(f"{arguments.images} holds no photographs: name a folder of old ones in colour.")
    rows = []
    for name in arguments.models:
        colourizer = Colourizer(load_checkpoint(name_or_folder(name)))
        if not colourizer.checkpoint.engine.has_distribution:
            raise DataError(f"{name} is a network without a distribution: name one that says how sure it is.")
        rows.append([name, *_row(colourizer, paths)])
    return _TEXT.format(
        table=markdown_table(_HEAD, rows),
        count=len(paths),
        folder=arguments.images,
        size=REPORT_SIZE,
        chroma=_CHROMA,
        low=_RED[0],
        high=_RED[1],
        visible=_VISIBLE,
        within=f"{WITHIN:g}",
    )


def _row(colourizer: Colourizer, paths: list[Path]) -> list[str]:
    cast_apart, faithful, default, claims, holds = [], [], [], [], []
    red: list[bool] = []
    for path in paths:
        recorded = np.ascontiguousarray(square(load_rgb(path), REPORT_SIZE))
        case = Case(recorded, colourizer(Photo.from_rgb(recorded), frame="none"))
        truth = reliability.true_chroma(balanced(recorded)[0])
        mean = reliability.stretched(case.distribution.decode(Decoding()), truth)
        colour = reliability.stretched(case.colourization.adjusted_chroma, truth)
        cast_apart.append(_without_mean(mean, reliability.true_chroma(recorded)))
        faithful.append(reliability.distance(mean, truth).mean())
        distance = reliability.distance(colour, truth)
        default.append(distance.mean())
        claims.append(case.distribution.certainty(case.colourization.adjusted_chroma).mean())
        holds.append((distance <= WITHIN).mean())
        red += red_things(truth, colour)
    return [
        f"{np.mean(cast_apart):.2f}",
        f"{np.mean(faithful):.2f}",
        f"{np.mean(default):.2f}",
        f"{sum(red)} of {len(red)}",
        f"{np.mean(claims):.1%}",
        f"{np.mean(holds):.1%}",
    ]


def red_things(truth: np.ndarray, colour: np.ndarray) -> list[bool]:
    """For each red object in a picture, whether it is shown red or orange. truth, colour: CIE ab (h, w, 2)."""
    angle = np.degrees(np.arctan2(truth[..., 1], truth[..., 0]))
    is_red = (np.hypot(*np.moveaxis(truth, -1, 0)) >= _CHROMA) & (angle >= _RED[0]) & (angle <= _RED[1])
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(is_red.astype(np.uint8))
    found = []
    for label in range(1, count):
        if statistics[label, cv2.CC_STAT_AREA] >= _SMALLEST * is_red.size:
            a, b = colour[labels == label].mean(axis=0)
            found.append(bool(np.hypot(a, b) >= _VISIBLE and _RED[0] <= np.degrees(np.arctan2(b, a)) <= _ORANGE))
    return found


def _without_mean(one: np.ndarray, other: np.ndarray) -> float:
    planes = [plane - plane.mean(axis=(0, 1)) for plane in (one, other)]
    return float(reliability.distance(*planes).mean())
