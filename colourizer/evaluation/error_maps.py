"""Error maps: one error per pixel, and a picture of it."""

import cv2
import numpy as np
from skimage.color import deltaE_ciede2000

from colourizer.colour.lab import rgb_to_lab


def ciede2000_map(picture: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The colour difference ΔE00 of each pixel: about 1 is just noticeable. Source: CIE 142:2001.

    picture, truth: sRGB (H, W, 3), uint8, of the same size. Returns (H, W), float32, 0 and up.
    """
    return deltaE_ciede2000(_lab(truth), _lab(picture)).astype(np.float32)


def chroma_error_map(picture: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The distance of each pixel's a and b from the truth's, whatever its lightness, in units of CIE Lab.

    picture, truth: sRGB (H, W, 3), uint8, of the same size. Returns (H, W), float32, 0 and up.
    """
    return np.linalg.norm(_lab(picture)[..., 1:] - _lab(truth)[..., 1:], axis=-1)


def painted(error: np.ndarray, worst: float) -> np.ndarray:
    """Errors (H, W) as sRGB (H, W, 3), uint8: from black for 0 through purple and orange to yellow for `worst` or more.

    The colours are matplotlib's inferno, whose lightness grows evenly with the error.
    """
    grey = (np.clip(error / worst, 0, 1) * 255).round().astype(np.uint8)
    return cv2.cvtColor(cv2.applyColorMap(grey, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)


def _lab(rgb: np.ndarray) -> np.ndarray:
    return rgb_to_lab((rgb / 255).astype(np.float32))
