"""Faint edges of a photograph: a white sky on a white margin.

A step of one unit of lightness is lost in the noise of single pixels, but not in the mean over a piece of a line. The
outermost line along which most pieces have a step is the photograph's edge: outside there is only paper.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from colourizer.frame.frame import directions
from colourizer.frame.rectangle import Rectangle, corners

_WEAK = 0.75  # support below which a side is searched for again
_PIECES = 24  # of a side
_LEAST_STEP = 0.8  # in L
_ENOUGH = 0.65  # share of the pieces with a step at the same place
_OUTWARD, _INWARD = 1.0, 0.03  # how far a side may move, as a share of the rectangle's length


def mended(plane: np.ndarray, rectangle: Rectangle, others: Sequence[Rectangle] = ()) -> Rectangle:
    """A rectangle on a plane, CIE L (H, W), with each weak side moved to the outermost line found.

    others: neighbouring rectangles, which it must not overlap.
    """
    taken = np.zeros(plane.shape, np.float32)
    for other in others:
        cv2.fillConvexPoly(taken, np.round(corners(other, 5)).astype(np.int32), 1.0)
    for index, support in enumerate(rectangle.supports):
        strong = [each for each in rectangle.supports if each is not None and each >= _WEAK]
        if support is None or support >= _WEAK or len(strong) < 1 + bool(others):
            continue
        line = _outermost(plane, taken, rectangle, index)
        if line is not None and line[1] > support:
            rectangle = _moved(rectangle, index, *line)
    return rectangle


def _outermost(plane: np.ndarray, taken: np.ndarray, rectangle: Rectangle, index: int) -> tuple[float, float] | None:
    """How far outside a side (0 left, 1 upper, 2 right, 3 lower) the line lies, and its support.

    taken: 1 where the line cannot be (H, W), float32.
    """
    across, down = directions(rectangle.angle)
    outward = (-across, -down, across, down)[index]
    along = (down, across)[index % 2]
    extent, length = rectangle.box[2 + index % 2], rectangle.box[3 - index % 2]
    steps = np.arange(-_INWARD * extent, _OUTWARD * extent) + 0.5
    middle = np.array(rectangle.box[:2]) + outward * extent / 2
    spread = (np.arange(_PIECES * 8) + 0.5) / (_PIECES * 8) * 0.94 - 0.47
    at = middle + outward * steps[:, None, None] + along * (spread * length)[None, :, None]
    inside = np.all((at >= 0.5) & (at <= np.array(plane.shape[::-1]) - 0.5), axis=(1, 2))
    steps, at = steps[inside], at[inside]
    if not len(steps):
        return None
    x, y = np.moveaxis(at.astype(np.float32) - np.float32(0.5), 2, 0)
    beyond = np.flatnonzero((cv2.remap(taken, x, y, cv2.INTER_NEAREST).mean(axis=1) > 0.1) & (steps > 0))
    if len(beyond):
        steps, x, y = steps[: beyond[0]], x[: beyond[0]], y[: beyond[0]]
    if len(steps) < 12:
        return None
    values = cv2.remap(plane, x, y, cv2.INTER_LINEAR)
    pieces = values.reshape(len(steps), _PIECES, -1).mean(axis=2)
    return _step(steps, pieces)


def _step(steps: np.ndarray, pieces: np.ndarray) -> tuple[float, float] | None:
    """The outermost place where most pieces (n, count) have a step; the last row is outside."""
    sums = np.vstack([np.zeros(pieces.shape[1]), np.cumsum(pieces, axis=0)])
    inner, outer = (sums[3:-3] - sums[:-6]) / 3, (sums[6:] - sums[3:-3]) / 3
    change = np.abs(inner - outer)  # between the three rows on either side of the row's inner border
    quiet = change[-max(4, len(change) // 12) :]
    limit = max(_LEAST_STEP, 4 * float(np.median(quiet)))
    share = (change > limit).mean(axis=1)
    places = np.flatnonzero(share >= max(_ENOUGH, 0.85 * share.max()))
    if not len(places):
        return None
    last = places[-1]
    near = slice(max(0, last - 4), last + 1)
    best = near.start + int(change[near].mean(axis=1).argmax())
    return float(steps[best + 3] - 0.5), float(share[near].max())


def _moved(rectangle: Rectangle, index: int, by: float, support: float) -> Rectangle:
    """The rectangle with one side moved outwards."""
    across, down = directions(rectangle.angle)
    outward = (-across, -down, across, down)[index]
    x, y = np.array(rectangle.box[:2]) + outward * by / 2
    lengths = list(rectangle.box[2:])
    lengths[index % 2] += by
    supports = list(rectangle.supports)
    supports[index] = support
    return Rectangle((float(x), float(y), lengths[0], lengths[1]), rectangle.angle, tuple(supports))
