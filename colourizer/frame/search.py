"""How photographs are found on a scan: what the background is, what stands out of it, and whether that is a rectangle.

Layer by layer: a print with a white margin on a scanner's black bed is first the print, then the photograph on it.
All coordinates are pixels of a reduced scan; the middle of the first pixel is at 0.5.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from colourizer.frame.frame import directions

_TOLERANCES = (1.0, 1.6, 2.6, 4.2, 7.0)  # times its own noise: how far background may be from its tone
_NOISE = (0.8, 3.0)  # in L: the least and the most that counts as noise, times two
_ANGLES = np.arange(-4.5, 4.51, 0.25)
_UPRIGHT = int(np.flatnonzero(_ANGLES == 0)[0])
_FEW = 150  # points of a side from which its angle is judged
_LARGER = 0.35
_SMALLEST = 0.035  # of a layer: what is smaller is a caption or dirt


@dataclass(frozen=True)
class Rectangle:
    """A candidate. box: centre x and y, width and height, in pixels. angle: degrees, clockwise.

    supports: of the left, upper, right and lower side, the share in [0, 1] along which the background ends just there;
    None where that side is the layer's own edge.
    """

    box: tuple[float, float, float, float]
    angle: float
    supports: tuple[float | None, ...] = ()

    @property
    def area(self) -> float:
        """In pixels."""
        return self.box[2] * self.box[3]


@dataclass(frozen=True, eq=False)
class Layer:
    """What was found on a plane at one tolerance.

    background: where the plane has its tone, (H, W), bool. mended: whether sides were found by `frame_lines`.
    """

    rectangles: list[Rectangle]
    background: np.ndarray
    tolerance: float
    mended: bool = False

    @cached_property
    def purity(self) -> float:
        """The share of background outside of all rectangles."""
        outside = np.ones(self.background.shape, np.uint8)
        for each in self.rectangles:
            cv2.fillConvexPoly(outside, np.round(corners(each)).astype(np.int32), 0)
        pure = cv2.countNonZero(cv2.bitwise_and(outside, self.background.view(np.uint8)))
        return pure / max(1, cv2.countNonZero(outside))

    @property
    def score(self) -> float:
        """How well everything agrees, in [0, 1]."""
        sides = [side for found in self.rectangles for side in found.supports if side is not None]
        return float(np.mean(sides)) * self.purity if sides else 0.0

    @property
    def share(self) -> float:
        """The part of the plane that the rectangles take."""
        return sum(each.area for each in self.rectangles) / self.background.size

    @property
    def rank(self) -> float:
        """The score, and more for a larger frame: a smaller one can be looked for within it."""
        return self.score * self.share**_LARGER


def layers(lightness: np.ndarray) -> Iterator[Layer]:
    """What stands out from the background of `lightness`, CIE L (H, W), float32, at each tolerance."""
    smooth = cv2.medianBlur(np.ascontiguousarray(lightness, np.float32), 3)
    for tone in _tones(smooth):
        near = _reaching_edge(np.abs(smooth - tone) <= 6)
        if near.mean() < 0.01:
            continue
        away = np.abs(smooth - _background(smooth, near, tone))
        noise = 3 * float(np.median(away[near]))
        for tolerance in _TOLERANCES:
            tolerance *= float(np.clip(noise, *_NOISE))
            mask = _standing_out(away <= tolerance)
            things, alone = _separate(mask)
            layer = _layer(mask, things, tolerance)
            yield layer
            yield layer if alone else _layer(mask, [mask], tolerance)


def _tones(smooth: np.ndarray) -> list[float]:
    """The one or two tones that an edge has on all around, on three sides, or on two that face each other, if any."""
    rim = max(1, round(min(smooth.shape) * 0.006))
    sides = [side.ravel() for side in (smooth[:rim], smooth[-rim:], smooth[:, :rim], smooth[:, -rim:])]
    counts = cv2.blur(np.histogram(np.concatenate(sides), 101, (-0.5, 100.5))[0].astype(np.float32)[:, None], (1, 5))
    first = int(counts.argmax())
    rest = counts.copy()
    rest[max(0, first - 12) : first + 13] = 0
    second = int(rest.argmax())
    tones = [first] + ([second] if rest[second] > 0.35 * counts[first] else [])
    return [float(tone) for tone in tones if _surrounds(sides, tone)]


def _surrounds(sides: list[np.ndarray], tone: float) -> bool:
    top, bottom, left, right = (float(np.mean(np.abs(side - tone) <= 9)) > 0.4 for side in sides)
    return (top and bottom) or (left and right)


def _background(smooth: np.ndarray, near: np.ndarray, tone: float) -> np.ndarray:
    """The tone of the background, which changes slowly over a scan: a mean of what is near, far wider than captions."""
    size = (max(1, smooth.shape[1] // 4), max(1, smooth.shape[0] // 4))
    sigma = min(size) / 12
    weight, total = (
        cv2.GaussianBlur(cv2.resize(part, size, interpolation=cv2.INTER_AREA), (0, 0), sigma)
        for part in (near.astype(np.float32), near * smooth)
    )
    local = np.where(weight > 1e-3, total / np.maximum(weight, 1e-4), np.float32(tone))
    return cv2.resize(local, smooth.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _standing_out(background: np.ndarray) -> np.ndarray:
    """What no background (H, W), bool, joins to the edge, without what is as thin as letters and scratches: uint8."""
    mask = (~_reaching_edge(background)).view(np.uint8)
    size = max(3, round(min(mask.shape) * 0.008) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    padded = cv2.copyMakeBorder(mask, size, size, size, size, cv2.BORDER_REPLICATE)
    return cv2.morphologyEx(padded, cv2.MORPH_OPEN, kernel)[size:-size, size:-size]


def _separate(mask: np.ndarray) -> tuple[list[np.ndarray], bool]:
    """Each large thing of a mask by itself, and whether there is one alone, and nothing small: that is the mask."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    things = []
    for contour in contours:
        _, _, wide, high = cv2.boundingRect(contour)
        if wide * high >= _SMALLEST * mask.size and min(wide, high) >= 0.1 * min(mask.shape):
            things.append(cv2.drawContours(np.zeros_like(mask), [contour], 0, 1, -1))  # pyright: ignore
    return things, len(things) == len(contours) == 1


def _reaching_edge(mask: np.ndarray) -> np.ndarray:
    """Those parts of a mask (H, W) that touch its edge: filled from a rim around it, which joins them all."""
    rimmed = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(rimmed, None, (0, 0), 2, flags=4)  # pyright: ignore  # its mask may be left out
    return rimmed[1:-1, 1:-1] == 2


def _layer(mask: np.ndarray, things: list[np.ndarray], tolerance: float) -> Layer:
    """The rectangles that things which stand out make."""
    found = []
    for thing in things:
        x, y, wide, high = cv2.boundingRect(thing)
        rectangle = _fitted(thing[y : y + high, x : x + wide], (x, y), mask.shape[::-1]) if wide else None
        if rectangle is not None and rectangle.area >= _SMALLEST * mask.size:
            found.append(rectangle)
    return Layer(found, mask == 0, tolerance)


def corners(rectangle: Rectangle, grow: float = 0.0) -> np.ndarray:
    """Left upper, right upper, right lower, left lower: (4, 2), grown by so many pixels."""
    x, y, width, height = rectangle.box
    across, down = directions(rectangle.angle)
    ends = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2
    return np.array([x, y]) + ends[:, :1] * (width + 2 * grow) * across + ends[:, 1:] * (height + 2 * grow) * down


def _fitted(blob: np.ndarray, at: tuple[int, int], size: tuple[int, int]) -> Rectangle | None:
    """The rectangle whose sides most rows and columns of a blob agree on; None where they agree on none."""
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
        angle = 0.0  # without a reason to be turned, it is not
    return _rectangle(sides, at_edge, float(angle))


def _agreement(sides: list[tuple[int, np.ndarray]], angles: np.ndarray) -> np.ndarray:
    """The shares of sides' points (n, 2) that one line agrees with, added up: for each angle, in degrees.

    sides: whether a side is upright (0) or level (1), and its points.
    """
    total = np.zeros(len(angles))
    normals = np.stack(directions(angles)).T  # (A, 2, 2): of each angle x and y, of each "to the right" and "down"
    for kind, points in sides:
        places = points @ normals[:, :, kind].T  # (n, A)
        cells = (places - np.floor(places.min(axis=0))).astype(np.int64) + 1
        width = int(cells.max()) + 2
        counts = np.bincount((cells + np.arange(len(angles)) * width).ravel(), minlength=len(angles) * width)
        counts = counts.reshape(len(angles), width).astype(np.int16)  # points of a side are some hundreds
        total += (counts[:, :-2] + counts[:, 1:-1] + counts[:, 2:]).max(axis=1) / len(points)
    return total


def _outlines(blob: np.ndarray, at: tuple[int, int]) -> list[np.ndarray]:
    """The outermost points (n, 2) of a blob, seen from the left, from above, from the right and from below."""
    upright = cv2.transpose(blob)
    left, rows = _first(blob)
    top, columns = _first(upright)
    right, bottom = (flipped.shape[1] - _first(flipped)[0] for flipped in (cv2.flip(blob, 1), cv2.flip(upright, 1)))
    seen = [(left, rows + 0.5), (columns + 0.5, top), (right, rows + 0.5), (columns + 0.5, bottom)]
    return [np.column_stack(points).astype(np.float64) + at for points in seen]


def _first(blob: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each row of zeros and ones (H, W), uint8, has its first one, and which rows have any."""
    ones = np.ascontiguousarray(blob).view(bool)  # which is searched many times as fast
    first = ones.argmax(axis=1)
    rows = np.flatnonzero(ones[np.arange(len(ones)), first])
    return first[rows], rows


def _line(points: np.ndarray, normal: np.ndarray) -> tuple[float, int]:
    """Where a line across `normal` lies that most points agree on, and how many do, within 1.5 pixels."""
    places = points @ normal
    middle = _most(places)[1]
    near = np.sort(places[np.abs(places - middle) <= 1.5])
    return float(near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2, len(near)  # their median


def _most(places: np.ndarray) -> tuple[int, float]:
    """How many numbers lie within a window of 3, at the most, and the middle of that window."""
    lowest = math.floor(places.min())
    counts = np.bincount((places - lowest).astype(np.int64) + 1, minlength=3)
    joined = counts[:-2] + counts[1:-1] + counts[2:]
    best = int(joined.argmax())
    return int(joined[best]), lowest + best + 0.5


def _rectangle(sides: list[np.ndarray], at_edge: tuple[bool, ...], angle: float) -> Rectangle | None:
    """From the outlines of the four sides, all turned by the same angle."""
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
