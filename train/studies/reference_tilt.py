"""A reference photograph's colours change which colours are likely. An experiment, not in the product.

Where a network predicts a colour less often, among the pixels of one lightness, than the reference has it, that colour
becomes likelier at all of them, and the other way round. So the reference decides where the network is uncertain, and
changes little where it is certain. It is the logit adjustment of Menon et al. 2021 (arXiv 2007.07314), whose two priors
are the histogram of the reference and that of the network's own expectation, each by lightness.
"""

from dataclasses import dataclass, replace

import numpy as np

from colourizer.colour.lab import rgb_to_lab
from colourizer.distribution import ColourDistribution
from colourizer.photo.photo import reduced

_LONGEST = 128  # pixels of a reference's long side, after reduction
_BANDS = np.linspace(5, 95, 6, dtype=np.float32)  # middles of the bands of lightness
_BLUR = 10.0  # Lab units: similar colours share counts
_DOUBT = 0.02  # how much of the prior is mixed into a histogram, so that missing colours are rare, not impossible
_MOST = np.log(8)  # a colour is made likelier or rarer by no more, at a strength of 1
_CHUNK = 8192  # pixels


@dataclass(frozen=True, eq=False)
class Reference:
    """The colours of a photograph that another one is to look like.

    lab: CIE Lab (N, 3), float32, of its pixels at a reduced size.
    """

    lab: np.ndarray

    @classmethod
    def of(cls, rgb: np.ndarray) -> "Reference":
        """That of a picture, sRGB (H, W, 3), uint8."""
        small = reduced(rgb, _LONGEST)
        return cls(rgb_to_lab(small.astype(np.float32) / 255).reshape(-1, 3))

    def steered(self, distribution: ColourDistribution, lightness: np.ndarray, strength: float) -> ColourDistribution:
        """The distribution of a photograph, made to look like this one.

        lightness: CIE L (h, w) of the photograph, at the distribution's size. strength: from 0, nothing changes, to 1.
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
        """How many of the pixels are of each band of lightness and of each bin: (bands, Q)."""
        counts = np.zeros((len(_BANDS), len(bins)))
        for start in range(0, len(self.lab), _CHUNK):
            part = self.lab[start : start + _CHUNK]
            nearest = np.square(part[:, None, 1:] - bins).sum(axis=-1).argmin(axis=-1)
            np.add.at(counts.T, nearest, band_weights(part[:, 0]))
        return counts


def band_weights(lightness: np.ndarray) -> np.ndarray:
    """How much each pixel, CIE L (N,), belongs to each band of lightness: (N, bands), float32, of sum 1."""
    step = _BANDS[1] - _BANDS[0]
    inside = np.clip(lightness, _BANDS[0], _BANDS[-1])
    return np.maximum(0, 1 - np.abs(inside[:, None] - _BANDS) / step).astype(np.float32)


def _kernel(bins: np.ndarray) -> np.ndarray:
    """What blurs a histogram over bins: (Q, Q), rows of sum 1."""
    squared = np.square(bins[:, None] - bins).sum(axis=-1)
    weights = np.exp(-squared / (2 * _BLUR**2))
    return weights / weights.sum(axis=1, keepdims=True)


def _share(counts: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Counts (bands, Q) as shares within their band, with some of the prior; where nothing was counted, that alone."""
    total = counts.sum(axis=1, keepdims=True)
    doubt = _DOUBT * max(float(total.max()), 1.0)
    return (counts + doubt * prior) / (total + doubt)
