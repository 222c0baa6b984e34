"""Simulated scans of old prints with known frames: borders, mounts, stereograph cards, album pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from colourizer.frame.frame import Area, Frame
from train.studies.scan_parts import aged, fitted, opacity, paper, pasted, scanned, write

_PLACES = (
    "Lake near the mill",
    "No. 1427",
    "Vue prise du pont, 1903",
    "Main Street looking north",
    "K. & Sons, photo.",
)


@dataclass(frozen=True, eq=False)
class Scan:
    """A simulated scan. lightness: CIE L (H, W), float32 in [0, 100]. frame: of its photographs. kind: of scan."""

    lightness: np.ndarray
    frame: Frame
    kind: str


def made_scan(photographs: Sequence[np.ndarray], seed: int) -> Scan:
    """Generate a scan from one or more of `photographs`, CIE L (H, W), float32; deterministic for a seed."""
    random = np.random.default_rng(seed)
    kind = list(KINDS)[seed % len(KINDS)]
    picked = [photographs[index] for index in random.permutation(len(photographs))]
    canvas, areas = KINDS[kind]([aged(photo, random) for photo in picked[:4]], random)
    return Scan(scanned(canvas, random), Frame(tuple(areas), kind), kind)


def _border(photos: list[np.ndarray], random: np.random.Generator, tone: float | None = None) -> tuple:
    """A photograph with a plain border, of random tone by default."""
    height, width = photos[0].shape
    tone = random.uniform(0, 100) if tone is None else tone
    margins = random.uniform(0.02, 0.2, 4) * min(width, height)
    if random.random() < 0.5:
        margins[:] = margins[0]
    left, top, right, bottom = margins
    size = (int(width + left + right), int(height + top + bottom))
    canvas = paper(size, tone, random)
    edge = random.choice(["plain", "plain", "rounded", "uneven"])
    angle = random.choice([0.0, random.uniform(-1, 1)])
    box = (left + width / 2, top + height / 2, width * 0.97, height * 0.97)
    photo = fitted(photos[0], box[2], box[3])
    return canvas, [pasted(canvas, photo, box, angle, opacity(photo.shape, random, edge))]


def _white(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    return _border(photos, random, random.uniform(88, 100))


def _black(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    return _border(photos, random, random.uniform(0, 12))


def _plate(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A glass plate: a dark, uneven rim, with a number scratched into it."""
    canvas, areas = _border(photos, random, random.uniform(0, 10))
    height, width = canvas.shape
    write(canvas, str(random.integers(100, 9999)), (width * 0.04, height * 0.02), height * 0.016, 75, random)
    return canvas, areas


def _mount(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A print on cardboard with a caption, sometimes with a line around it."""
    height, width = photos[0].shape
    scale = random.uniform(1.25, 1.9)
    size = (int(width * scale), int(height * random.uniform(1.25, 1.9)))
    tone = random.uniform(35, 92)
    canvas = paper(size, tone, random)
    angle = random.choice([0.0, random.uniform(-1.5, 1.5)])
    box = (size[0] * random.uniform(0.48, 0.52), size[1] * random.uniform(0.44, 0.5), width * 0.95, height * 0.95)
    ink = tone - random.uniform(20, 35)
    if random.random() < 0.4:
        gap = random.uniform(0.015, 0.03) * width
        line = Area.of_pixels((*box[:2], box[2] + 2 * gap, box[3] + 2 * gap), angle, size).corners(size)
        cv2.polylines(canvas, [np.round(line).astype(np.int32)], True, ink, max(1, width // 500), cv2.LINE_AA)
    photo = fitted(photos[0], box[2], box[3])
    edge = random.choice(["plain", "plain", "rounded", "torn"])
    area = pasted(canvas, photo, box, angle, opacity(photo.shape, random, edge))
    below = box[1] + box[3] / 2 + 0.35 * (size[1] - box[1] - box[3] / 2)
    write(canvas, str(random.choice(_PLACES)), (box[0] - width * 0.3, below), size[1] * 0.022, ink, random)
    return canvas, [area]


def _stereograph(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A stereograph card: two slightly shifted views, with or without a gap, sometimes arched or rounded."""
    height = 640
    width = int(height * random.uniform(1.95, 2.15))
    tone = random.uniform(25, 90)
    canvas = paper((width, height), tone, random)
    half = (width * random.uniform(0.40, 0.45), height * random.uniform(0.78, 0.9))
    gap = width * random.choice([0.0, 0.004, random.uniform(0.005, 0.03)])
    shift = int(half[0] * random.uniform(0.01, 0.04))
    photo = fitted(photos[0], half[0] + shift, half[1])
    edge = random.choice(["plain", "rounded"])
    middle, y, areas = width / 2, height * random.uniform(0.47, 0.52), []
    for side, start in ((-1, 0), (1, photo.shape[1] - round(half[0]))):
        part = np.ascontiguousarray(photo[:, start : start + round(half[0])])
        part = part + random.uniform(-3, 3)
        box = (middle + side * (gap + half[0]) / 2, y, *half)
        areas.append(pasted(canvas, part, box, 0.0, opacity(part.shape, random, edge)))
    write(canvas, str(random.choice(_PLACES)), (width * 0.5, height * 0.975), height * 0.012, tone - 20, random)
    return canvas, areas


def _album(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """Two to four prints on a page, each rotated slightly, some with captions."""
    columns, rows = [(2, 1), (1, 2), (3, 1), (2, 2)][random.integers(4)]
    cell = 520
    size = (cell * columns, int(cell * rows * random.uniform(0.8, 1.1)))
    tone = random.uniform(5, 92)
    canvas = paper(size, tone, random)
    areas = []
    ink = tone + 30 * (1 if tone < 50 else -1)
    for index in range(columns * rows):
        wide, high = cell * random.uniform(0.62, 0.85), size[1] / rows * random.uniform(0.6, 0.78)
        x = (index % columns + 0.5) * cell + random.uniform(-8, 8)
        y = (index // columns + 0.47) * size[1] / rows + random.uniform(-8, 8)
        photo = fitted(photos[index], wide, high)
        angle = random.uniform(-2, 2)
        areas.append(pasted(canvas, photo, (x, y, wide, high), angle, opacity(photo.shape, random, "plain")))
        if random.random() < 0.5:
            write(canvas, str(random.choice(_PLACES)), (x - wide * 0.3, y + high * 0.56), cell * 0.014, ink, random)
    return canvas, areas


def _bed(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A print, usually with a white margin, rotated by 1 to 3 degrees on a scanner bed."""
    height, width = photos[0].shape
    size = (int(width * random.uniform(1.15, 1.6)), int(height * random.uniform(1.15, 1.6)))
    canvas = paper(size, random.choice([random.uniform(0, 25), random.uniform(85, 100)]), random)
    angle = random.uniform(1, 3) * random.choice([-1, 1])
    box = (size[0] * random.uniform(0.48, 0.52), size[1] * random.uniform(0.48, 0.52), width * 0.95, height * 0.95)
    if random.random() < 0.6:
        margin = paper((round(box[2]), round(box[3])), random.uniform(70, 95), random)
        pasted(canvas, margin, box, angle, opacity(margin.shape, random, random.choice(["plain", "torn"])))
        wide = random.uniform(0.03, 0.08) * width
        box = (*box[:2], box[2] - 2 * wide, box[3] - 2 * wide)
    photo = fitted(photos[0], box[2], box[3])
    return canvas, [pasted(canvas, photo, box, angle, opacity(photo.shape, random, "plain"))]


def _whole(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A photograph without a border."""
    return photos[0].copy(), [Area()]


KINDS: dict[str, Callable[[list[np.ndarray], np.random.Generator], tuple[np.ndarray, list[Area]]]] = {
    "border of any tone": _border,
    "white border": _white,
    "black border": _black,
    "glass plate": _plate,
    "mount": _mount,
    "stereograph": _stereograph,
    "album page": _album,
    "scanner's bed": _bed,
    "no border": _whole,
}
