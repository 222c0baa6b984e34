"""Fit a rectangle to a blob, by a vote of its rows and columns on each side.

All coordinates are pixels of a reduced scan; the middle of the first pixel is at 0.5.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from colourizer.frame.frame import directions

_ANGLES = np.arange(-4.5, 4.51, 0.25)
_UPRIGHT = int(np.flatnonzero(_ANGLES == 0)[0])
_FEW = 150  # points of a side used to estimate its angle


@dataclass(frozen=True)
class Rectangle:
    """A candidate. box: centre x and y, width and height, in pixels. angle: degrees, clockwise.

    supports: for the left, upper, right and lower side, the share of its length, in [0, 1], along which the background
    ends there; None for a side on the layer's own edge.
    """

    box: tuple[float, float, float, float]
    angle: float
    supports: tuple[float | None, ...] = ()

    @property
    def area(self) -> float:
        """The area in square pixels."""
        return self.box[2] * self.box[3]


def corners(rectangle: Rectangle, grow: float = 0.0) -> np.ndarray:
    """Top left, top right, bottom right and bottom left corner (4, 2), moved outwards by `grow` pixels."""
    x, y, width, height = rectangle.box
    across, down = directions(rectangle.angle)
    ends = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2
    return np.array([x, y]) + ends[:, :1] * (width + 2 * grow) * across + ends[:, 1:] * (height + 2 * grow) * down


def fitted(blob: np.ndarray, at: tuple[int, int], size: tuple[int, int]) -> Rectangle | None:
    """The rectangle whose sides most rows and columns of a blob agree on; None if there is none."""
    sides = _outlines(blob, at)
    at_edge = tuple(
        bool(np.mean(np.abs(points[:, index % 2] - (0 if index < 2 else size[index % 2])) <= 1.5) > 0.4)
        for index, points in enumerate(sides)
    )
    free = [index for index in range(4) if not at_edge[index]]
    if not free:
        return None

    few = [(index % 2, sides[index][:: max(1, len(sides[index]) // _FEW)]) for index in free]
    agreement = _agreement(few, _ANGLES)
    fine = _ANGLES[agreement.argmax()] + np.arange(-0.2, 0.21, 0.05)
    finest = _agreement(few, fine)
    angle = fine[finest.argmax()]
    if finest.max() - agreement[_UPRIGHT] < 0.03 * len(free):
        angle = 0.0  # no rotation without evidence
    return _rectangle(sides, at_edge, float(angle))


def _agreement(sides: list[tuple[int, np.ndarray]], angles: np.ndarray) -> np.ndarray:
    """The share of a side's points on its best line, summed over all sides, for each angle, in degrees.

    sides: whether a side is vertical (0) or horizontal (1), and its points (n, 2).
    """
    total = np.zeros(len(angles))
    normals = np.stack(directions(angles)).T  # (A, 2, 2): angle, x or y, "right" or "down"
    for kind, points in sides:
        places = points @ normals[:, :, kind].T  # (n, A)
        cells = (places - np.floor(places.min(axis=0))).astype(np.int64) + 1
        width = int(cells.max()) + 2
        counts = np.bincount((cells + np.arange(len(angles)) * width).ravel(), minlength=len(angles) * width)
        counts = counts.reshape(len(angles), width).astype(np.int16)  # a side has a few hundred points
        total += (counts[:, :-2] + counts[:, 1:-1] + counts[:, 2:]).max(axis=1) / len(points)
    return total


def _outlines(blob: np.ndarray, at: tuple[int, int]) -> list[np.ndarray]:
    """The outermost points (n, 2) of a blob, seen from the left, from above, from the right and from below."""
    upright = cv2.transpose(blob)
    left, rows = _first(blob)
    top, columns = _first(upright)
    right, bottom = (flipped.shape[1] - _first(flipped)[0] for flipped in (cv2.flip(blob, 1), cv2.flip(upright, 1)))
    outlines = [(left, rows + 0.5), (columns + 0.5, top), (right, rows + 0.5), (columns + 0.5, bottom)]
    return [np.column_stack(points).astype(np.float64) + at for points in outlines]


def _first(blob: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The column of the first one in each row of zeros and ones (H, W), uint8, and the rows that have any."""
    ones = np.ascontiguousarray(blob).view(bool)  # searching bool is many times as fast
    first = ones.argmax(axis=1)
    rows = np.flatnonzero(ones[np.arange(len(ones)), first])
    return first[rows], rows


def _line(points: np.ndarray, normal: np.ndarray) -> tuple[float, int]:
    """The offset along `normal` of the line closest to most points, and how many are within 1.5 pixels of it."""
    places = points @ normal
    middle = _most(places)[1]
    near = np.sort(places[np.abs(places - middle) <= 1.5])
    return float(near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2, len(near)  # their median


def _most(places: np.ndarray) -> tuple[int, float]:
    """The largest count of numbers in a window of width 3, and the middle of that window."""
    lowest = math.floor(places.min())
    counts = np.bincount((places - lowest).astype(np.int64) + 1, minlength=3)
    joined = counts[:-2] + counts[1:-1] + counts[2:]
    best = int(joined.argmax())
    return int(joined[best]), lowest + best + 0.5


def _rectangle(sides: list[np.ndarray], at_edge: tuple[bool, ...], angle: float) -> Rectangle | None:
    """Fit a rectangle at a given angle to the outlines of the four sides."""
    normals = directions(angle) * 2
    lines = [_line(points, normal) for points, normal in zip(sides, normals, strict=True)]
    ends = [
        points[:, index % 2].min() if index < 2 else points[:, index % 2].max() for index, points in enumerate(sides)
    ]
    places = [float(end) if edge else place for end, edge, (place, _) in zip(ends, at_edge, lines, strict=True)]
    wide, high = places[2] - places[0], places[3] - places[1]
    if wide < 8 or high < 8:
        return None
    centre = normals[0] * (places[0] + places[2]) / 2 + normals[1] * (places[1] + places[3]) / 2
    supports = tuple(
        None if edge else min(1.0, count / length)
        for edge, (_, count), length in zip(at_edge, lines, (high, wide, high, wide), strict=True)
    )
    return Rectangle((float(centre[0]), float(centre[1]), wide, high), angle, supports)
