"""Panoramas: predictions from overlapping windows, blended.

Reduced to a network's input size, a panorama is a strip in which nothing is large enough to be recognised. So the
network runs on windows twice as long as high, which overlap by half, and its outputs are blended.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from colourizer.configs import STRIDE
from colourizer.hints import HintGuide

LONG = 2.6  # a photograph whose longer side is more than that many times the shorter one is a panorama
LONGEST = 16.0  # a longer one is squeezed to this
WINDOW = 2.0  # a window's longer side, in shorter ones
_OVERLAP = 0.5  # of a window

Window = tuple[slice, slice]


def windows(height: int, width: int) -> list[Window]:
    """The windows of a picture whose sides are multiples of 16: (rows, columns), from end to end.

    A single window for a picture that is no panorama.
    """
    short, long = sorted((height, width))
    if long <= LONG * short:
        return [(slice(0, height), slice(0, width))]
    window = min(long, round(WINDOW * short / STRIDE) * STRIDE)
    count = 1 + -(-(long - window) // max(STRIDE, round(window * (1 - _OVERLAP))))
    starts = [round(place / STRIDE) * STRIDE for place in np.linspace(0, long - window, count)]
    along = [slice(start, start + window) for start in starts]
    whole = slice(0, short)
    return [(whole, part) if width > height else (part, whole) for part in along]


def blended(parts: Sequence[np.ndarray], slices: Sequence[Window], size: tuple[int, int]) -> np.ndarray:
    """Blend arrays (h, w, C), float32, of windows on a picture of `size` (height, width).

    They may be smaller than the windows, by the same factor, like a network's output. Weights are largest in the middle
    of a window, and 0 at an end where another continues.
    """
    factor = (slices[0][0].stop - slices[0][0].start) / parts[0].shape[0]
    height, width = (round(length / factor) for length in size)
    total = np.zeros((height, width, parts[0].shape[2]), np.float32)
    weights = np.zeros((height, width, 1), np.float32)
    for part, (rows, columns) in zip(parts, slices, strict=True):
        top, left = round(rows.start / factor), round(columns.start / factor)
        place = np.s_[top : top + part.shape[0], left : left + part.shape[1]]
        weight = _ramp(part.shape[0], size[0] > size[1])[:, None] * _ramp(part.shape[1], size[1] > size[0])
        total[place] += part * weight[..., None]
        weights[place] += weight[..., None]
    return total / weights


def _ramp(length: int, along: bool) -> np.ndarray:
    """Weights (length,), float32: a triangle along the panorama, 1 across it."""
    place = (np.arange(length, dtype=np.float32) + 0.5) / length
    return 1 - np.abs(2 * place - 1) if along else np.ones(length, np.float32)


def blended_guide(parts: Sequence[HintGuide], slices: Sequence[Window], size: tuple[int, int]) -> HintGuide:
    """Blend the guides of windows on a picture of `size` (height, width)."""
    return replace(parts[0], vectors=blended([part.vectors for part in parts], slices, size))
