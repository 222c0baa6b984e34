"""The colour error, at edges above all, of true chroma that is reduced and upsampled to full size."""

import argparse
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from colourizer.colour.lab import rgb_to_lab
from colourizer.colour.upsampling import Upsampler
from colourizer.photo.photo import load_rgb
from train.data.dataset import square
from train.data.manifest import read_manifest
from train.data.spread import at_least
from train.evaluation.reliability import distance
from train.tables import markdown_table

SIDE, FACTORS = 144, (2, 4, 8)
_EDGE = 0.9  # quantile of the change of chroma above which a pixel is an edge
_TEXT = """{table}

Mean ab error, everywhere / at edges, of {count} photographs of the test split at {side}x{side} pixels. Edges: the tenth
of each picture where true chroma changes most."""

Method = Callable[[np.ndarray, np.ndarray], np.ndarray]  # coarse chroma, full-size lightness → full-size chroma


def _plain(interpolation: int) -> Method:
    return lambda coarse, lightness: cv2.resize(coarse, lightness.shape[::-1], interpolation=interpolation)


METHODS: dict[str, Method] = {
    "nearest": _plain(cv2.INTER_NEAREST),
    "bilinear": _plain(cv2.INTER_LINEAR),
    "bicubic": _plain(cv2.INTER_CUBIC),
    "guided by lightness (ours)": lambda coarse, lightness: Upsampler.fit(coarse, lightness).drawn(lightness),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--photographs", type=int, default=500, help="of the test split (default: 500)")


def measure(arguments: argparse.Namespace) -> str:
    """Mean ab error of each method at each reduction factor, everywhere and at edges. Raises DataError."""
    entries = read_manifest(arguments.data, "test")
    entries = at_least(entries, arguments.photographs)
    errors: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    for entry in entries:
        rgb = np.ascontiguousarray(square(load_rgb(entry.path), SIDE)).astype(np.float32) / 255
        lightness, chroma = np.split(rgb_to_lab(rgb), [1], axis=2)
        lightness, edges = np.ascontiguousarray(lightness[..., 0]), _edges(chroma)
        for factor in FACTORS:
            coarse = cv2.resize(chroma, (SIDE // factor, SIDE // factor), interpolation=cv2.INTER_AREA)
            for name, method in METHODS.items():
                error = distance(method(coarse, lightness), chroma)
                errors[name, factor].append((error.mean(), error[edges].mean()))
    rows = [[name, *(_cell(errors[name, factor]) for factor in FACTORS)] for name in METHODS]
    head = ["method", *(f"reduced {factor}x" for factor in FACTORS)]
    return _TEXT.format(table=markdown_table(head, rows), count=len(entries), side=SIDE)


def _cell(errors: list[tuple[float, float]]) -> str:
    everywhere, edges = np.mean(errors, axis=0)
    return f"{everywhere:.2f} / {edges:.2f}"


def _edges(chroma: np.ndarray) -> np.ndarray:
    change = np.zeros(chroma.shape[:2], np.float32)
    for channel in np.moveaxis(chroma, -1, 0):
        channel = np.ascontiguousarray(channel)
        change += np.hypot(cv2.Sobel(channel, cv2.CV_32F, 1, 0), cv2.Sobel(channel, cv2.CV_32F, 0, 1))
    return change > np.quantile(change, _EDGE)
