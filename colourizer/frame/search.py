"""Search for photographs on a scan: estimate the background, and find everything that differs from it.

The search goes layer by layer: on a scanner's black bed, first a print with a white margin, then the photograph in it.
All coordinates are pixels of a reduced scan; the middle of the first pixel is at 0.5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from colourizer.frame.rectangle import Rectangle, corners, fitted

TOLERANCES = (1.0, 1.6, 2.6, 4.2, 7.0)
_NOISE = (0.8, 3.0)  # in L: limits of the estimated noise, times two
_LARGER = 0.35
_SMALLEST = 0.035  # of a layer: smaller things are captions or dirt


@dataclass(frozen=True, eq=False)
class Layer:
    """The rectangles found on a plane at one tolerance.

    background: where the plane has the background's tone, (H, W), bool. mended: whether `edge_lines` moved sides.
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
        """The quality of the rectangles, in [0, 1]."""
        sides = [side for found in self.rectangles for side in found.supports if side is not None]
        return float(np.mean(sides)) * self.purity if sides else 0.0

    @property
    def share(self) -> float:
        """The share of the plane that the rectangles cover."""
        return sum(each.area for each in self.rectangles) / self.background.size

    @property
    def rank(self) -> float:
        """The score, weighted by size: a smaller frame can be searched for within a larger one."""
        return self.score * self.share**_LARGER


def layers(lightness: np.ndarray, tolerances: Sequence[float] = TOLERANCES) -> Iterator[Layer]:
    """The rectangles that differ from the background of `lightness`, CIE L (H, W), float32, at each tolerance.

    tolerances: how far the background may deviate from its tone, times the noise.
    """
    smooth = cv2.medianBlur(np.ascontiguousarray(lightness, np.float32), 3)
    for tone in _tones(smooth):
        near = _reaching_edge(np.abs(smooth - tone) <= 6)
        if near.mean() < 0.01:
            continue
        away = np.abs(smooth - _background(smooth, near, tone))
        noise = 3 * float(np.median(away[near]))
        for tolerance in tolerances:
            tolerance *= float(np.clip(noise, *_NOISE))
            mask = _standing_out(away <= tolerance)
            things, alone = _separate(mask)
            layer = _layer(mask, things, tolerance)
            yield layer
            yield layer if alone else _layer(mask, [mask], tolerance)


def _tones(smooth: np.ndarray) -> list[float]:
    """The one or two tones, if any, of the picture's border: all around, or on opposite sides."""
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
    """The background's tone, which varies slowly over a scan: a local mean, much wider than captions."""
    size = (max(1, smooth.shape[1] // 4), max(1, smooth.shape[0] // 4))
    sigma = min(size) / 12
    weight, total = (
        cv2.GaussianBlur(cv2.resize(part, size, interpolation=cv2.INTER_AREA), (0, 0), sigma)
        for part in (near.astype(np.float32), near * smooth)
    )
    local = np.where(weight > 1e-3, total / np.maximum(weight, 1e-4), np.float32(tone))
    return cv2.resize(local, smooth.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _standing_out(background: np.ndarray) -> np.ndarray:
    """All but the background (H, W), bool, connected to the edge, without thin letters and scratches: uint8."""
    mask = (~_reaching_edge(background)).view(np.uint8)
    size = max(3, round(min(mask.shape) * 0.008) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    padded = cv2.copyMakeBorder(mask, size, size, size, size, cv2.BORDER_REPLICATE)
    return cv2.morphologyEx(padded, cv2.MORPH_OPEN, kernel)[size:-size, size:-size]


def _separate(mask: np.ndarray) -> tuple[list[np.ndarray], bool]:
    """Each large component of a mask, and whether the mask is a single one."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    things = []
    for contour in contours:
        _, _, wide, high = cv2.boundingRect(contour)
        if wide * high >= _SMALLEST * mask.size and min(wide, high) >= 0.1 * min(mask.shape):
            things.append(cv2.drawContours(np.zeros_like(mask), [contour], 0, 1, -1))  # pyright: ignore
    return things, len(things) == len(contours) == 1


def _reaching_edge(mask: np.ndarray) -> np.ndarray:
    """The parts of a mask (H, W) that touch its edge, flood-filled from a rim around it."""
    rimmed = cv2.copyMakeBorder(mask.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    cv2.floodFill(rimmed, None, (0, 0), 2, flags=4)  # pyright: ignore  # the mask is optional
    return rimmed[1:-1, 1:-1] == 2


def _layer(mask: np.ndarray, things: list[np.ndarray], tolerance: float) -> Layer:
    """The rectangles fitted to the components of a mask."""
    found = []
    for thing in things:
        x, y, wide, high = cv2.boundingRect(thing)
        rectangle = fitted(thing[y : y + high, x : x + wide], (x, y), mask.shape[::-1]) if wide else None
        if rectangle is not None and rectangle.area >= _SMALLEST * mask.size:
            found.append(rectangle)
    return Layer(found, mask == 0, tolerance)
