"""Simulated borders of scans: margins of paper, mounts, rims of glass plates, captions.

They cover the photograph's edges; the rest of the photograph does not move.
"""

import cv2
import numpy as np

_WIDEST = 0.22  # share of a side
_TONES = ((0.85, 1.0), (0.0, 0.15), (0.3, 0.85))  # paper; film, glass or scanner lid; cardboard
_SHARES = (0.4, 0.3, 0.3)


def bordered(tones: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Returns `tones`, float32 (H, W) in [0, 1], with a border, and a bool mask (H, W), True on the photograph."""
    widths = _widths(random)
    picture = _shape(tones.shape, widths, random)
    paper = _paper(tones.shape, random)
    if random.random() < 0.25:  # a second border around the first: a print on a mount, a mount on the scanner's bed
        outer = ~_shape(tones.shape, widths * random.uniform(0.2, 0.8), random)
        paper = np.where(outer, _paper(tones.shape, random), paper)
    if random.random() < 0.3:
        _write_caption(paper, widths, random)
    edge = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), random.uniform(0.3, 1.0))
    result = paper + (tones - paper) * edge
    if random.random() < 0.3:  # a line around the picture, or its shadow
        rim = cv2.dilate(picture.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~picture
        result[rim] = random.random() < 0.3
    return result.astype(np.float32), picture


def _widths(random: np.random.Generator) -> np.ndarray:
    """Widths of the left, top, right and bottom borders, as shares of the side."""
    if random.random() < 0.6:
        widths = np.full(4, random.uniform(0.02, _WIDEST)) * random.uniform(0.85, 1.15, 4)
    else:
        widths = random.uniform(0, _WIDEST, 4) * (random.random(4) < 0.6)
    if random.random() < 0.3:
        widths[3] = min(widths[3] * 2, 0.35)  # room for a caption
    return widths


def _shape(size: tuple[int, ...], widths: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A bool mask (H, W) of the area inside the borders: straight or slightly rotated, with sharp or round corners."""
    height, width = size
    left, top, right, bottom = widths * (width, height, width, height)
    inside = np.zeros(size, np.uint8)
    if random.random() < 0.15:
        radius = min(width, height) * random.uniform(0.03, 0.15)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * int(radius) + 1,) * 2)
        inside[int(top) : height - int(bottom), int(left) : width - int(right)] = 1
        inside = cv2.morphologyEx(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.MORPH_OPEN, kernel)
        return inside[1:-1, 1:-1].astype(bool)
    corners = np.array([[left, top], [width - right, top], [width - right, height - bottom], [left, height - bottom]])
    if random.random() < 0.4:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-3, 3), 1)
        corners = corners @ turn[:, :2].T + turn[:, 2]
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 1)
    return inside.astype(bool)


def _paper(size: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    low, high = _TONES[random.choice(len(_TONES), p=_SHARES)]
    tone = random.uniform(low, high)
    slow = cv2.resize(random.standard_normal((3, 3)).astype(np.float32), size[::-1], interpolation=cv2.INTER_CUBIC)
    fine = random.standard_normal(size, dtype=np.float32)
    return np.clip(tone + random.uniform(0, 0.03) * slow + random.uniform(0, 0.03) * fine, 0, 1).astype(np.float32)


def _write_caption(paper: np.ndarray, widths: np.ndarray, random: np.random.Generator) -> None:
    """Draw strokes like a line of handwriting into `paper`, below or above the photograph."""
    height, width = paper.shape
    below = widths[3] >= widths[1]
    room = height * (widths[3] if below else widths[1])
    if room < 4:
        return
    y = height - room / 2 if below else room / 2
    x, end = np.sort(random.uniform(0.05, 0.95, 2)) * width
    ink, size = float(paper.mean() < 0.4), room * random.uniform(0.1, 0.3)
    while x < end:
        start = (int(x), int(y + random.uniform(-size, size)))
        stop = (int(x + random.uniform(0.5, 3)), int(y + random.uniform(-size, size)))
        cv2.line(paper, start, stop, ink, 1, cv2.LINE_AA)
        x += random.uniform(1.5, 6)
