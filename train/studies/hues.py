"""Hue balance: which colours the photographs of each class and split have, and which ones the networks give them."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import rgb_to_lab
from colourizer.evaluation.chroma_histogram import chroma_histogram, overlap
from colourizer.evaluation.results import ORIGINAL, Picture, Results, load_results
from colourizer.photo.photo import load_rgb
from train.data.dataset import square
from train.data.manifest import SPLITS, Entry, read_manifest
from train.data.spread import at_most
from train.tables import markdown_table

_SIDE = 64  # pixels: hues need no detail
_GREY = 8.0  # chroma below which a pixel counts as grey
# Where each hue begins, in degrees of hue angle in CIE Lab; the first one wraps around 360.
_HUES = {"red": 330, "orange": 50, "yellow": 80, "green": 105, "cyan": 170, "blue": 230, "purple": 300}
_TEXT = """{splits}

Of the pixels with a chroma of {grey:g} or more, the share of each hue (angle in CIE Lab: {angles}); "nearly grey" is
the share of the others. "Like training": what the colours, a histogram over *a* and *b*, have in common with those of
the training split's photographs of the class. At most {limit} photographs of each class and split, evenly
spread, {count:,} in all, at {side}x{side} pixels."""
_NETWORKS = """

{hues}

{shared}

The same of what the networks painted, and by class what their colours have in common with the originals'.
{count:,} photographs: {name}, at {size}x{size} pixels, at most {limit} of a class."""


@dataclass(frozen=True)
class Balance:
    """The colours of a group of pictures.

    hues: the share of each hue among coloured pixels, (7,). grey: the share of grey pixels. histogram: over a and b, as
    returned by `chroma_histogram`. count: the number of pictures.
    """

    hues: np.ndarray
    grey: float
    histogram: np.ndarray
    count: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--results", type=Path, metavar="DIR", help="an evaluation whose pictures to measure, too")
    parser.add_argument("--limit", type=int, default=150, help="photographs of each class and split (default: 150)")


def measure(arguments: argparse.Namespace) -> str:
    """All results as Markdown. Raises DataError, ResultsError or PhotoError."""
    entries = read_manifest(arguments.data)
    found: dict[tuple[LandscapeClass, str], Balance] = {}
    for kind in tqdm(LandscapeClass, desc="hues", mininterval=2):
        for split in SPLITS:
            members = [entry for entry in entries if entry.landscape is kind and entry.split == split]
            if members:
                found[kind, split] = balance(map(_small, at_most(members, arguments.limit)))
    rows = []
    for (kind, split), own in found.items():
        learned = found.get((kind, "train"))
        like = "" if split == "train" or learned is None else f"{overlap(own.histogram, learned.histogram):.0%}"
        rows.append([f"{kind.title}, {split}", own.count, *_shares(own), like])
    head = ["class, split", "photographs", *_HUES, "nearly grey", "like training"]
    text = _TEXT.format(
        splits=markdown_table(head, rows),
        grey=_GREY,
        angles=", ".join(f"{name} from {start}°" for name, start in _HUES.items()),
        limit=arguments.limit,
        count=sum(own.count for own in found.values()),
        side=_SIDE,
    )
    return text + (_painted(load_results(arguments.results), arguments.limit) if arguments.results else "")


def balance(pictures: Iterable[np.ndarray]) -> Balance:
    """The colour balance of pictures, sRGB (H, W, 3), uint8."""
    edges = sorted(_HUES.values())
    counts, grey, every, kept = np.zeros(len(_HUES)), 0, 0, []
    for picture in pictures:
        a, b = rgb_to_lab((picture / 255).astype(np.float32))[..., 1:].reshape(-1, 2).T
        coloured = np.hypot(a, b) >= _GREY
        place = np.searchsorted(edges, np.degrees(np.arctan2(b, a))[coloured] % 360, side="right") - 1
        # Angles below the first edge belong to the last hue, red.
        counts += np.bincount(place % len(edges), minlength=len(edges))
        grey, every = grey + int((~coloured).sum()), every + coloured.size
        kept.append(picture)
    starts = {start: at for at, start in enumerate(edges)}
    hues = np.array([counts[starts[start]] for start in _HUES.values()])
    return Balance(hues / max(hues.sum(), 1), grey / max(every, 1), chroma_histogram(kept), len(kept))


def _painted(results: Results, limit: int) -> str:
    versions = {ORIGINAL: "Original"} | {model.name: model.title for model in results.models}
    groups: dict[LandscapeClass, list[Picture]] = {}
    for kind in LandscapeClass:
        members = [picture for picture in results.pictures if picture.landscape is kind]
        if members:
            groups[kind] = at_most(members, limit)
    every = [picture for group in groups.values() for picture in group]
    whole = {name: _of_version(results, name, every) for name in versions}
    hues = [[title, *_shares(whole[name])] for name, title in versions.items()]
    shared = []
    for kind, group in groups.items():
        truth = _of_version(results, ORIGINAL, group).histogram
        others = [_of_version(results, name, group).histogram for name in versions if name != ORIGINAL]
        shared.append([kind.title, len(group), *(f"{overlap(other, truth):.0%}" for other in others)])
    titles = [title for name, title in versions.items() if name != ORIGINAL]
    return _NETWORKS.format(
        hues=markdown_table(["all classes", *_HUES, "nearly grey"], hues),
        shared=markdown_table(["colours in common with the originals", "photographs", *titles], shared),
        count=len(every),
        name=results.name.lower(),
        size=results.size,
        limit=limit,
    )


def _of_version(results: Results, name: str, pictures: list[Picture]) -> Balance:
    there = [path for picture in pictures if (path := results.image_path(picture, name)).exists()]
    return balance(map(load_rgb, there))


def _small(entry: Entry) -> np.ndarray:
    return square(load_rgb(entry.path), _SIDE)


def _shares(own: Balance) -> list[str]:
    return [*(f"{share:.0%}" for share in own.hues), f"{own.grey:.0%}"]
