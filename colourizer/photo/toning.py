"""Classify a scan: black and white, toned in one colour, or already in colour."""

from enum import Enum

import cv2
import numpy as np

from colourizer.colour.lab import rgb_to_lab

# Pixels on the long side at which a photograph is analysed: fine enough, and without the scanner's noise.
ANALYSED_SIDE = 256

# Measured on 1,500 landscapes in colour, 150 of them also toned in five ways, and 69 historic photographs.
_GREY = 5.0  # chroma in Lab units: nearly all pixels of a grey scan are below, whatever its paper
_TONED_MAX = 60.0  # chroma: no toner is as vivid
_ONE_SIDED = 0.02  # share of pixels that may lie on the other side of grey
_ONE_LINE = 0.15  # largest distance from the line of hue, relative to the spread along it
_ONE_CURVE, _ONE_CURVE_MAX = 0.45, 8.0  # largest distance from the lightness's median: share of all chroma, at most
_STEPS = 24  # of lightness


class Kind(Enum):
    """What a file shows, in words for its owner. In any case only the lightness is used."""

    GREY = "black and white"
    SEPIA = "toned brown, like sepia"
    CYANOTYPE = "toned blue, like a cyanotype"
    TONED = "toned"
    COLOUR = "in colour"

    @property
    def toned(self) -> bool:
        """Whether it is a black-and-white photograph toned in one colour."""
        return self in (Kind.SEPIA, Kind.CYANOTYPE, Kind.TONED)


def kind_of(rgb: np.ndarray) -> Kind:
    """The kind of a photograph, sRGB (H, W, 3), uint8, uint16 or float32, of about `ANALYSED_SIDE` pixels.

    In a toned print, chroma is along one line of hue, on one side of grey, and depends on the lightness: thin silver is
    toned less than thick. A colour photograph with the same properties, such as dunes at dusk, is classified as toned.
    """
    full = 1.0 if np.issubdtype(rgb.dtype, np.floating) else np.iinfo(rgb.dtype).max
    lab = rgb_to_lab(rgb.astype(np.float32) / np.float32(full)).reshape(-1, 3)
    lightness, ab = lab[:, 0], lab[:, 1:].astype(np.float64)
    most = np.percentile(np.hypot(*ab.T), 95)
    if most < _GREY:
        return Kind.GREY
    if most > _TONED_MAX:
        return Kind.COLOUR
    spread, axes = np.linalg.eigh(ab.T @ ab / len(ab))  # about grey, not about the mean
    line = axes[:, 1] * (np.sign((ab @ axes[:, 1]).mean()) or 1)
    if np.mean(ab @ line < -2) > _ONE_SIDED:
        return Kind.COLOUR
    across = np.percentile(np.abs(ab @ axes[:, 0]), 95)
    off_curve = np.percentile(np.hypot(*(ab - _median_by_lightness(lightness, ab)).T), 95)
    if across > _ONE_LINE * np.sqrt(spread[1]) and off_curve > min(_ONE_CURVE * most, _ONE_CURVE_MAX):
        return Kind.COLOUR
    hue = np.degrees(np.arctan2(line[1], line[0])) % 360
    return Kind.SEPIA if 30 <= hue < 110 else Kind.CYANOTYPE if 220 <= hue < 290 else Kind.TONED


def reduced_band(band: np.ndarray, longest: int) -> np.ndarray:
    """A band (h, W, 3) of a picture of `longest` pixels, reduced as for a picture of about `ANALYSED_SIDE`."""
    step = -(-longest // ANALYSED_SIDE)
    height, width = band.shape[:2]
    return cv2.resize(band, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA)


def _median_by_lightness(lightness: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """The median chroma at each pixel's lightness."""
    step = np.clip(lightness * (_STEPS / 100), 0, _STEPS - 1).astype(int)
    medians = np.zeros((_STEPS, 2))
    for index in np.unique(step):
        medians[index] = np.median(ab[step == index], axis=0)
    return medians[step]
