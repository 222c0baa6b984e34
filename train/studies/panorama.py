"""Whether a panorama is as colourful as its parts, and whether one sees where they meet."""

import argparse
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from colourizer.checkpoint import name_or_folder
from colourizer.colourization import Colourization
from colourizer.configs import STRIDE
from colourizer.panorama import WINDOW, windows
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import Colourizer
from train.evaluation.photographs import from_folder
from train.evaluation.reliability import distance, true_chroma
from train.tables import markdown_table

PROPORTIONS = (4, 6, 8)  # width : height; multiples of a part's ratio
_SIDE = 64  # height of a strip in pixels when colours are compared
_TEXT = """{table}

{count} strips, cut from the middle of the photographs of `{images}` at their full width, coloured by `{model}`.
Squeezed: looked at as a whole, as any other photograph is. Blended: in overlapping parts, as a panorama is. Side by
side: parts twice as wide as high, each by itself. Error is the mean distance in ab (CIE 1976) from the photograph's
own colours, the step at a seam that between the columns on either side of where a part begins or ends, less the median
of that distance over all columns: the mean of all seams, and in brackets the largest of all. Squeezed, the seams are
where those side by side are. All is measured at {side} pixels of height."""
WAYS = ("squeezed", "blended", "side by side")

Seams = list[int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--model", default="chroma", metavar="NAME", help="a checkpoint: a name, or a folder")
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="a folder with a folder per class")


def measure(arguments: argparse.Namespace) -> str:
    """A table with a row for each aspect ratio and each of `WAYS`. Raises DataError."""
    pictures = [load_rgb(sample.path) for sample in from_folder(arguments.images)]
    colourizer, rows = Colourizer.from_pretrained(name_or_folder(arguments.model)), []
    for wide in PROPORTIONS:
        strips = [strip(picture, wide) for picture in pictures]
        truths = [true_chroma(cv2.resize(each, (_SIDE * wide, _SIDE), interpolation=cv2.INTER_AREA)) for each in strips]
        made = [looked_at(colourizer, each, wide) for each in tqdm(strips, unit="strip", desc=f"{wide}:1")]
        rows.append([f"{wide}:1", "the photographs", f"{np.mean([*map(_chroma, truths)]):.1f}", "", ""])
        for way, looks in zip(WAYS, zip(*made, strict=True), strict=True):
            chroma = np.mean([_chroma(colours) for colours, _ in looks])
            error = np.mean(
                [distance(colours, truth).mean() for (colours, _), truth in zip(looks, truths, strict=True)]
            )
            steps = np.concatenate([steps_at(colours, seams) for colours, seams in looks])
            rows.append([f"{wide}:1", way, f"{chroma:.1f}", f"{error:.1f}", f"{steps.mean():.1f} ({steps.max():.1f})"])
    table = markdown_table(["strip", "", "chroma", "error", "step at a seam"], rows)
    count = len(PROPORTIONS) * len(pictures)
    return _TEXT.format(table=table, count=count, images=arguments.images, model=arguments.model, side=_SIDE)


def strip(rgb: np.ndarray, wide: int) -> np.ndarray:
    """A strip from the middle of a photograph, sRGB (H, W, 3), at full width and `wide` times as wide as high."""
    rgb = np.repeat(rgb[..., None], 3, axis=2) if rgb.ndim == 2 else rgb
    height = min(len(rgb), rgb.shape[1] // wide)
    top = (len(rgb) - height) // 2
    return np.ascontiguousarray(rgb[top : top + height, : height * wide])


def looked_at(colourizer: Colourizer, rgb: np.ndarray, wide: int) -> list[tuple[np.ndarray, Seams]]:
    """For each of `WAYS`, a strip's colours, CIE ab (64, 64 * wide, 2), and the columns where parts begin or end."""
    height, width = rgb.shape[:2]
    photo, across = Photo.from_rgb(rgb), _SIDE * wide
    scale = colourizer.checkpoint.engine.side / (width * height) ** 0.5
    size = max(round(width * scale / STRIDE), 1) * STRIDE, max(round(height * scale / STRIDE), 1) * STRIDE
    squeezed = colourizer.postprocess(photo, colourizer.checkpoint.engine.predict(photo.lightness_at(size)))
    blended = colourizer(photo, frame="none")
    high, long = colourizer.preprocess(photo).shape
    ends = {end for _, part in windows(high, long) for end in (part.start, part.stop)} - {0, long}
    count = round(wide / WINDOW)
    singles = [
        colourizer(Photo.from_rgb(np.ascontiguousarray(part)), frame="none")
        for part in np.array_split(rgb, count, axis=1)
    ]
    edges = [across * number // count for number in range(1, count)]
    return [
        (_shown(squeezed, across), edges),
        (_shown(blended, across), [round(across * end / long) for end in sorted(ends)]),
        (np.concatenate([_shown(each, across // count) for each in singles], axis=1), edges),
    ]


def _shown(made: Colourization, across: int) -> np.ndarray:
    """The default colours, CIE ab (64, across, 2)."""
    return cv2.resize(made.adjusted_chroma, (across, _SIDE))


def steps_at(colours: np.ndarray, seams: Seams) -> np.ndarray:
    """How much more colours (h, w, 2) change at each seam than elsewhere, in CIE ab. seams: column indices."""
    change = distance(colours[:, 1:], colours[:, :-1]).mean(axis=0)  # (w - 1,)
    return change[np.array(seams) - 1] - np.median(change)


def _chroma(colours: np.ndarray) -> float:
    return float(np.hypot(colours[..., 0], colours[..., 1]).mean())
