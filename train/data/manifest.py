"""The manifest: which photographs are used, their class, and their split.

The split depends only on a picture's content, through its perceptual hash. So adding sources or moving files never
moves a photograph between training, validation and test.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from colourizer.classes import LandscapeClass
from colourizer.files import replace_text
from train.errors import DataError

Box = tuple[float, float, float, float]
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
MANIFEST_NAME = "manifest.csv"

# 80:10:10, the report's proportions, as upper bounds in [0, 1).
_BOUNDS: tuple[tuple[float, Split], ...] = ((0.8, "train"), (0.9, "validation"), (1.0, "test"))


@dataclass(frozen=True)
class Entry:
    """One photograph.

    `path`: absolute. `width`, `height`: pixels of the upright picture. `sha1`: hash of the file's bytes, in
    hexadecimal. `phash`: the 64-bit perceptual hash. `original_class`: the source's label. `people`: boxes around
    people as left, top, right, bottom in fractions of the picture; their pixels have weight 0 in training.
    """

    path: Path
    source: str
    original_class: str
    landscape: LandscapeClass
    split: Split
    width: int
    height: int
    sha1: str
    phash: int
    people: tuple[Box, ...] = ()


_COLUMNS = tuple(field.name for field in fields(Entry))


def split_of(phash: int) -> Split:
    """The split for a 64-bit perceptual hash, 80:10:10."""
    digest = hashlib.sha256(phash.to_bytes(8, "big")).digest()
    # The bits of perceptual hashes are far from uniform over real pictures; those of a digest are uniform.
    position = int.from_bytes(digest[:8], "big") / 2**64
    return next(split for bound, split in _BOUNDS if position < bound or split == SPLITS[-1])


def near_duplicates(phashes: Sequence[int], distance: int, block: int = 512) -> np.ndarray:
    """For each hash, the index of an earlier kept hash within `distance` bits, or -1 if the picture is kept.

    Greedy in the given order, so appended hashes never change earlier results. `phashes`: n 64-bit integers. Returns
    int64 (n,). O(n²) in vectorised blocks: about two seconds for 25,000 pictures.
    """
    hashes = np.asarray(phashes, dtype=np.uint64)
    twin_of = np.full(len(hashes), -1, dtype=np.int64)
    for start in range(0, len(hashes), block):
        chunk = hashes[start : start + block]
        earlier = np.flatnonzero(twin_of[:start] < 0)
        if len(earlier):
            near = np.bitwise_count(chunk[:, None] ^ hashes[earlier][None, :]) <= distance  # (block, kept)
            hit = near.any(axis=1)
            twin_of[start : start + len(chunk)][hit] = earlier[near[hit].argmax(axis=1)]
        _within_block(chunk, twin_of[start : start + len(chunk)], start, distance)
    return twin_of


def _within_block(chunk: np.ndarray, twin_of: np.ndarray, start: int, distance: int) -> None:
    near = np.triu(np.bitwise_count(chunk[:, None] ^ chunk[None, :]) <= distance, k=1)
    for first in np.flatnonzero(near.any(axis=1)):
        if twin_of[first] < 0:
            later = near[first] & (twin_of < 0)
            twin_of[later] = start + first


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV with a header line and "\\n" line endings."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def write_manifest(entries: Iterable[Entry], folder: Path) -> Path:
    """Write `folder`/manifest.csv atomically and return its path. Hashes are written as 16 hexadecimal digits."""
    rows = ([_text(name, value) for name, value in vars(entry).items()] for entry in entries)
    path = folder / MANIFEST_NAME
    replace_text(path, csv_text(_COLUMNS, rows))
    return path


def boxes_text(boxes: Iterable[Sequence[float]]) -> str:
    """Boxes as one CSV field: numbers to three digits, boxes separated by semicolons."""
    return ";".join(" ".join(f"{value:.3f}" for value in box) for box in boxes)


def parse_boxes(text: str) -> list[tuple[float, ...]]:
    """The inverse of `boxes_text`. Raises ValueError for invalid text."""
    return [tuple(map(float, box.split())) for box in text.split(";") if box]


def _text(name: str, value: Any) -> Any:
    if name == "phash":
        return f"{value:016x}"
    return boxes_text(value) if name == "people" else value


def read_manifest(folder_or_csv: Path | str, split: Split | None = None) -> list[Entry]:
    """Read the entries of a manifest, all or one split, in file order.

    Raises:
        DataError: the file is missing, is not a manifest, has a bad line, or has no picture in the split.
    """
    path = Path(folder_or_csv)
    path = path / MANIFEST_NAME if path.is_dir() else path
    if split is not None and split not in SPLITS:
        raise DataError(f"There is no split '{split}': use one of {', '.join(SPLITS)}.")
    if not path.is_file():
        raise DataError(f"There is no manifest at {path}: make one with 'python -m train prepare'.")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise DataError(f"{path} is not a manifest of this version: make it again with 'python -m train prepare'.")
        entries = [_entry(row, path, reader.line_num) for row in reader]
    chosen = [entry for entry in entries if split in (None, entry.split)]
    if not chosen:
        raise DataError(f"{path} has no pictures{f' for {split}' if split else ''}: prepare more pictures.")
    return chosen


def _entry(row: dict[str, str], path: Path, line: int) -> Entry:
    try:
        if row["split"] not in SPLITS:
            raise ValueError(row["split"])
        numbers = {"width": int(row["width"]), "height": int(row["height"]), "phash": int(row["phash"], 16)}
        people = tuple((left, top, right, bottom) for left, top, right, bottom in parse_boxes(row["people"]))
        own = {"path": Path(row["path"]), "landscape": LandscapeClass(row["landscape"]), "people": people}
        values: dict[str, Any] = {**row, **numbers, **own}
        return Entry(**values)
    except (ValueError, TypeError) as error:
        raise DataError(
            f"Line {line} of {path} cannot be read ({error}): make it again with 'python -m train prepare'."
        ) from error
