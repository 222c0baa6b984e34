"""Edge-aware upsampling of chroma from the network's size to the photograph's.

Around every coarse pixel, chroma is modelled as a linear function of lightness, as in the guided filter of He et al.
2013, but with a strong ridge, so that only clear edges count: a plain guided filter copies texture into chroma, and was
worse than bilinear. Slope and offset are interpolated bicubically, then the offset is corrected once so
that the fine picture, averaged again, gives the network's output (back-projection, Irani & Peleg 1991).
assets/report/chroma.md has the measurements.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

RIDGE = 1000.0  # of the variance of lightness, in squares of L
_WINDOW = (3, 3)
_FINE = 4  # back-projection runs at this multiple of the coarse size; finer lightness would not change the averages


@dataclass(frozen=True, eq=False)
class Upsampler:
    """Chroma as a linear function of lightness, slope · lightness + offset, fitted at a coarse size for any finer one.

    slope, offset: CIE ab (h, w, 2), float32; for lightness in [0, 100].
    """

    slope: np.ndarray
    offset: np.ndarray

    @classmethod
    def fit(cls, chroma: np.ndarray, lightness: np.ndarray) -> "Upsampler":
        """chroma: CIE ab (h, w, 2), float32. lightness: CIE L of the photograph, (H, W), float32, not smaller.

        A lightness already reduced to `fine_size` gives the same result, without reading the large one.
        """
        size = chroma.shape[1::-1]
        lightness = cv2.resize(lightness, fine_size(chroma, lightness.shape[1::-1]), interpolation=cv2.INTER_AREA)
        coarse = cv2.resize(lightness, size, interpolation=cv2.INTER_AREA)[..., None]
        mean, mean_chroma = _blurred(coarse), _blurred(chroma)
        slope = (_blurred(coarse * chroma) - mean * mean_chroma) / (_blurred(coarse**2) - mean**2 + RIDGE)
        fitted = cls(slope, chroma - slope * coarse)
        fine = fitted.drawn(lightness)
        missing = chroma - cv2.resize(fine, size, interpolation=cv2.INTER_AREA)
        return cls(slope, fitted.offset + missing)

    def drawn(self, lightness: np.ndarray) -> np.ndarray:
        """Chroma at the size of `lightness`, CIE L (H, W), float32: CIE ab (H, W, 2), float32."""
        size = lightness.shape[1::-1]
        slope, offset = (cv2.resize(part, size, interpolation=cv2.INTER_CUBIC) for part in (self.slope, self.offset))
        return slope * lightness[..., None] + offset

    def across(self, width: int) -> "Wide":
        """Stretch to `width` pixels, with the same rows, so that `Wide.rows` can draw band by band."""
        size = (width, len(self.slope))
        planes = [*np.moveaxis(self.slope, 2, 0), *np.moveaxis(self.offset, 2, 0)]
        return Wide(np.stack([cv2.resize(plane, size, interpolation=cv2.INTER_CUBIC) for plane in planes]))


def fine_size(chroma: np.ndarray, size: tuple[int, int]) -> tuple[int, int]:
    """The (width, height) at which `Upsampler.fit` needs the lightness of a picture of `size`."""
    height, width = chroma.shape[:2]
    return min(width * _FINE, size[0]), min(height * _FINE, size[1])


@dataclass(frozen=True, eq=False)
class Wide:
    """Slope of a and b, then their offset, at full width and coarse height: (4, h, W), float32."""

    planes: np.ndarray

    def crop(self, columns: slice) -> "Wide":
        """These columns alone."""
        return Wide(self.planes[:, :, columns])

    def rows(self, lightness: np.ndarray, rows: slice, height: int) -> np.ndarray:
        """Chroma of some rows of a picture of `height`: CIE ab (n, W, 2), float32, in memory plane by plane.

        lightness: CIE L of these rows alone, (n, W), float32.
        """
        shares = _shares(self.planes.shape[1], height)[rows]
        used = np.flatnonzero(shares.any(axis=0))
        first, last = used[0], used[-1] + 1
        shares = np.ascontiguousarray(shares[:, first:last])
        drawn = np.matmul(shares, self.planes[:2, first:last])
        drawn *= lightness
        drawn += np.matmul(shares, self.planes[2:, first:last])
        return np.moveaxis(drawn, 0, 2)


@lru_cache(maxsize=4)
def _shares(count: int, height: int) -> np.ndarray:
    """The weight of each of `count` coarse rows in each of `height` fine ones: (height, count), float32.

    The matrix of OpenCV's own interpolation: resizing a band by itself would shift its pixels.
    """
    return cv2.resize(np.eye(count, dtype=np.float32), (count, height), interpolation=cv2.INTER_CUBIC)


def _blurred(plane: np.ndarray) -> np.ndarray:
    blurred = cv2.blur(plane, _WINDOW)
    return blurred.reshape(*plane.shape[:2], -1)
