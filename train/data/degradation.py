"""Photographs as old prints and scans show them: damage to lightness, while the true colours stay the aim.

What film saw (orthochromatic emulsions turn blue skies white and red bricks black), tones that a hundred years have
bent and faded, vignettes, blur, grain, dust, and a scanner's JPEG. Every kind comes by chance, and mostly alone.
"""

import cv2
import numpy as np

from colourizer.colour.lab import LIGHTNESS_MAX, grey_to_lightness

# How much of linear red, green and blue darkens the plate: panchromatic, orthochromatic, blue-sensitive.
_EMULSIONS = np.array([[0.30, 0.50, 0.20], [0.05, 0.50, 0.45], [0.00, 0.15, 0.85]], np.float32)


def damaged(rgb: np.ndarray, lightness: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The lightness of a photograph, as an old print of it might have it.

    rgb: sRGB (H, W, 3), float32 in [0, 1]. lightness: its own CIE L (H, W), float32 in [0, 100].
    Returns CIE L (H, W), float32 in [0, 100].
    """
    if random.random() < 0.5:
        lightness = _exposed(rgb, random)
    tones = lightness / LIGHTNESS_MAX
    for change, chance in ((_bent, 0.5), (_faded, 0.35), (_vignetted, 0.2), (_blurred, 0.25), (_dusty, 0.1)):
        if random.random() < chance:
            tones = change(tones, random)
    if random.random() < 0.4:
        tones = _grainy(tones, random)
    if random.random() < 0.25:
        tones = _compressed(tones, random)
    return np.clip(tones, 0, 1).astype(np.float32) * np.float32(LIGHTNESS_MAX)


def _exposed(rgb: np.ndarray, random: np.random.Generator) -> np.ndarray:
    weights = _EMULSIONS[random.integers(len(_EMULSIONS))] + random.uniform(0, 0.08, 3).astype(np.float32)
    plate = (rgb**2.2) @ (weights / weights.sum())
    plate *= 1 / max(float(np.quantile(plate, 0.99)), 0.05)  # the photographer exposed for the lights
    return grey_to_lightness(np.clip(plate, 0, 1) ** (1 / 2.2))


def _bent(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    tones = np.clip(tones, 0, 1) ** np.exp(random.uniform(-0.5, 0.5))
    steepness = random.uniform(-0.4, 0.6)  # an S for a hard print, its opposite for a soft one
    return tones + steepness * tones * (1 - tones) * (2 * tones - 1)


def _faded(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    black, white = random.uniform(0, 0.3), random.uniform(0.75, 1)
    return black + tones * (white - black)


def _vignetted(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    height, width = tones.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return tones * (1 - random.uniform(0.1, 0.5) * ((x**2 + y**2) / 2) ** 1.5).astype(np.float32)


def _blurred(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return cv2.GaussianBlur(tones, (0, 0), random.uniform(0.4, 1.6))


def _dusty(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    tones = np.ascontiguousarray(tones, dtype=np.float32).copy()
    height, width = tones.shape
    for _ in range(random.integers(1, 12)):
        centre = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(tones, centre, int(random.integers(0, 2)), float(random.random() < 0.7), -1, cv2.LINE_AA)
    for _ in range(random.integers(0, 3)):
        start, end = ((int(random.integers(width)), int(random.integers(height))) for _ in range(2))
        cv2.line(tones, start, end, float(random.random() < 0.6), 1, cv2.LINE_AA)
    return tones


def _grainy(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    grain = random.standard_normal(tones.shape, dtype=np.float32)
    if random.random() < 0.6:  # large grains
        grain = cv2.GaussianBlur(grain, (0, 0), 0.7) * 2
    return tones + grain * random.uniform(0.01, 0.045)


def _compressed(tones: np.ndarray, random: np.random.Generator) -> np.ndarray:
    grey = (np.clip(tones, 0, 1) * 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 85))])
    decoded = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    assert decoded is not None, "what was just encoded can be decoded"
    return decoded.astype(np.float32) / 255
