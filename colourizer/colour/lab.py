"""Conversions between sRGB and CIE Lab, and joining predicted chroma to the original lightness.

Lab in this project has sRGB primaries and a D65 white point, as OpenCV computes it from linear light. OpenCV's direct
sRGB conversions are not used: their coarse lookup table is off by up to 0.5 in L.
Lightness L is in [0, 100]; a and b are in about [-128, 127]. Arrays are (H, W, channels), float32, in the order RGB.
"""

from functools import cache

import cv2
import numpy as np

from colourizer.colour.gamut import to_linear_in_gamut
from colourizer.colour.linear_light import linear_planes

LIGHTNESS_MAX = 100.0

# The transfer curve of IEC 61966-2-1: a power with a straight toe.
_GAMMA, _OFFSET, _TOE_SLOPE, _TOE_ENCODED = 2.4, 0.055, 12.92, 0.04045
# Each channel's share of the luminance, with OpenCV's values.
_LUMINANCE = np.array([0.212671, 0.715160, 0.072169])
# CIE 15: below this luminance, lightness is linear. With OpenCV's values.
_DARK, _DARK_SLOPE = 0.008856, 903.3
# Steps of linear light in tables, truncated instead of rounded. Enough for 8 bits: in the deepest shadows, 20 of them
# are one step of sRGB.
_STEPS = 2**16
_LAST_STEP = np.nextafter(np.float32(_STEPS), np.float32(0))


def rgb_to_lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), float32 in [0, 1] → CIE Lab (H, W, 3), float32."""
    return cv2.cvtColor(linear_from_srgb(rgb), cv2.COLOR_LRGB2LAB)


def lab_to_rgb(lab: np.ndarray) -> np.ndarray:
    """CIE Lab (H, W, 3), float32 → sRGB (H, W, 3), float32, clipped to [0, 1]."""
    return srgb_from_linear(cv2.cvtColor(lab, cv2.COLOR_LAB2LRGB))


def rgb_to_lightness(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), float32 in [0, 1] → CIE L (H, W), float32 in [0, 100]."""
    return np.ascontiguousarray(rgb_to_lab(rgb)[..., 0])


def grey_to_lightness(grey: np.ndarray) -> np.ndarray:
    """sRGB-encoded grey (H, W), float32 in [0, 1] → CIE L (H, W), float32 in [0, 100]."""
    return rgb_to_lightness(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))


def lightness_to_rgb(lightness: np.ndarray) -> np.ndarray:
    """CIE L (H, W), float32 → grey sRGB (H, W, 3), float32 in [0, 1]."""
    return lab_to_rgb(cv2.merge([lightness, np.zeros_like(lightness), np.zeros_like(lightness)]))


def join(lightness: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """Join chroma to a photograph's lightness.

    Colours outside sRGB lose chroma, at constant lightness and hue, until they are inside: clipping the channels would
    change the lightness.

    lightness: CIE L (H, W), float32 in [0, 100]. chroma: CIE ab (H, W, 2), float32.
    Returns sRGB (H, W, 3), float32 in [0, 1].
    """
    return srgb_from_linear(cv2.merge(list(_joined(lightness, chroma, 1.0)[0])))


def paint(lightness: np.ndarray, chroma: np.ndarray, dtype: type = np.uint8) -> tuple[np.ndarray, int]:
    """Like `join`, but rounded to integers, and several times as fast for 8 bits.

    dtype: uint8 or uint16. Returns sRGB (H, W, 3) of that type, and the number of pixels whose chroma was reduced.
    Fastest if a and b are separate planes in memory.
    """
    if dtype is np.uint16:
        linear, reduced = _joined(lightness, chroma, 1.0)
        return _integers(srgb_from_linear(cv2.merge(list(linear)))), reduced
    linear, reduced = _joined(lightness, chroma, float(_LAST_STEP))
    channels = cv2.LUT(linear.astype(np.uint16).reshape(3, -1), _encoding_table())
    return cv2.merge(list(channels.reshape(linear.shape))), reduced


def lightness_of(pixels: np.ndarray) -> np.ndarray:
    """CIE L (H, W), float32 in [0, 100], of sRGB (H, W, 3) or grey (H, W): uint8, uint16, or float32 in [0, 1].

    Integers use a lookup table, which takes a quarter of the time.
    """
    if not np.issubdtype(pixels.dtype, np.integer):
        return grey_to_lightness(pixels) if pixels.ndim == 2 else rgb_to_lightness(pixels)
    linear, lightness = _decoding_tables(pixels.dtype)
    pixels = np.ascontiguousarray(pixels)
    if pixels.ndim == 2:
        return cv2.LUT(pixels, lightness)
    return _lightness_of_luminance(cv2.transform(cv2.LUT(pixels, linear), _LUMINANCE[None]))


def _joined(lightness: np.ndarray, chroma: np.ndarray, scale: float) -> tuple[np.ndarray, int]:
    """Linear sRGB (3, H, W), float32 in [0, scale], and the number of pixels whose chroma was reduced."""
    a, b = chroma[..., 0], chroma[..., 1]
    planes = linear_planes(lightness, a, b, scale)
    # The bits of floats, read as unsigned integers, have the floats' order, and negative floats come after all others:
    # so a pixel's maximum shows whether any channel is out of range at either end.
    largest = planes.view(np.uint32).max(axis=0)
    allowed = np.float32(scale).view(np.uint32)
    if largest.max() <= allowed:
        return planes, 0
    outside = np.flatnonzero(largest > allowed)
    lab = np.stack([plane.reshape(-1)[outside] for plane in (lightness, a, b)], axis=-1)
    linear, reduced = to_linear_in_gamut(lab)
    planes.reshape(3, -1)[:, outside] = linear.T * np.float32(scale)
    return planes, reduced


def _lightness_of_luminance(luminance: np.ndarray) -> np.ndarray:
    """CIE Y (H, W), float32 in [0, 1] → CIE L, piecewise linear, with an error below 1e-5."""
    start, slope = _lightness_lines()
    steps = (luminance * np.float32(_STEPS - 1)).astype(np.uint16)
    lightness = cv2.LUT(steps, slope)
    lightness *= luminance
    lightness += cv2.LUT(steps, start)
    return lightness


def _integers(unit: np.ndarray) -> np.ndarray:
    """(H, W, 3), float32 in [0, 1] → uint16, rounded."""
    height, width = unit.shape[:2]
    flat = unit.reshape(height, -1)
    whole = cv2.multiply(flat, 65535.0, dtype=cv2.CV_16U)  # pyright: ignore[reportCallIssue, reportArgumentType]  # takes scalars
    return whole.reshape(height, width, 3)


@cache
def _encoding_table() -> np.ndarray:
    """The sRGB value, uint8, of each step of linear light, in the layout of `cv2.LUT`."""
    linear = (np.arange(_STEPS) + 0.5) / _STEPS
    curve = (1 + _OFFSET) * linear ** (1 / _GAMMA) - _OFFSET
    encoded = np.where(linear <= _TOE_ENCODED / _TOE_SLOPE, linear * _TOE_SLOPE, curve)
    return np.round(encoded * 255).astype(np.uint8)[None]


@cache
def _decoding_tables(dtype: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    """Lookup tables for sRGB in uint8 or uint16: linear light, and the lightness of each grey."""
    encoded = np.linspace(0, 1, np.iinfo(dtype).max + 1)
    curve = ((encoded + _OFFSET) / (1 + _OFFSET)) ** _GAMMA
    linear = np.where(encoded <= _TOE_ENCODED, encoded / _TOE_SLOPE, curve)
    return linear.astype(np.float32)[None], _curved(linear).astype(np.float32)[None]


@cache
def _lightness_lines() -> tuple[np.ndarray, np.ndarray]:
    """Intercept and slope of the line for each step of luminance."""
    luminance = np.arange(_STEPS + 1) / (_STEPS - 1)
    lightness = _curved(luminance)
    slope = np.diff(lightness) / np.diff(luminance)
    start = lightness[:-1] - slope * luminance[:-1]
    return start.astype(np.float32)[None], slope.astype(np.float32)[None]


def _curved(luminance: np.ndarray) -> np.ndarray:
    """CIE Y, float64 → CIE L."""
    return np.where(luminance > _DARK, 116 * np.cbrt(luminance) - 16, luminance * _DARK_SLOPE)


def linear_from_srgb(rgb: np.ndarray) -> np.ndarray:
    """sRGB in [0, 1], float32 → linear light in [0, 1], float32 (IEC 61966-2-1)."""
    linear = cv2.pow((rgb + np.float32(_OFFSET)) * np.float32(1 / (1 + _OFFSET)), _GAMMA)
    np.copyto(linear, rgb * np.float32(1 / _TOE_SLOPE), where=rgb <= _TOE_ENCODED)
    return linear


def srgb_from_linear(linear: np.ndarray) -> np.ndarray:
    """Linear light, float32, from 0 → sRGB, float32: the inverse of `linear_from_srgb`."""
    rgb = cv2.pow(linear, 1 / _GAMMA) * np.float32(1 + _OFFSET) - np.float32(_OFFSET)
    np.copyto(rgb, linear * np.float32(_TOE_SLOPE), where=linear <= _TOE_ENCODED / _TOE_SLOPE)
    return rgb
