"""The colours of a set of pictures: a histogram over a and b of CIE Lab, and a picture of it."""

from collections.abc import Iterable

import cv2
import numpy as np

from colourizer.colour.lab import join, rgb_to_lab

AB_LIMIT = 80.0  # a and b are counted from -AB_LIMIT to AB_LIMIT; values beyond count in the outermost bins
BINS = 41  # along a, and along b: an odd number, so that grey lies in the middle of one
_STRIDE = 4  # one pixel in 16 is enough for a whole set of pictures
_PAINTED_LIGHTNESS = 65.0  # sRGB shows many hues vividly there
_RAREST = 1e-5  # share of the pixels below which a bin is not painted


def chroma_histogram(pictures: Iterable[np.ndarray]) -> np.ndarray:
    """The share of each colour in a set of pictures.

    pictures: sRGB (H, W, 3), uint8, of any sizes. Returns (BINS, BINS), float64, rows over b and columns over a, both
    ascending; the sum is 1, or 0 without pictures.
    """
    counts = np.zeros((BINS, BINS))
    edges = np.linspace(-AB_LIMIT, AB_LIMIT, BINS + 1)
    for picture in pictures:
        lab = rgb_to_lab((picture[::_STRIDE, ::_STRIDE] / 255).astype(np.float32))
        a, b = np.clip(lab[..., 1:].reshape(-1, 2), -AB_LIMIT, AB_LIMIT).T
        counts += np.histogram2d(b, a, bins=(edges, edges))[0]
    return counts / max(counts.sum(), 1)


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """The intersection of two histograms, from 0 to 1 for equal ones. Source: Swain and Ballard 1991."""
    return float(np.minimum(one, other).sum())


def nearly_grey(histogram: np.ndarray, chroma: float = 8.0) -> float:
    """The share of pixels whose chroma, the distance of (a, b) from grey, is below `chroma`, to within a bin."""
    a, b = _middles()
    return float(histogram[np.hypot(a, b) < chroma].sum())


def painted(histogram: np.ndarray, scale: int = 6) -> np.ndarray:
    """A histogram as a picture: each bin in its colour, more opaque for more frequent colours.

    The scale is logarithmic, so that rare colours show. Yellow is up, blue down, green left, red
    right. Returns sRGB with alpha (BINS·scale, BINS·scale, 4), uint8.
    """
    a, b = _middles()
    lightness = np.full((BINS, BINS), _PAINTED_LIGHTNESS, np.float32)
    rgb = join(lightness, np.dstack([a, b]).astype(np.float32))
    alpha = np.log10(np.maximum(histogram, _RAREST) / _RAREST) / np.log10(0.1 / _RAREST)  # a tenth of all is opaque
    rgba = (np.dstack([rgb, np.clip(alpha, 0, 1)]) * 255).round().astype(np.uint8)[::-1]
    return cv2.resize(rgba, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)


def _middles() -> tuple[np.ndarray, np.ndarray]:
    """a and b at the centre of each bin, both (BINS, BINS)."""
    middles = (np.arange(BINS) + 0.5) * (2 * AB_LIMIT / BINS) - AB_LIMIT
    a, b = np.meshgrid(middles, middles)
    return a, b
