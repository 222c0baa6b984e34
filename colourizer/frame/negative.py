"""Detect negatives: skies darker than the ground, and dark smooth parts.

The score is linear in the lightness, roughness and skewness of each part of the picture. Inverting the picture changes
the sign of every feature, hence of the score. The weights were fitted by `python -m train study negatives --fit`, which
also evaluates the detection. Only clear cases are reported.
"""

import cv2
import numpy as np

from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.frame.frame import Frame
from colourizer.frame.layout import cut_out
from colourizer.photo.photo import Photo

SIDE, CELLS = 96, 6  # pixels, and parts, along a side of the square that is classified
SURE = 4.2  # a score below its negative means a negative; three of a thousand photographs have one


def looks_negative(photo: Photo, frame: Frame) -> bool:
    """Whether the largest photograph in the frame is almost surely a negative. Misses three in four negatives."""
    return score(cut_out(photo, frame.largest, (SIDE, SIDE))) < -SURE


def score(lightness: np.ndarray) -> float:
    """The score of a picture, CIE L (SIDE, SIDE), float32: positive for photographs, below 0 for negatives."""
    return float(features(lightness) @ np.array(_WEIGHTS, np.float32))


def features(lightness: np.ndarray) -> np.ndarray:
    """The features of a picture, CIE L (SIDE, SIDE), float32: (57,), float32. Its negative has the opposite signs."""
    tones = (lightness / np.float32(LIGHTNESS_MAX) - np.float32(0.5)) * 4
    size = SIDE // CELLS
    cells = tones.reshape(CELLS, size, CELLS, size).transpose(0, 2, 1, 3).reshape(CELLS * CELLS, size * size)
    mean = cells.mean(axis=1)
    apart = cells - mean[:, None]
    spread = np.sqrt((apart**2).mean(axis=1)) + 0.02
    skew = np.tanh((apart**3).mean(axis=1) / spread**3)
    rough = np.log(spread)
    parts = [_mirrored(each) for each in (mean, mean * rough, skew)]
    return np.concatenate([*parts, [_skew(tones), _alike(mean, rough), _spikes(tones)]]).astype(np.float32)


def _mirrored(cells: np.ndarray) -> np.ndarray:
    """The mean of each part and its mirror image: left and right are equivalent."""
    grid = cells.reshape(CELLS, CELLS)
    return ((grid + grid[:, ::-1]) / 2)[:, : CELLS // 2].ravel()


def _skew(tones: np.ndarray) -> float:
    apart = tones - tones.mean()
    return float((apart**3).mean() / (apart.std() + 0.02) ** 3)


def _alike(mean: np.ndarray, rough: np.ndarray) -> float:
    """The correlation of lightness and roughness."""
    if min(mean.std(), rough.std()) < 1e-3:
        return 0.0
    return float(np.corrcoef(mean, rough)[0, 1])


def _spikes(tones: np.ndarray) -> float:
    """Whether single pixels tend to be lighter or darker than their surroundings."""
    apart = cv2.Laplacian(tones.astype(np.float32), cv2.CV_32F)
    return float(np.tanh((apart**3).mean() / ((apart**2).mean() ** 1.5 + 1e-6)))


_WEIGHTS = (
    -0.46,
    0.7,
    0.9,
    -0.26,
    0.44,
    0.4,
    -0.46,
    0.06,
    0.1,
    -0.84,
    -0.52,
    -0.44,
    -0.87,
    -0.41,
    -0.28,
    -1.8,
    -0.5,
    -0.56,
    0.0,
    -0.07,
    0.07,
    -0.07,
    -0.01,
    0.02,
    -0.14,
    -0.01,
    -0.24,
    -0.2,
    -0.25,
    -0.3,
    -0.04,
    -0.3,
    -0.37,
    0.06,
    -0.16,
    -0.4,
    0.33,
    0.36,
    0.5,
    0.15,
    0.62,
    0.34,
    0.16,
    0.11,
    0.11,
    -0.09,
    -0.58,
    -0.16,
    -0.71,
    -0.22,
    -0.06,
    -0.82,
    -0.4,
    -0.45,
    0.23,
    -0.67,
    0.17,
)
