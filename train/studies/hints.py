"""The PSNR over the number of colour hints, as the literature measures it."""

import argparse
import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from scipy.interpolate import griddata
from tqdm import tqdm

from colourizer.checkpoint import name_or_folder
from colourizer.colour.lab import rgb_to_lab
from colourizer.colourization import Colourization
from colourizer.evaluation.metrics import psnr
from colourizer.hints import Hint
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import Colourizer
from train.data.dataset import square
from train.studies import choice
from train.tables import markdown_table

COUNTS = (0, 1, 2, 5, 10, 20, 50)  # as in Zhang et al. 2017 and iColoriT
SIZES = (144, 256)
_RADIUS = 0.01  # share of the shorter side, as in the app
_BIN = 10.0  # Lab units; connected pixels in one bin are a region
_TEXT = """{tables}

PSNR in dB over the three channels of sRGB, mean over {count} photographs, {what}. Every photograph gets hints at random
places, each the true colour there (the mean of a patch of {patch} pixels of 256); the one hint of the row "largest
region" is the mean colour of the largest region of one colour, given in its middle. No network: the hints' colours
interpolated linearly between their places, and laid over the lightness along its edges as all our colours are (guided
upsampling). The grey photograph, passed through, is its row of no hints."""

Decoding = Callable[[Colourization, Sequence[Hint]], Colourization]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--model", default="chroma", metavar="NAME", help="a checkpoint: its name, or a folder")
    choice.add_arguments(parser, 200)


def measure(arguments: argparse.Namespace) -> str:
    """A table for each size: rows are numbers of hints, columns are methods of turning hints into colours.

    The same numbers are written to hints.csv for the figure. Raises DataError or CheckpointError.
    """
    paths, what = choice.chosen(arguments)
    name = arguments.model
    colourizer = Colourizer.from_pretrained(name_or_folder(name))
    measured = {side: gains(colourizer, paths, side) for side in SIZES}
    _keep(measured, arguments.out)
    tables = "\n\n".join(f"At {side}x{side} pixels:\n\n{_table(values)}" for side, values in measured.items())
    return _TEXT.format(tables=tables, count=len(paths), what=what, patch="7x7")


def gains(colourizer: Colourizer, paths: Sequence[Path], side: int) -> dict[str, dict[str, float]]:
    """Mean PSNR by number of hints, or "largest region", and by method."""
    found: dict[str, dict[str, list[float]]] = {}
    for number, path in enumerate(tqdm(paths, unit="photo", desc=f"{side} px", mininterval=2)):
        truth = np.ascontiguousarray(square(load_rgb(path), side))
        made = colourizer(Photo.from_rgb(truth), frame="none")
        ab = rgb_to_lab(truth.astype(np.float32) / 255)[..., 1:]
        random = np.random.default_rng(number)
        hints = [_hint(ab, random.random(), random.random()) for _ in range(max(COUNTS))]
        given = {f"{count}": hints[:count] for count in COUNTS} | {"largest region": [largest_region(ab)]}
        for count, few in given.items():
            for way, read in WAYS.items():
                found.setdefault(count, {}).setdefault(way, []).append(psnr(read(made, few).rgb, truth))
    return {count: {way: float(np.mean(values)) for way, values in ways.items()} for count, ways in found.items()}


def _hint(ab: np.ndarray, x: float, y: float) -> Hint:
    """A hint with the true colour at a place, the mean of a small patch. ab: CIE ab (H, W, 2)."""
    height, width = ab.shape[:2]
    row, column = min(int(y * height), height - 1), min(int(x * width), width - 1)
    half_width = max(1, round(3 * height / 256))
    patch = ab[max(0, row - half_width) : row + half_width + 1, max(0, column - half_width) : column + half_width + 1]
    return Hint(x, y, *map(float, patch.mean(axis=(0, 1))), radius=_RADIUS)


def largest_region(ab: np.ndarray) -> Hint:
    """A hint in the middle of the largest connected region of one colour, with the region's mean colour.

    ab: CIE ab (H, W, 2), float32.
    """
    smooth = cv2.GaussianBlur(ab, (0, 0), ab.shape[0] / 64)
    bins = np.round(smooth / _BIN).astype(int)
    best = np.zeros(ab.shape[:2], bool)
    for colour in np.unique(bins.reshape(-1, 2), axis=0):
        mask = (bins == colour).all(axis=-1).astype(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
        if stats[largest, cv2.CC_STAT_AREA] > best.sum():
            best = labels == largest
    depth = cv2.distanceTransform(np.pad(best.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    row, column = divmod(int(depth.argmax()), depth.shape[1])
    height, width = ab.shape[:2]
    colour = map(float, ab[best].mean(axis=0))
    return Hint(float((column + 0.5) / width), float((row + 0.5) / height), *colour, radius=_RADIUS)


def interpolated(hints: Sequence[Hint], size: tuple[int, int]) -> np.ndarray:
    """CIE ab (h, w, 2), float32, from hints only: linear interpolation, nearest neighbour outside. size: (h, w)."""
    height, width = size
    if not hints:
        return np.zeros((height, width, 2), np.float32)
    places = np.array([(hint.y * height, hint.x * width) for hint in hints])
    colours = np.array([(hint.a, hint.b) for hint in hints])
    grid = tuple(np.mgrid[:height, :width] + 0.5)
    ab = griddata(places, colours, grid, method="nearest")
    if len(hints) > 3:  # enough for a triangulation, unless they are collinear
        linear = griddata(places, colours, grid, method="linear")
        ab = np.where(np.isfinite(linear), linear, ab)
    return ab.astype(np.float32)


def _without_network(made: Colourization, hints: Sequence[Hint]) -> Colourization:
    ab = interpolated(hints, made.chroma.shape[:2])
    return replace(made, chroma=ab, distribution=None, guide=None)


WAYS: dict[str, Decoding] = {
    "no network": _without_network,
    "chroma, faithful": lambda made, hints: made.adjusted(hints=hints, vividness=0.0),
    "chroma, default": lambda made, hints: made.adjusted(hints=hints),
}


def _table(values: dict[str, dict[str, float]]) -> str:
    ways = list(WAYS)
    faithful = ways[1]
    rows = [
        [count, *(f"{by_way[way]:.2f}" for way in ways), f"{by_way[faithful] - values['0'][faithful]:+.2f}"]
        for count, by_way in values.items()
    ]
    return markdown_table(["hints", *ways, "faithful, against no hints"], rows)


def _keep(measured: dict[int, dict[str, dict[str, float]]], folder: Path) -> None:
    """Write the figure's data, hints.csv, with columns size, hints, way, psnr."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "hints.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["size", "hints", "way", "psnr"])
        writer.writerows(
            [side, count, way, f"{value:.3f}"]
            for side, counts in measured.items()
            for count, ways in counts.items()
            for way, value in ways.items()
        )
