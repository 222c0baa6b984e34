"""Panoramas: predictions from overlapping windows, blended.

At a network's input size, a panorama is a strip in which nothing is large enough to be recognised. So the network runs
on windows twice as long as high, which overlap by half, and its outputs are blended.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from colourizer.configs import STRIDE
from colourizer.hints import HintGuide

LONG = 2.6  # aspect ratio above which a photograph is a panorama
LONGEST = 16.0  # the largest aspect ratio; longer ones are squeezed to it
WINDOW = 2.0  # aspect ratio of a window
_OVERLAP = 0.5  # of a window

Window = tuple[slice, slice]


def windows(height: int, width: int) -> list[Window]:
    """The windows of a picture whose sides are multiples of 16: (rows, columns), from end to end.

    A picture that is not a panorama has a single window.
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

    Arrays may be smaller than the windows by a common factor, like a network's output. Weights are largest in the
    middle of a window, and fall to nearly 0 at its ends.
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
