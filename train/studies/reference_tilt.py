"""Shifts a colour distribution towards the colours of a reference photograph. An experiment, not in the product.

If the network predicts a colour less often than the reference has it among pixels of one lightness, the colour becomes
likelier at all of these pixels, and vice versa. So the reference decides where the network is uncertain, and changes
little where it is certain. This is the logit adjustment of Menon et al. 2021 (arXiv 2007.07314); the two priors are the
histograms of the reference and of the network's expectation, by lightness.
"""

from dataclasses import dataclass, replace

import numpy as np

from colourizer.colour.lab import rgb_to_lab
from colourizer.distribution import ColourDistribution
from colourizer.photo.photo import reduced

_LONGEST = 128  # pixels of a reference's longer side after downsampling
_BANDS = np.linspace(5, 95, 6, dtype=np.float32)  # centres of the lightness bands
_BLUR = 10.0  # Lab units: similar colours share counts
_DOUBT = 0.02  # share of the prior mixed into a histogram, so that missing colours are rare, not impossible
_MOST = np.log(8)  # the largest change of a logit at strength 1
_CHUNK = 8192  # pixels


@dataclass(frozen=True, eq=False)
class Reference:
    """The colours of a reference photograph.

    lab: CIE Lab (N, 3), float32, of the downsampled pixels.
    """

    lab: np.ndarray

    @classmethod
    def of(cls, rgb: np.ndarray) -> "Reference":
        """Create a reference from a picture, sRGB (H, W, 3), uint8."""
        small = reduced(rgb, _LONGEST)
        return cls(rgb_to_lab(small.astype(np.float32) / 255).reshape(-1, 3))

    def steered(self, distribution: ColourDistribution, lightness: np.ndarray, strength: float) -> ColourDistribution:
        """A photograph's distribution, shifted towards this reference.

        lightness: CIE L (h, w) of the photograph, at the distribution's size. strength: from 0 (no change) to 1.
        """
        if not strength:
            return distribution
        kernel = _kernel(distribution.bins)
        shape = distribution.logits.shape
        weights = band_weights(lightness.reshape(-1))
        wanted = self._histogram(distribution.bins)
        expected = weights.T @ distribution.probabilities.reshape(-1, shape[-1])
        wanted, expected = (_share(counts @ kernel, distribution.prior) for counts in (wanted, expected))
        ratio = np.log(wanted / expected)
        tilt = weights @ np.clip(ratio, -_MOST, _MOST).astype(np.float32) * np.float32(strength)
        return replace(distribution, logits=distribution.logits + tilt.reshape(shape))

    def _histogram(self, bins: np.ndarray) -> np.ndarray:
        """The number of pixels per lightness band and bin: (bands, Q)."""
        counts = np.zeros((len(_BANDS), len(bins)))
        for start in range(0, len(self.lab), _CHUNK):
            part = self.lab[start : start + _CHUNK]
            nearest = np.square(part[:, None, 1:] - bins).sum(axis=-1).argmin(axis=-1)
            np.add.at(counts.T, nearest, band_weights(part[:, 0]))
        return counts


def band_weights(lightness: np.ndarray) -> np.ndarray:
    """The weights of each pixel, CIE L (N,), in the lightness bands: (N, bands), float32, rows sum to 1."""
    step = _BANDS[1] - _BANDS[0]
    inside = np.clip(lightness, _BANDS[0], _BANDS[-1])
    return np.maximum(0, 1 - np.abs(inside[:, None] - _BANDS) / step).astype(np.float32)


def _kernel(bins: np.ndarray) -> np.ndarray:
    """A blur kernel for histograms over bins: (Q, Q), rows sum to 1."""
    squared = np.square(bins[:, None] - bins).sum(axis=-1)
    weights = np.exp(-squared / (2 * _BLUR**2))
    return weights / weights.sum(axis=1, keepdims=True)


def _share(counts: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Counts (bands, Q) as shares within each band, mixed with some of the prior. Empty bands get the prior itself."""
    total = counts.sum(axis=1, keepdims=True)
    doubt = _DOUBT * max(float(total.max()), 1.0)
    return (counts + doubt * prior) / (total + doubt)
