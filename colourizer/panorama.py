"""Very long photographs, looked at in overlapping windows that agree with one another.

Squeezed into a network's size, a panorama is a strip in which nothing is large enough to be known. So the network sees
windows twice as long as they are high, each overlapping its neighbours by half, and what it says of them is blended.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from colourizer.hints import HintGuide

LONG = 2.6  # a photograph whose longer side is more than that many times the shorter one is a panorama
LONGEST = 16.0  # a longer one is squeezed to that
WINDOW = 2.0  # a window's longer side, in shorter ones
_OVERLAP = 0.5  # of a window
_STRIDE = 16  # windows begin and end where four halvings of a network do

Window = tuple[slice, slice]


def windows(height: int, width: int) -> list[Window]:
    """Where a network looks at a picture of so many pixels, multiples of 16: (rows, columns), from end to end.

    One window, the whole, unless it is a panorama.
    """
    short, long = sorted((height, width))
    if long <= LONG * short:
        return [(slice(0, height), slice(0, width))]
    window = min(long, round(WINDOW * short / _STRIDE) * _STRIDE)
    count = 1 + -(-(long - window) // max(_STRIDE, round(window * (1 - _OVERLAP))))
    starts = [round(place / _STRIDE) * _STRIDE for place in np.linspace(0, long - window, count)]
    along = [slice(start, start + window) for start in starts]
    whole = slice(0, short)
    return [(whole, part) if width > height else (part, whole) for part in along]


def blended(parts: Sequence[np.ndarray], slices: Sequence[Window], size: tuple[int, int]) -> np.ndarray:
    """Arrays (h, w, C), float32, of windows on a picture of `size` (height, width), as one for the whole.

    They may be smaller than the windows, all by the same factor, as a network's output is. Each counts most in its
    middle and nothing at an end where another one goes on.
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
    """How hints spread over windows, as one guide for the whole picture of `size` (height, width)."""
    return replace(parts[0], vectors=blended([part.vectors for part in parts], slices, size))
