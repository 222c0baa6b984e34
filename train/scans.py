"""Scans of old prints with known frames, made from photographs: borders, mounts, stereograph cards, album pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from colourizer.frame import Area, Frame, directions

_PLACES = ("Lake near the mill", "No. 1427", "Vue prise du pont, 1903", "Main Street looking north", "K. & Sons, photo.")
_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX)


@dataclass(frozen=True, eq=False)
class Scan:
    """A made scan. lightness: CIE L (H, W), float32 in [0, 100]. frame: where its photographs are. kind: what it is."""

    lightness: np.ndarray
    frame: Frame
    kind: str


def made_scan(photographs: Sequence[np.ndarray], seed: int) -> Scan:
    """One scan of one or more of `photographs`, CIE L (H, W), float32; the same for the same seed."""
    random = np.random.default_rng(seed)
    kind = list(_KINDS)[seed % len(_KINDS)]
    picked = [photographs[index] for index in random.permutation(len(photographs))]
    canvas, areas = _KINDS[kind]([_old(photo, random) for photo in picked[:4]], random)
    return Scan(_scanned(canvas, random), Frame(tuple(areas), kind), kind)


def _old(photo: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A print of long ago: its tones bent and faded, a little soft, with grain and perhaps a vignette."""
    tones = np.clip(photo / 100, 0, 1) ** np.exp(random.uniform(-0.4, 0.4))
    tones = cv2.GaussianBlur(tones.astype(np.float32), (0, 0), random.uniform(0.3, 1.5))
    black, white = random.uniform(0, 0.25), random.uniform(0.75, 1)
    tones = black + tones * (white - black)
    if random.random() < 0.3:
        y, x = np.mgrid[-1 : 1 : tones.shape[0] * 1j, -1 : 1 : tones.shape[1] * 1j]
        tones = tones * (1 - random.uniform(0.1, 0.35) * ((x**2 + y**2) / 2) ** 1.5)
    return np.clip(tones + random.normal(0, random.uniform(0.005, 0.03), tones.shape), 0, 1).astype(np.float32) * 100


def _paper(size: tuple[int, int], tone: float, random: np.random.Generator) -> np.ndarray:
    """Paper, cardboard or a scanner's lid: one tone, a slow change over the whole, and a fine texture."""
    width, height = size
    slope = random.uniform(-3, 3, 2)
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    coarse = random.normal(0, 1, (height // 3 + 1, width // 3 + 1)).astype(np.float32)
    texture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR) * random.uniform(0, 1.5)
    return (tone + slope[0] * x + slope[1] * y + texture).astype(np.float32)


def _fitted(photo: np.ndarray, width: float, height: float) -> np.ndarray:
    """The middle of a photograph, in the proportions of an area and at about its size in pixels."""
    have_height, have_width = photo.shape
    scale = min(have_width / width, have_height / height)
    cut_width, cut_height = int(width * scale), int(height * scale)
    left, top = (have_width - cut_width) // 2, (have_height - cut_height) // 2
    cut = photo[top : top + cut_height, left : left + cut_width]
    return cv2.resize(cut, (max(8, round(width)), max(8, round(height))), interpolation=cv2.INTER_AREA)


def _pasted(canvas: np.ndarray, photo: np.ndarray, box: Sequence[float], angle: float, alpha: np.ndarray) -> Area:
    """Lay `photo` on `canvas` at the box (centre, width, height in pixels), turned; says where."""
    size = (canvas.shape[1], canvas.shape[0])
    area = Area.of_pixels(box, angle, size)
    height, width = photo.shape
    across, down = directions(angle)
    across, down = across * box[2] / width, down * box[3] / height
    # Pixel i has its middle at i + 0.5, here and there.
    start = np.array(box[:2]) + across * (0.5 - width / 2) + down * (0.5 - height / 2) - 0.5
    matrix = np.column_stack([across, down, start])
    layer = cv2.warpAffine(photo, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(alpha, matrix, size, flags=cv2.INTER_LINEAR)
    canvas += mask * (layer - canvas)
    return area


def _alpha(shape: tuple[int, int], random: np.random.Generator, edge: str) -> np.ndarray:
    """Where a print is opaque: all of it, or with rounded corners, an arched top, or a torn or uneven edge."""
    height, width = shape
    alpha = np.ones(shape, np.float32)
    if edge == "rounded":
        radius = int(min(shape) * random.uniform(0.02, 0.08))
        corner = np.hypot(*np.mgrid[radius:0:-1, radius:0:-1]) <= radius
        for turn in range(4):
            part = np.rot90(corner, -turn)
            rows = slice(0, radius) if turn in (0, 1) else slice(height - radius, height)
            columns = slice(0, radius) if turn in (0, 3) else slice(width - radius, width)
            alpha[rows, columns] = part
    elif edge in ("torn", "uneven"):
        most = min(shape) * (0.012 if edge == "uneven" else 0.03)
        for turn in range(4):
            alpha = np.ascontiguousarray(np.rot90(alpha))
            length = alpha.shape[1]
            bumps = cv2.resize(random.normal(0, 1, (1, max(8, length // 14))), (length, 1), interpolation=cv2.INTER_CUBIC)
            depth = np.clip(bumps[0] - 0.7 * (edge == "torn"), 0, 3) * most / 2
            if edge == "uneven" or turn < 3:
                alpha *= (np.arange(len(alpha))[:, None] + 0.5 > depth).astype(np.float32)
    return alpha


def _border(photos: list[np.ndarray], random: np.random.Generator, tone: float | None = None) -> tuple:
    """A photograph with a plain border, of any tone or of the one given."""
    height, width = photos[0].shape
    tone = random.uniform(0, 100) if tone is None else tone
    margins = random.uniform(0.02, 0.2, 4) * min(width, height)
    if random.random() < 0.5:
        margins[:] = margins[0]
    left, top, right, bottom = margins
    size = (int(width + left + right), int(height + top + bottom))
    canvas = _paper(size, tone, random)
    edge = random.choice(["plain", "plain", "rounded", "uneven"])
    angle = random.choice([0.0, random.uniform(-1, 1)])
    box = (left + width / 2, top + height / 2, width * 0.97, height * 0.97)
    photo = _fitted(photos[0], box[2], box[3])
    return canvas, [_pasted(canvas, photo, box, angle, _alpha(photo.shape, random, edge))]


def _white(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    return _border(photos, random, random.uniform(88, 100))


def _black(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    return _border(photos, random, random.uniform(0, 12))


def _plate(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A glass plate: a dark, uneven rim, with a number scratched into it."""
    canvas, areas = _border(photos, random, random.uniform(0, 10))
    height, width = canvas.shape
    _write(canvas, str(random.integers(100, 9999)), (width * 0.04, height * 0.02), height * 0.016, 75, random)
    return canvas, areas


def _mount(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A print on cardboard with a caption, perhaps a line around it."""
    height, width = photos[0].shape
    scale = random.uniform(1.25, 1.9)
    size = (int(width * scale), int(height * random.uniform(1.25, 1.9)))
    tone = random.uniform(35, 92)
    canvas = _paper(size, tone, random)
    angle = random.choice([0.0, random.uniform(-1.5, 1.5)])
    box = (size[0] * random.uniform(0.48, 0.52), size[1] * random.uniform(0.44, 0.5), width * 0.95, height * 0.95)
    ink = tone - random.uniform(20, 35)
    if random.random() < 0.4:
        gap = random.uniform(0.015, 0.03) * width
        line = Area.of_pixels((*box[:2], box[2] + 2 * gap, box[3] + 2 * gap), angle, size).corners(size)
        cv2.polylines(canvas, [np.round(line).astype(np.int32)], True, ink, max(1, width // 500), cv2.LINE_AA)
    photo = _fitted(photos[0], box[2], box[3])
    edge = random.choice(["plain", "plain", "rounded", "torn"])
    area = _pasted(canvas, photo, box, angle, _alpha(photo.shape, random, edge))
    below = box[1] + box[3] / 2 + 0.35 * (size[1] - box[1] - box[3] / 2)
    _write(canvas, str(random.choice(_PLACES)), (box[0] - width * 0.3, below), size[1] * 0.022, ink, random)
    return canvas, [area]


def _stereograph(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A card with two halves, seen from a little apart, with or without a gap, perhaps arched or rounded."""
    height = 640
    width = int(height * random.uniform(1.95, 2.15))
    tone = random.uniform(25, 90)
    canvas = _paper((width, height), tone, random)
    half = (width * random.uniform(0.40, 0.45), height * random.uniform(0.78, 0.9))
    gap = width * random.choice([0.0, 0.004, random.uniform(0.005, 0.03)])
    shift = int(half[0] * random.uniform(0.01, 0.04))
    photo = _fitted(photos[0], half[0] + shift, half[1])
    edge = random.choice(["plain", "rounded"])
    middle, y, areas = width / 2, height * random.uniform(0.47, 0.52), []
    for side, start in ((-1, 0), (1, photo.shape[1] - round(half[0]))):
        part = np.ascontiguousarray(photo[:, start : start + round(half[0])])
        part = part + random.uniform(-3, 3)
        box = (middle + side * (gap + half[0]) / 2, y, *half)
        areas.append(_pasted(canvas, part, box, 0.0, _alpha(part.shape, random, edge)))
    _write(canvas, str(random.choice(_PLACES)), (width * 0.5, height * 0.975), height * 0.012, tone - 20, random)
    return canvas, areas


def _album(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """Two to four prints on a page, each turned a little by itself, some with captions."""
    columns, rows = [(2, 1), (1, 2), (3, 1), (2, 2)][random.integers(4)]
    cell = 520
    size = (cell * columns, int(cell * rows * random.uniform(0.8, 1.1)))
    tone = random.uniform(5, 92)
    canvas = _paper(size, tone, random)
    areas = []
    ink = tone + 30 * (1 if tone < 50 else -1)
    for index in range(columns * rows):
        wide, high = cell * random.uniform(0.62, 0.85), size[1] / rows * random.uniform(0.6, 0.78)
        x = (index % columns + 0.5) * cell + random.uniform(-8, 8)
        y = (index // columns + 0.47) * size[1] / rows + random.uniform(-8, 8)
        photo = _fitted(photos[index], wide, high)
        angle = random.uniform(-2, 2)
        areas.append(_pasted(canvas, photo, (x, y, wide, high), angle, _alpha(photo.shape, random, "plain")))
        if random.random() < 0.5:
            _write(canvas, str(random.choice(_PLACES)), (x - wide * 0.3, y + high * 0.56), cell * 0.014, ink, random)
    return canvas, areas


def _bed(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """A print, mostly with a white margin, turned by 1 to 3 degrees on the glass of a scanner."""
    height, width = photos[0].shape
    size = (int(width * random.uniform(1.15, 1.6)), int(height * random.uniform(1.15, 1.6)))
    canvas = _paper(size, random.choice([random.uniform(0, 25), random.uniform(85, 100)]), random)
    angle = random.uniform(1, 3) * random.choice([-1, 1])
    box = (size[0] * random.uniform(0.48, 0.52), size[1] * random.uniform(0.48, 0.52), width * 0.95, height * 0.95)
    if random.random() < 0.6:
        paper = _paper((round(box[2]), round(box[3])), random.uniform(70, 95), random)
        _pasted(canvas, paper, box, angle, _alpha(paper.shape, random, random.choice(["plain", "torn"])))
        margin = random.uniform(0.03, 0.08) * width
        box = (*box[:2], box[2] - 2 * margin, box[3] - 2 * margin)
    photo = _fitted(photos[0], box[2], box[3])
    return canvas, [_pasted(canvas, photo, box, angle, _alpha(photo.shape, random, "plain"))]


def _whole(photos: list[np.ndarray], random: np.random.Generator) -> tuple:
    """No border at all."""
    return photos[0].copy(), [Area()]


def _write(
    canvas: np.ndarray, text: str, at: tuple[float, float], height: float, ink: float, random: np.random.Generator
) -> None:
    font = _FONTS[random.integers(len(_FONTS))]
    mask = np.zeros(canvas.shape, np.uint8)
    cv2.putText(mask, text, (int(at[0]), int(at[1])), font, height / 11, 255, max(1, int(height / 9)), cv2.LINE_AA)
    canvas += (mask / np.float32(255)) * (np.float32(ink) - canvas)


def _scanned(canvas: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Dirt, scratches, uneven light, a scanner's noise, and JPEG."""
    height, width = canvas.shape
    dirty = canvas.copy()
    for _ in range(random.integers(0, 60)):
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(dirty, at, int(random.integers(1, max(2, height // 250))), float(random.uniform(0, 100)), -1, cv2.LINE_AA)
    for _ in range(random.integers(0, 4)):
        ends = np.column_stack([random.integers(0, width, 2), random.integers(0, height, 2)])
        cv2.polylines(dirty, [ends.astype(np.int32)], False, float(random.uniform(40, 100)), 1, cv2.LINE_AA)
    if random.random() < 0.3:
        stain = np.zeros_like(dirty)
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(stain, at, int(height * random.uniform(0.03, 0.1)), float(random.uniform(-8, -3)), -1)
        dirty += cv2.GaussianBlur(stain, (0, 0), height * 0.02)
    if random.random() < 0.3:
        dirty *= np.linspace(*random.uniform(0.95, 1, 2), width, dtype=np.float32)
    dirty += random.normal(0, random.uniform(0.2, 1.2), dirty.shape)
    grey = (np.clip(dirty, 0, 100) * 2.55).round().astype(np.uint8)
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(60, 96))])
    decoded = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    assert decoded is not None, "what was just encoded can be decoded"
    return decoded.astype(np.float32) / np.float32(2.55)


_KINDS: dict[str, Callable[[list[np.ndarray], np.random.Generator], tuple[np.ndarray, list[Area]]]] = {
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
