"""RGB and CIE Lab, and joining invented colour to an untouched lightness.

The one definition of Lab in this project is that of sRGB primaries and white D65, as OpenCV computes it from linear
light. (Its direct sRGB conversions look colours up in a coarse table, off by up to 0.5 in L: not used here.)
Lightness L is in [0, 100]; a and b are in about [-128, 127]. Arrays are (H, W, channels), float32, RGB in this order:
OpenCV's own habit of BGR stops at this file.
"""

from functools import cache

import cv2
import numpy as np

from colourizer.gamut import into_gamut

LIGHTNESS_MAX = 100.0

# The transfer curve of IEC 61966-2-1: a power with a straight toe.
_GAMMA, _OFFSET, _TOE_SLOPE, _TOE_ENCODED = 2.4, 0.055, 12.92, 0.04045
# Each channel's share of the luminance, as OpenCV has it.
_LUMINANCE = np.array([0.212671, 0.715160, 0.072169])
# CIE 15: below this luminance, lightness is a straight line. In the digits that OpenCV has.
_DARK, _DARK_SLOPE = 0.008856, 903.3
_FURTHER_IN, _PASSES, _NO_CHROMA = 0.95, 6, 0.05  # for colours at the very edge of the gamut
_ABOVE_0, _BELOW_1 = (float(np.nextafter(np.float32(end), np.float32(0.5))) for end in (0, 1))


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
    return _encoded(_joined(lightness, chroma)[0])


def paint(lightness: np.ndarray, chroma: np.ndarray, dtype: type = np.uint8) -> tuple[np.ndarray, int]:
    """Like `join`, rounded to integers, and for 8 bits four times as fast.

    dtype: uint8 or uint16. Returns sRGB (H, W, 3) of that type, and the number of pixels whose chroma was reduced.
    """
    linear, reduced = _joined(lightness, chroma)
    if dtype is np.uint16:
        return _integers(_encoded(linear)), reduced
    # 65,536 steps of linear light are fine enough: in the deepest shadow, 20 of them make one of 8-bit sRGB.
    return cv2.LUT(_integers(linear), _encoding_table()), reduced


def lightness_of(pixels: np.ndarray) -> np.ndarray:
    """CIE L (H, W), float32 in [0, 100], of sRGB (H, W, 3) or grey (H, W): uint8, uint16, or float32 in [0, 1].

    Integers go by table, in a quarter of the time.
    """
    if not np.issubdtype(pixels.dtype, np.integer):
        return grey_to_lightness(pixels) if pixels.ndim == 2 else rgb_to_lightness(pixels)
    grey, weighted = _lightness_tables(pixels.dtype)
    pixels = np.ascontiguousarray(pixels)
    if pixels.ndim == 2:
        return cv2.LUT(pixels, grey)
    return _lightness_of_luminance(cv2.transform(cv2.LUT(pixels, weighted), np.ones((1, 3), np.float32)))


def _joined(lightness: np.ndarray, chroma: np.ndarray) -> tuple[np.ndarray, int]:
    """Linear sRGB (H, W, 3), float32 in [0, 1], and the number of pixels whose chroma was reduced."""
    lab = cv2.merge([lightness, *cv2.split(chroma)])
    linear = cv2.cvtColor(lab, cv2.COLOR_LAB2LRGB)
    # OpenCV clips to [0, 1], so a colour outside sRGB shows as a channel at either end.
    clipped = _at_an_end(linear)
    if not clipped.any():
        return linear, 0
    inside, reduced = into_gamut(lab[clipped])
    shown = cv2.cvtColor(inside[None], cv2.COLOR_LAB2LRGB)[0]
    # The table's cells are flat, the gamut's edge is not: one colour in a hundred thousand is still a little outside.
    for _ in range(_PASSES):
        still = _at_an_end(shown[None])[0] & (np.abs(inside[:, 1:]).max(axis=1) > _NO_CHROMA)
        if not still.any():
            break
        inside[still, 1:] *= _FURTHER_IN
        shown[still] = cv2.cvtColor(inside[still][None], cv2.COLOR_LAB2LRGB)[0]
    linear[clipped] = shown
    return linear, reduced


def _at_an_end(linear: np.ndarray) -> np.ndarray:
    """Whether any channel of each pixel (H, W, 3) is 0 or 1: (H, W), bool."""
    return cv2.inRange(linear, (_ABOVE_0,) * 3, (_BELOW_1,) * 3) == 0


def _lightness_of_luminance(luminance: np.ndarray) -> np.ndarray:
    """CIE Y (H, W), float32 in [0, 1] → CIE L."""
    lightness = cv2.pow(luminance, 1 / 3)
    lightness *= 116
    lightness -= 16
    np.copyto(lightness, luminance * np.float32(_DARK_SLOPE), where=luminance <= _DARK)
    return lightness


def _integers(unit: np.ndarray) -> np.ndarray:
    """(H, W, 3), float32 in [0, 1] → uint16, rounded."""
    height, width = unit.shape[:2]
    return cv2.multiply(unit.reshape(height, -1), 65535.0, dtype=cv2.CV_16U).reshape(height, width, 3)


@cache
def _encoding_table() -> np.ndarray:
    """Linear light in steps of 1/65535 → sRGB, uint8, as `cv2.LUT` wants it."""
    linear = np.linspace(0, 1, 65536)
    curve = (1 + _OFFSET) * linear ** (1 / _GAMMA) - _OFFSET
    encoded = np.where(linear <= _TOE_ENCODED / _TOE_SLOPE, linear * _TOE_SLOPE, curve)
    return np.round(encoded * 255).astype(np.uint8)[None]


@cache
def _lightness_tables(dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """For sRGB of uint8 or uint16: the lightness of each grey, and each channel's share of the luminance Y."""
    encoded = np.linspace(0, 1, np.iinfo(dtype).max + 1)
    curve = ((encoded + _OFFSET) / (1 + _OFFSET)) ** _GAMMA
    linear = np.where(encoded <= _TOE_ENCODED, encoded / _TOE_SLOPE, curve)
    lightness = np.where(linear > _DARK, 116 * np.cbrt(linear) - 16, linear * _DARK_SLOPE)
    weighted = linear[:, None] * _LUMINANCE
    return lightness.astype(np.float32)[None], weighted.astype(np.float32)[None]


def _linearised(rgb: np.ndarray) -> np.ndarray:
    linear = cv2.pow((rgb + np.float32(_OFFSET)) * np.float32(1 / (1 + _OFFSET)), _GAMMA)
    np.copyto(linear, rgb * np.float32(1 / _TOE_SLOPE), where=rgb <= _TOE_ENCODED)
    return linear


def _encoded(linear: np.ndarray) -> np.ndarray:
    rgb = cv2.pow(linear, 1 / _GAMMA) * np.float32(1 + _OFFSET) - np.float32(_OFFSET)
    np.copyto(rgb, linear * np.float32(_TOE_SLOPE), where=linear <= _TOE_ENCODED / _TOE_SLOPE)
    return rgb
