"""Gamut mapping: a colour outside sRGB keeps its lightness and hue, and loses chroma.

Clipping the channels instead would change the lightness, which is the photograph's own.
"""

from functools import cache

import cv2
import numpy as np

# Linear sRGB from CIE XYZ, and the white D65, as in OpenCV, so that the gamut below is the one it converts to.
RGB_FROM_XYZ = np.array(
    [[3.240479, -1.53715, -0.498535], [-0.969256, 1.875991, 0.041556], [0.055648, -0.204043, 1.057311]]
)
WHITE = np.array([0.950456, 1.0, 1.088754])
_LIGHTNESS_MAX = 100.0
_CHROMA_MAX = 150.0  # beyond the most vivid colour of sRGB, which is blue at 134
_LIGHTNESS_STEPS, _HUE_STEPS = 256, 360
_TOLERANCE = 5e-7  # of linear light: clipping by this much moves the lightness by less than half of 1/65535
_FURTHER_IN, _PASSES, _NO_CHROMA = 0.95, 6, 0.05  # for colours at the very edge
_ABOVE_0, _BELOW_1 = (float(np.nextafter(np.float32(end), np.float32(0.5))) for end in (0, 1))


def to_linear_in_gamut(lab: np.ndarray) -> tuple[np.ndarray, int]:
    """Map colours outside sRGB into its gamut: less chroma, the same lightness and hue.

    lab: CIE Lab pixels (N, 3), float32. Returns linear sRGB (N, 3), float32 in [0, 1], and the number of
    pixels with reduced chroma.
    """
    inside, reduced = clip_chroma(lab)
    shown = _linear(inside)
    # The table is piecewise constant, the gamut's edge is not: one colour in 100,000 is still slightly outside.
    for _ in range(_PASSES):
        still = _at_an_end(shown) & (np.abs(inside[:, 1:]).max(axis=1) > _NO_CHROMA)
        if not still.any():
            break
        inside[still, 1:] *= _FURTHER_IN
        shown[still] = _linear(inside[still])
    return shown, reduced


def clip_chroma(lab: np.ndarray) -> tuple[np.ndarray, int]:
    """Reduce chroma, at constant lightness and hue, to what sRGB can show.

    lab: CIE Lab pixels (N, 3), float32. Returns the mapped pixels, and the number with reduced chroma.
    """
    lightness, a, b = lab.T
    hue = np.arctan2(b, a) * np.float32(_HUE_STEPS / (2 * np.pi))
    column = np.clip(np.where(hue < 0, hue + _HUE_STEPS, hue), 0, _HUE_STEPS - 1).astype(np.intp)
    row = np.clip(lightness * (_LIGHTNESS_STEPS / _LIGHTNESS_MAX), 0, _LIGHTNESS_STEPS - 1).astype(np.intp)
    chroma = np.maximum(np.hypot(a, b), np.float32(1e-6))
    factor = np.minimum(1, most_vivid()[row, column] / chroma)
    inside = lab.copy()
    inside[:, 1:] *= factor[:, None]
    # Pure black and white have no chroma to lose.
    return inside, int(np.count_nonzero((1 - factor) * chroma > 0.01))


def _linear(lab: np.ndarray) -> np.ndarray:
    """CIE Lab pixels (N, 3), float32 → linear sRGB (N, 3), float32, clipped to [0, 1]."""
    return cv2.cvtColor(lab[None], cv2.COLOR_LAB2LRGB)[0]


def _at_an_end(linear: np.ndarray) -> np.ndarray:
    """Whether any channel of each pixel (N, 3) is 0 or 1, to which OpenCV clips colours outside sRGB: (N,), bool."""
    return cv2.inRange(linear[None], (_ABOVE_0,) * 3, (_BELOW_1,) * 3)[0] == 0


@cache
def most_vivid() -> np.ndarray:
    """The largest chroma that sRGB can show, by lightness and hue: (256, 360), float32, in units of a and b.

    Row i spans L from 100·i/256 to 100·(i+1)/256, column j hues from j to j+1 degrees; the value holds
    everywhere in the cell. Found by bisection at the cells' corners. Source: CIE 15, the inverse of Lab.
    """
    lightness = np.linspace(0, _LIGHTNESS_MAX, _LIGHTNESS_STEPS + 1)[:, None]
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
    xyz = np.where(f > 6 / 29, f**3, (f - 4 / 29) * (108 / 841)) * WHITE
    linear = xyz @ RGB_FROM_XYZ.T
    return np.all((linear >= -_TOLERANCE) & (linear <= 1 + _TOLERANCE), axis=-1)
