"""Whether a photograph has the same colours, however large the file is."""

import argparse
import itertools
from pathlib import Path

import cv2
import numpy as np

from colourizer.checkpoint import name_or_folder
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import Colourizer
from train.data.dataset import square
from train.evaluation.photographs import from_folder
from train.evaluation.reliability import distance
from train.tables import markdown_table

SIZES = (144, 256, 512)
_TEXT = """{table}

Mean ΔE (CIE 1976) between the colours of one photograph at two sizes, compared at {side}x{side} pixels, over {count}
photographs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--models", nargs="+", required=True, metavar="NAME", help="checkpoints: a name, or a folder")
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="a folder with a folder per class")


def measure(arguments: argparse.Namespace) -> str:
    """Mean ΔE between sizes for each model. Raises DataError or CheckpointError."""
    pictures = [load_rgb(sample.path) for sample in from_folder(arguments.images)]
    pairs = list(itertools.combinations(SIZES, 2))
    rows = []
    for name in arguments.models:
        colourizer = Colourizer.from_pretrained(name_or_folder(name))
        differences = np.mean([_differences(colourizer, picture) for picture in pictures], axis=0)
        rows.append([colourizer.name, *(f"{value:.2f}" for value in differences)])
    head = ["model", *(f"{one} and {other} px" for one, other in pairs)]
    return _TEXT.format(table=markdown_table(head, rows), side=SIZES[0], count=len(pictures))


def _differences(colourizer: Colourizer, rgb: np.ndarray) -> list[float]:
    chroma = []
    for size in SIZES:
        colour = colourizer(Photo.from_rgb(np.ascontiguousarray(square(rgb, size))), frame="none").adjusted_chroma
        chroma.append(cv2.resize(colour, (SIZES[0], SIZES[0]), interpolation=cv2.INTER_LINEAR))
    return [float(distance(*pair).mean()) for pair in itertools.combinations(chroma, 2)]
