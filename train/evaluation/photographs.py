"""The photographs to evaluate on: a split of a manifest, or a folder with one subfolder per landscape class."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from colourizer.classes import LandscapeClass
from colourizer.photo.photo import SUFFIXES
from train.data.manifest import Split, read_manifest
from train.errors import DataError


@dataclass(frozen=True)
class Sample:
    """One photograph to evaluate on. `id`: its key in a results folder."""

    id: str
    path: Path
    landscape: LandscapeClass
    title: str


def from_manifest(folder: Path, split: Split) -> list[Sample]:
    """The photographs of one split, in manifest order. Raises DataError."""
    return [
        Sample(
            f"{_words(entry.source) or 'own'}-{entry.sha1[:16]}",
            entry.path,
            entry.landscape,
            f"{entry.original_class.replace('_', ' ')} {entry.sha1[:6]}",
        )
        for entry in read_manifest(folder, split)
    ]


def from_folder(folder: Path) -> list[Sample]:
    """The photographs in `folder`/CLASS/, sorted by name. Raises DataError if there are none."""
    samples = list(_walk(folder))
    if not samples:
        raise DataError(
            f"{folder} holds no photographs in folders named after the classes: "
            f"{', '.join(LandscapeClass)}. Sort them into such folders."
        )
    return samples


def _walk(folder: Path) -> Iterator[Sample]:
    taken: set[str] = set()
    for landscape in LandscapeClass:
        for path in sorted((folder / landscape.value).glob("*")):
            if path.suffix.lower() in SUFFIXES:
                key = first = f"{landscape.value}-{_words(path.stem)}"[:70].rstrip("-")
                number = 1
                while key in taken:  # non-Latin names become empty, and two names may differ only in punctuation
                    number += 1
                    key = f"{first}-{number}"
                taken.add(key)
                yield Sample(key, path, landscape, path.stem.replace("-", " "))


def _words(text: str) -> str:
    """Reduce a text to the characters allowed in keys: "Photo 1" → "photo-1"."""
    return re.sub(r"[^0-9a-z]+", "-", text.lower()).strip("-")[:60]
