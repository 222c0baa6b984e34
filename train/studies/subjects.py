"""How often an ordinary photograph is taken for something else, such as ink on paper or a portrait."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.photo.photo import SUFFIXES, Photo, PhotoError, load_photo
from colourizer.subject import Subject, subject_of
from train.errors import DataError
from train.tables import markdown_table

_SMALLEST = 128  # pixels of the shorter side: smaller pictures are thumbnails
_TEXT = """{table}

{count:,} photographs of `{images}`, {smallest} pixels and more on the shorter side, drawn by chance."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="ordinary photographs")
    parser.add_argument("--photographs", type=int, default=400, metavar="N", help="measured (default: %(default)s)")


def measure(arguments: argparse.Namespace) -> str:
    """The number of photographs by detected subject. Raises DataError."""
    paths = sorted(path for path in arguments.images.rglob("*") if path.suffix.lower() in SUFFIXES)
    drawn = [paths[at] for at in np.random.default_rng(5).permutation(len(paths))]
    found, count = Counter(), 0
    for photo in tqdm(_first(arguments.photographs, drawn), total=arguments.photographs, unit="photo"):
        found[subject_of(photo)] += 1
        count += 1
    if not count:
        raise DataError(f"{arguments.images} holds no photograph of {_SMALLEST} pixels. Name another folder.")
    rows = [[f"taken for {subject}", f"{found[subject]} of {count:,}"] for subject in Subject]
    table = markdown_table(["", "photographs"], rows)
    return _TEXT.format(table=table, count=count, images=arguments.images, smallest=_SMALLEST)


def _first(count: int, paths: list[Path]) -> Iterator[Photo]:
    """Yield up to `count` photographs that can be read and are not thumbnails."""
    left = count
    for path in paths if count > 0 else []:
        try:
            photo = load_photo(path)
        except PhotoError:
            continue  # unreadable files do not count
        if min(photo.size) >= _SMALLEST:
            yield photo
            left -= 1
        if not left:
            return
