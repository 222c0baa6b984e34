"""Levels: how much of its range a photograph uses, and stretching it on request.

Some scanners write 12 bits into 16-bit files, whose brightest value is then a sixteenth of white. Nothing is stretched
unless requested: the lightness is the photograph's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

KEPT, AUTO = "kept", "auto"
CHOICES = (KEPT, AUTO)
_CLIPPED, _FEW = 1e-4, 1e-3  # shares of the values that stretching clips at either end: usually, and at most
_MUCH = 1.25  # clip up to `_FEW` if these few values would otherwise widen the range by more than this factor
_NARROW = 0.502  # of the range: below this, a photograph of more than 8 bits counts as narrow, like 15 bits in 16
_CLIFF = 100  # the stop above a cliff has at least this many times fewer values than the stop below it
_FAR = 5  # the first stop above a cliff has at most 1/5 of the values beyond it
_FINE = 12  # trailing bits of a float32 that the histogram ignores: 2,048 steps a stop remain


@dataclass(frozen=True)
class Levels:
    """The values that become black and white: shares of the file's range, in [0, 1]."""

    black: float
    white: float

    def stretched(self, values: np.ndarray, channels: int | None = None) -> np.ndarray:
        """Stretch values (h, W) or (h, W, C), uint8, uint16, or float32 in [0, 1].

        channels: the number of channels, from the first, that are colours; None for all.
        """
        full = _full(values)
        new = values.astype(np.float32)
        colours = _colours(new, channels)
        colours -= np.float32(self.black * full)
        colours *= np.float32(1 / (self.white - self.black))
        np.clip(colours, 0, full, out=colours)
        return new if full == 1 else np.round(new).astype(values.dtype)

    def __str__(self) -> str:
        return f"stretched from {self.black:.4%} and {self.white:.4%} of the file's range"


@dataclass(frozen=True)
class Span:
    """The darkest and the brightest value of a photograph, as shares of its file's range.

    apart: the share of the values that lie far beyond these two, such as hot pixels.
    """

    darkest: float = 0.0
    brightest: float = 1.0
    apart: float = 0.0

    @property
    def narrow(self) -> bool:
        """Whether half of the range or more is unused at one end, so that the photograph is nearly black or white."""
        lowest, highest = sorted((self.darkest, self.brightest))
        return lowest < highest and (highest <= _NARROW or lowest >= 1 - _NARROW)

    @property
    def nearly_white(self) -> bool:
        """Whether a narrow span lies at the bright end of the range, not at the dark one."""
        return min(self.darkest, self.brightest) >= 1 - _NARROW

    @property
    def share(self) -> float:
        """The share of the range that it fills."""
        return self.brightest - self.darkest

    @property
    def inverted(self) -> "Span":
        """The span of the inverted photograph."""
        return Span(1 - self.brightest, 1 - self.darkest, self.apart)


FULL_SPAN = Span()


@dataclass(frozen=True)
class Extent:
    """The darkest and the brightest value of some rows, the number of values, and how many lie at either end.

    bright, dark: counts of values that a nearly black, or a nearly white, photograph does not have.
    """

    darkest: float
    brightest: float
    count: int
    bright: int
    dark: int


@dataclass(frozen=True, eq=False)
class Histogram:
    """The values of a picture, ascending, as shares of the range, and how often each occurs, int64."""

    shares: np.ndarray
    counts: np.ndarray

    @property
    def inverted(self) -> "Histogram":
        """The histogram of the inverted picture."""
        return Histogram(1 - self.shares[::-1], self.counts[::-1])

    @property
    def upper_end(self) -> tuple[float, float]:
        """The brightest value below a cliff, and the share of the values beyond it; without a cliff, the maximum and 0.

        At a cliff the values end, as at 4,095 for 12 bits, and the few values above are far above. Street lamps at
        night are bright, too, but their glow fills the values in between.
        """
        total = np.cumsum(self.counts)
        above = total[-1] - total
        next_stop = total[np.searchsorted(self.shares, 2 * self.shares, side="right") - 1] - total
        last_stop = total - np.append(0, total)[np.searchsorted(self.shares, self.shares / 2, side="right")]
        few = (above > 0) & (above <= _FEW * total[-1]) & (self.shares <= _NARROW)
        cliffs = few & (next_stop * _CLIFF <= last_stop) & (next_stop * _FAR <= above)
        if not cliffs.any():
            return float(self.shares[-1]), 0.0
        first = int(np.argmax(cliffs))
        return float(self.shares[first]), float(above[first] / total[-1])

    def within(self, left_out: float) -> tuple[float, float]:
        """The range of values without a share of `left_out` at either end."""
        total = np.cumsum(self.counts)
        least = left_out * total[-1]
        black = np.searchsorted(total, least, side="right")
        white = np.searchsorted(total, total[-1] - least, side="left")
        return float(self.shares[black]), float(self.shares[white])


def extent_of(values: np.ndarray, channels: int | None = None) -> Extent:
    """The extent of some rows; the arguments are those of `Levels.stretched`."""
    colours, full = _colours(values, channels), _full(values)
    bright, dark = (int(np.count_nonzero(end)) for end in (colours > _NARROW * full, colours < (1 - _NARROW) * full))
    return Extent(float(colours.min()) / full, float(colours.max()) / full, colours.size, bright, dark)


def span_of(extents: list[Extent], histogram: Callable[[], Histogram]) -> Span:
    """The span of a picture from the extents of all its rows. histogram: of the picture; called only if needed."""
    count, bright, dark = (sum(getattr(each, name) for each in extents) for name in ("count", "bright", "dark"))
    span = Span(min(each.darkest for each in extents), max(each.brightest for each in extents))
    if span.narrow or min(bright, dark) > _FEW * count:
        return span
    if bright < dark:
        brightest, apart = histogram().upper_end
        return Span(span.darkest, brightest, apart)
    brightest, apart = histogram().inverted.upper_end
    return Span(1 - brightest, span.brightest, apart)


def histogram_of(bands: list[slice], rows: Callable[[slice], np.ndarray], channels: int | None = None) -> Histogram:
    """The histogram of all colours of a picture; the arguments are those of `auto_levels`."""
    counts = np.zeros(0, np.int64)
    kind = np.dtype(np.uint8)
    for band in bands:
        colours = _colours(rows(band), channels)
        kind = colours.dtype
        if kind == np.float32:  # binned by their bits, which ascend with the numbers: a fixed number of bins per stop
            colours = np.ascontiguousarray(colours).view(np.uint32) >> _FINE
        more = np.bincount(colours.ravel(), minlength=len(counts))
        more[: len(counts)] += counts
        counts = more
    used = np.flatnonzero(counts)
    if kind == np.float32:
        shares = (used.astype(np.uint32) << _FINE).view(np.float32).astype(np.float64)
    else:
        shares = used / np.iinfo(kind).max
    return Histogram(shares, counts[used])


def auto_levels(bands: list[slice], rows: Callable[[slice], np.ndarray], channels: int | None = None) -> Levels | None:
    """The levels that stretch a picture over the whole range, all colours alike; None for one of nearly a single value.

    bands: of all rows. rows: returns a band, uint8, uint16, or float32 in [0, 1]. channels: as in `Levels.stretched`.
    """
    found = histogram_of(bands, rows, channels)
    black, white = found.within(_CLIPPED)
    most_black, most_white = found.within(_FEW)
    if white - most_black > _MUCH * (most_white - most_black):
        white = most_white
    if most_white - black > _MUCH * (most_white - most_black):
        black = most_black
    return Levels(black, white) if black < white else None


def _colours(values: np.ndarray, channels: int | None) -> np.ndarray:
    return values if values.ndim == 2 else values[..., :channels]


def _full(values: np.ndarray) -> float:
    return 1.0 if values.dtype == np.float32 else float(np.iinfo(values.dtype).max)
