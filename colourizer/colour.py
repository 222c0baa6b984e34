"""RGB and CIE Lab, and joining invented colour to an untouched lightness.

The one definition of Lab in this project is that of sRGB primaries and white D65, as OpenCV computes it from linear
light. (Its direct sRGB conversions look colours up in a coarse table, off by up to 0.5 in L: not used here.)
Lightness L is in [0, 100]; a and b are in about [-128, 127]. Arrays are (H, W, channels), float32, RGB in this order:
OpenCV's own habit of BGR stops at this file.
"""

from functools import cache

import cv2
import numpy as np

LIGHTNESS_MAX = 100.0

# The transfer curve of IEC 61966-2-1: a power with a straight toe.
_GAMMA, _OFFSET, _TOE_SLOPE, _TOE_ENCODED = 2.4, 0.055, 12.92, 0.04045
# Linear sRGB from CIE XYZ, and the white D65, as in OpenCV, so that the gamut below is the one it converts to.
_RGB_FROM_XYZ = np.array(
    [[3.240479, -1.53715, -0.498535], [-0.969256, 1.875991, 0.041556], [0.055648, -0.204043, 1.057311]]
)
_WHITE = np.array([0.950456, 1.0, 1.088754])
_CHROMA_MAX = 150.0  # beyond the most vivid colour of sRGB, which is blue at 134
_LIGHTNESS_STEPS, _HUE_STEPS = 256, 360


def rgb_to_lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), float32 in [0, 1] → CIE Lab (H, W, 3), float32."""
    return cv2.cvtColor(_linearised(rgb), cv2.COLOR_LRGB2LAB)


def lab_to_rgb(lab: np.ndarray) -> np.ndarray:
    """CIE Lab (H, W, 3), float32 → sRGB (H, W, 3), float32, clipped to [0, 1]."""
    return _encoded(cv2.cvtColor(lab, cv2.COLOR_LAB2LRGB))


def rgb_to_lightness(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), float32 in [0, 1] → CIE L (H, W), float32 in [0, 100]."""
    return np.ascontiguousarray(rgb_to_lab(rgb)[..., 0])


def grey_to_lightness(grey: np.ndarray) -> np.ndarray:
    """sRGB-encoded grey (H, W), float32 in [0, 1] → CIE L (H, W), float32 in [0, 100]."""
    return rgb_to_lightness(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))


def lightness_to_rgb(lightness: np.ndarray) -> np.ndarray:
    """CIE L (H, W), float32 → the grey picture of that lightness, sRGB (H, W, 3), float32 in [0, 1]."""
    return lab_to_rgb(cv2.merge([lightness, np.zeros_like(lightness), np.zeros_like(lightness)]))


def join(lightness: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """Put chroma on a photograph's own lightness.

    Where a colour of that lightness does not exist in sRGB, its chroma is reduced, at constant hue, to the most
    vivid one that does: clipping the channels instead would change the lightness, which is the photographer's.

    lightness: CIE L (H, W), float32 in [0, 100]. chroma: CIE ab (H, W, 2), float32.
    Returns sRGB (H, W, 3), float32 in [0, 1].
    """
    lab = np.dstack([lightness, chroma])
    linear = cv2.cvtColor(lab, cv2.COLOR_LAB2LRGB)
    # OpenCV clips to [0, 1], so a colour outside sRGB shows as a channel at either end.
    clipped = (cv2.min(cv2.min(linear[..., 0], linear[..., 1]), linear[..., 2]) <= 0) | (linear >= 1).any(axis=2)
    if clipped.any():
        linear[clipped] = cv2.cvtColor(_into_gamut(lab[clipped])[None], cv2.COLOR_LAB2LRGB)[0]
    return _encoded(linear)


def _linearised(rgb: np.ndarray) -> np.ndarray:
    linear = cv2.pow((rgb + np.float32(_OFFSET)) * np.float32(1 / (1 + _OFFSET)), _GAMMA)
    np.copyto(linear, rgb * np.float32(1 / _TOE_SLOPE), where=rgb <= _TOE_ENCODED)
    return linear


def _encoded(linear: np.ndarray) -> np.ndarray:
    rgb = cv2.pow(linear, 1 / _GAMMA) * np.float32(1 + _OFFSET) - np.float32(_OFFSET)
    np.copyto(rgb, linear * np.float32(_TOE_SLOPE), where=linear <= _TOE_ENCODED / _TOE_SLOPE)
    return rgb


def _into_gamut(lab: np.ndarray) -> np.ndarray:
    """Lab pixels (N, 3) → the same with chroma reduced, at constant lightness and hue, to what sRGB can show."""
    hue = np.mod(np.arctan2(lab[:, 2], lab[:, 1]) / (2 * np.pi), 1)
    row = np.clip(lab[:, 0] * (_LIGHTNESS_STEPS / LIGHTNESS_MAX), 0, _LIGHTNESS_STEPS - 1).astype(np.intp)
    column = np.minimum(hue * _HUE_STEPS, _HUE_STEPS - 1).astype(np.intp)
    largest = most_vivid()[row, column]
    factor = np.minimum(1, largest / np.maximum(np.hypot(lab[:, 1], lab[:, 2]), 1e-6))
    return np.concatenate([lab[:, :1], lab[:, 1:] * factor[:, None]], axis=1).astype(np.float32)


@cache
def most_vivid() -> np.ndarray:
    """The largest chroma that sRGB can show, by lightness and hue: (256, 360), float32, in units of a and b.

    Row i spans L from 100·i/256 to 100·(i+1)/256, column j hues from j to j+1 degrees; the value holds
    everywhere in the cell. Found by bisection at the cells' corners. Source: CIE 15, the inverse of Lab.
    """
    lightness = np.linspace(0, LIGHTNESS_MAX, _LIGHTNESS_STEPS + 1)[:, None]
    hue = np.linspace(0, 2 * np.pi, _HUE_STEPS + 1)[None, :]
    inside, outside = np.zeros((_LIGHTNESS_STEPS + 1, _HUE_STEPS + 1)), _CHROMA_MAX
    for _ in range(16):
        middle = (inside + outside) / 2
        fits = _in_gamut(lightness, middle * np.cos(hue), middle * np.sin(hue))
        inside, outside = np.where(fits, middle, inside), np.where(fits, outside, middle)
    corners = [inside[:-1, :-1], inside[1:, :-1], inside[:-1, 1:], inside[1:, 1:]]
    return np.minimum.reduce(corners).astype(np.float32)


def _in_gamut(lightness: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Whether sRGB can show each colour; the arguments broadcast."""
    fy = (lightness + 16) / 116
    f = np.stack(np.broadcast_arrays(fy + a / 500, fy, fy - b / 200), axis=-1)
    xyz = np.where(f > 6 / 29, f**3, (f - 4 / 29) * (108 / 841)) * _WHITE
    linear = xyz @ _RGB_FROM_XYZ.T
    return ((linear >= -1e-5) & (linear <= 1 + 1e-5)).all(axis=-1)
