"""Levels: how much of its range a photograph uses, and stretching it on request.

Some scanners write 12 bits into files of 16, whose brightest value is then a sixteenth of white. Nothing is stretched
without being requested: the lightness is the photograph's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

KEPT, AUTO = "kept", "auto"
CHOICES = (KEPT, AUTO)
_STEPS = 2**16
_LEFT_OUT = 1e-4  # share of the values at either end that is clipped: dust and dead pixels
_NARROW = 0.502  # of the range: below this, a photograph of more than 8 bits counts as narrow, like 15 bits in 16


@dataclass(frozen=True)
class Levels:
    """The values that become black and white: shares of the file's range, in [0, 1]."""

    black: float
    white: float

    def stretched(self, values: np.ndarray, channels: int | None = None) -> np.ndarray:
        """Stretch values (h, W) or (h, W, C), uint8, uint16, or float32 in [0, 1].

        channels: the number of channels, from the first, that are colours; None for all.
        """
        full = 1.0 if values.dtype == np.float32 else float(np.iinfo(values.dtype).max)
        new = values.astype(np.float32)
        colours = new if values.ndim == 2 else new[..., :channels]
        colours -= np.float32(self.black * full)
        colours *= np.float32(1 / (self.white - self.black))
        np.clip(colours, 0, full, out=colours)
        return new if full == 1 else np.round(new).astype(values.dtype)

    def __str__(self) -> str:
        return f"stretched from {self.black:.4%} and {self.white:.4%} of the file's range"


@dataclass(frozen=True)
class Span:
    """The darkest and the brightest value of a photograph, as shares of its file's range."""

    darkest: float = 0.0
    brightest: float = 1.0

    @property
    def narrow(self) -> bool:
        """Whether half of the range or more is unused at one end, so that the photograph is nearly black or white."""
        lowest, highest = sorted((self.darkest, self.brightest))
        return lowest < highest and (highest <= _NARROW or lowest >= 1 - _NARROW)

    @property
    def share(self) -> float:
        """How much of the range it fills."""
        return self.brightest - self.darkest

    @property
    def inverted(self) -> "Span":
        """The span of the inverted photograph."""
        return Span(1 - self.brightest, 1 - self.darkest)


FULL_SPAN = Span()


def span_of(values: np.ndarray, channels: int | None = None) -> Span:
    """The span of values; the arguments are those of `Levels.stretched`."""
    colours = values if values.ndim == 2 else values[..., :channels]
    full = 1.0 if values.dtype == np.float32 else float(np.iinfo(values.dtype).max)
    return Span(float(colours.min()) / full, float(colours.max()) / full)


def auto_levels(bands: list[slice], rows: Callable[[slice], np.ndarray], channels: int | None = None) -> Levels | None:
    """The levels that stretch a photograph over the whole range, all colours alike; None for one of a single value."""
    counts, low, high = np.zeros(_STEPS, np.int64), 0.0, 1.0
    if rows(bands[0]).dtype == np.float32:  # as from 32 bits, which may hold values of 8: the steps must be fine enough
        spans = [span_of(rows(band), channels) for band in bands]
        low, high = min(each.darkest for each in spans), max(each.brightest for each in spans)
        if low >= high:
            return None
    for band in bands:
        values = rows(band)
        colours = values if values.ndim == 2 else values[..., :channels]
        if colours.dtype == np.uint8:
            counts[::257] += np.bincount(colours.ravel(), minlength=256)
        elif colours.dtype == np.uint16:
            counts += np.bincount(colours.ravel(), minlength=_STEPS)
        else:
            steps = np.round((colours.astype(np.float64) - low) / (high - low) * (_STEPS - 1)).astype(np.uint16)
            counts += np.bincount(steps.ravel(), minlength=_STEPS)
    total = np.cumsum(counts)
    least = _LEFT_OUT * total[-1]
    black = int(np.searchsorted(total, least, side="right"))
    white = int(np.searchsorted(total, total[-1] - least, side="left"))
    if black >= white:
        return None
    step = (high - low) / (_STEPS - 1)
    return Levels(low + black * step, low + white * step)
