"""Simulated old prints and scans: the lightness is damaged, the true colours remain the target.

The damage: the film's spectral sensitivity (orthochromatic emulsions turn blue skies white and red bricks black),
shifted and faded tones, vignettes, stains, blur, halftone screens, dust, grain, JPEG artefacts; and margins, mounts and
plate rims around the photograph. Each kind is applied at random, usually with few others.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from colourizer.colour.lab import LIGHTNESS_MAX, grey_to_lightness
from train.data.borders import bordered

# Sensitivity to linear red, green and blue: panchromatic, orthochromatic, blue-sensitive.
_EMULSIONS = np.array([[0.30, 0.50, 0.20], [0.05, 0.50, 0.45], [0.00, 0.15, 0.85]], np.float32)
_BORDERS = 0.35  # share of prints with a border
_FINEST, _COARSEST = 64, 256  # pixels of detail across a blurred print

Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True, eq=False)
class Print:
    """A simulated old print.

    lightness: CIE L (H, W), float32 in [0, 100]. picture: bool (H, W), True on the photograph, False on its border.
    """

    lightness: np.ndarray
    picture: np.ndarray


def printed(rgb: np.ndarray, lightness: np.ndarray, random: np.random.Generator) -> Print:
    """A simulated old print of a photograph.

    rgb: sRGB (H, W, 3), float32 in [0, 1]. lightness: its CIE L (H, W), float32 in [0, 100].
    """
    if random.random() < 0.4:
        lightness = _exposed(rgb, random)
    tones = lightness / LIGHTNESS_MAX
    for change, chance in _CHANGES:
        if random.random() < chance:
            tones = change(tones, random)
    picture = np.ones(tones.shape, bool)
    if random.random() < _BORDERS:
        tones, picture = bordered(np.clip(tones, 0, 1), random)
    if random.random() < 0.4:
        tones = _grainy(tones, random)
    if random.random() < 0.3:
        tones = _compressed(tones, random)
    return Print(np.clip(tones, 0, 1).astype(np.float32) * np.float32(LIGHTNESS_MAX), picture)


def _exposed(rgb: np.ndarray, random: np.random.Generator) -> np.ndarray:
    weights = _EMULSIONS[random.integers(len(_EMULSIONS))] + random.uniform(0, 0.08, 3).astype(np.float32)
    plate = (rgb**2.2) @ (weights / weights.sum())
    plate *= 1 / max(float(np.quantile(plate, 0.99)), 0.05)  # exposed for the highlights
    return grey_to_lightness(np.clip(plate, 0, 1) ** (1 / 2.2))


def _bent(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    tones = np.clip(tones, 0, 1) ** np.exp(random.uniform(-0.7, 0.7))  # gamma 0.5 to 2
    steepness = random.uniform(-0.4, 0.9)  # an S-curve for a hard print, the inverse for a soft one
    return tones + steepness * tones * (1 - tones) * (2 * tones - 1)


def _faded(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    black, white = random.uniform(0, 0.3), random.uniform(0.65, 1)
    return black + tones * (white - black)


def _vignetted(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    height, width = tones.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return tones * (1 - random.uniform(0.1, 0.6) * ((x**2 + y**2) / 2) ** 1.5).astype(np.float32)


def _blurred(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Blur by downsampling and upsampling."""
    height, width = tones.shape
    detail = np.exp(random.uniform(np.log(_FINEST), np.log(_COARSEST)))
    if detail >= min(height, width):
        return cv2.GaussianBlur(tones, (0, 0), 0.6)
    scale = detail / min(height, width)
    small = cv2.resize(tones, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def _stained(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Uneven paper and stains: slow changes of tone, independent of the scene."""
    grid = random.standard_normal((random.integers(3, 7), random.integers(3, 7))).astype(np.float32)
    slow = cv2.resize(grid, tones.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return tones * (1 + np.float32(random.uniform(0.03, 0.1)) * slow)


def _screened(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A halftone screen or paper texture, as a scanner resolves it."""
    height, width = tones.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    angle, frequency = random.uniform(0, np.pi / 2), 2 * np.pi / random.uniform(2.5, 6)
    along, across = (np.sin(frequency * (np.cos(turn) * x + np.sin(turn) * y)) for turn in (angle, angle + np.pi / 2))
    return tones + np.float32(random.uniform(0.02, 0.07)) * along * across * 2


def _dusty(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    tones = np.ascontiguousarray(tones, dtype=np.float32).copy()
    height, width = tones.shape
    for _ in range(random.integers(1, 16)):
        centre = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(tones, centre, int(random.integers(0, 3)), float(random.random() < 0.7), -1, cv2.LINE_AA)
    for _ in range(random.integers(0, 4)):
        start, end = ((int(random.integers(width)), int(random.integers(height))) for _ in range(2))
        cv2.line(tones, start, end, float(random.random() < 0.6), 1, cv2.LINE_AA)
    return tones


def _grainy(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    grain = random.standard_normal(tones.shape, dtype=np.float32)
    if random.random() < 0.6:  # large grains
        grain = cv2.GaussianBlur(grain, (0, 0), 0.7) * 2
    return tones + grain * np.float32(random.uniform(0.01, 0.06))


def _compressed(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    grey = (np.clip(tones, 0, 1) * 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(15, 85))])
    decoded = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    assert decoded is not None, "what was just encoded can be decoded"
    return decoded.astype(np.float32) / 255


# In the order in which a print undergoes them, each with its probability.
_CHANGES: tuple[tuple[Change, float], ...] = (
    (_bent, 0.5),
    (_vignetted, 0.2),
    (_blurred, 0.45),
    (_screened, 0.08),
    (_stained, 0.15),
    (_dusty, 0.12),
    (_faded, 0.4),
)
