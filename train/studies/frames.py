"""How accurately photographs on scans are found, and how often an ordinary photograph is cropped."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from colourizer.frame.finder import find_frame
from colourizer.frame.frame import Frame
from colourizer.photo.photo import SUFFIXES, PhotoError, load_photo, save_rgb
from train.data.manifest import read_manifest
from train.errors import DataError
from train.studies.scans import KINDS, made_scan
from train.tables import markdown_table

LOST = 0.02  # share of a photograph's area; losing less is negligible
_SIDE = 1000  # pixels a side for comparing two frames
_PHOTO = 800  # pixels of the longer side of the photographs in scans
_TILE = 300
_SCANS = """{table}

{count} scans made from {photographs} bundled samples that were made to look old; seeds {first} to {last}. IoU: the area
that both the found and the true frames cover, by the area that either covers. Right number: as many photographs found
as there are."""
_ORDINARY = """{table}

Photographs of {images} as they are, {drawn}. Some have a real border; this table does not say whether a
frame was right."""


@dataclass(frozen=True)
class Measured:
    """The result for one scan. kind: the kind of scan. iou: in [0, 1]. counted: the number of photographs is right."""

    kind: str
    iou: float
    counted: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--samples", type=Path, default=Path("assets/samples"), metavar="DIR", help="what scans show")
    parser.add_argument("--scans", type=int, default=450, metavar="N", help="how many are made (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first scan's (default: %(default)s)")
    parser.add_argument("--images", type=Path, nargs="*", default=[], metavar="DIR", help="ordinary photographs")
    parser.add_argument("--data", type=Path, metavar="DIR", help="prepared photographs, whose test split is used")
    parser.add_argument("--photographs", type=int, metavar="N", help="of each folder, drawn by chance (default: all)")
    parser.add_argument("--seed", type=int, default=0, help="of that draw (default: %(default)s)")
    parser.add_argument(
        "--cut", type=Path, metavar="FILE", help="write a contact sheet of the cropped photographs, with their frames"
    )


def measure(arguments: argparse.Namespace) -> str:
    """Both tables. Raises DataError."""
    parts = [_scans(arguments)] if arguments.scans else []
    folders = [(str(folder), _photographs(folder)) for folder in arguments.images]
    if arguments.data:
        folders.append((str(arguments.data), [entry.path for entry in read_manifest(arguments.data, "test")]))
    if folders:
        parts.append(_ordinary(folders, arguments))
    return "\n\n".join(parts)


def iou(one: Frame, other: Frame) -> float:
    """Intersection over union of two frames, in [0, 1]."""
    first, second = (frame.mask((_SIDE, _SIDE)) > 0.5 for frame in (one, other))
    return float((first & second).sum() / max(1, (first | second).sum()))


def measured(photographs: Sequence[np.ndarray], seed: int) -> Measured:
    """Detect the frame on the scan that `made_scan` generates from photographs and a seed."""
    scan = made_scan(photographs, seed)
    found = find_frame(scan.lightness)
    return Measured(scan.kind, iou(found, scan.frame), len(found.areas) == len(scan.frame.areas))


def _scans(arguments: argparse.Namespace) -> str:
    photographs = [load_photo(path).reduced(_PHOTO).lightness for path in _photographs(arguments.samples)]
    seeds = range(arguments.first, arguments.first + arguments.scans)
    found = [measured(photographs, seed) for seed in tqdm(seeds, unit="scan")]
    groups = {kind: [each for each in found if each.kind == kind] for kind in KINDS}
    rows = [_row(kind, group) for kind, group in groups.items() if group]
    table = markdown_table(
        ["scan", "scans", "IoU, median", "IoU, 10th percentile", "right number"], [*rows, _row("**all**", found)]
    )
    return _SCANS.format(table=table, count=len(found), photographs=len(photographs), first=seeds[0], last=seeds[-1])


def _row(name: str, found: list[Measured]) -> list:
    values = np.array([each.iou for each in found])
    counted = np.mean([each.counted for each in found])
    return [name, len(found), f"{np.median(values):.4f}", f"{np.quantile(values, 0.1):.4f}", f"{counted:.1%}"]


def _ordinary(folders: list[tuple[str, list[Path]]], arguments: argparse.Namespace) -> str:
    random, rows, tiles = np.random.default_rng(arguments.seed), [], []
    for name, paths in folders:
        order = random.permutation(len(paths))[: arguments.photographs]
        count = cut = lost = 0
        for lightness in lightness_of([paths[index] for index in order]):
            frame = find_frame(lightness)
            count += 1
            cut += not frame.whole
            lost += frame.share < 1 - LOST
            if arguments.cut and not frame.whole:
                tiles.append(_tile(lightness, frame))
        rows.append([name, count, cut, lost, f"{lost / max(1, count):.2%}"])
    if arguments.cut and tiles:
        save_rgb(_sheet(tiles), arguments.cut)
    head = ["folder", "photographs", "with a frame", "more than 2 % outside", "share"]
    drawn = f"{arguments.photographs:,} drawn by chance" if arguments.photographs else "all of them"
    images = "these folders" if len(rows) > 1 else "this folder"
    return _ORDINARY.format(table=markdown_table(head, rows), images=images, drawn=drawn)


def lightness_of(paths: list[Path]) -> Iterator[np.ndarray]:
    """CIE L (H, W), float32, of each photograph; unreadable files are skipped."""
    for path in tqdm(paths, unit="photo"):
        try:
            yield load_photo(path).lightness
        except PhotoError:
            continue


def _photographs(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise DataError(f"{folder} holds no photographs. Name a folder with some.")
    return paths


def _tile(lightness: np.ndarray, frame: Frame) -> np.ndarray:
    """A photograph with its frame in red: sRGB, uint8."""
    scale = _TILE / max(lightness.shape)
    size = (max(1, round(lightness.shape[1] * scale)), max(1, round(lightness.shape[0] * scale)))
    grey = np.clip(cv2.resize(lightness, size, interpolation=cv2.INTER_AREA) * 2.55, 0, 255).astype(np.uint8)
    tile = np.zeros((_TILE + 8, _TILE + 8, 3), np.uint8)
    picture = np.dstack([grey] * 3)
    for area in frame.areas:
        cv2.polylines(picture, [np.round(area.corners(size)).astype(np.int32)], True, (255, 0, 0), 2)
    tile[: size[1], : size[0]] = picture
    return tile


def _sheet(tiles: list[np.ndarray], columns: int = 8) -> np.ndarray:
    tiles = tiles + [np.zeros_like(tiles[0])] * (-len(tiles) % columns)
    return np.vstack([np.hstack(tiles[start : start + columns]) for start in range(0, len(tiles), columns)])
