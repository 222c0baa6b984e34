"""CIE Lab → linear sRGB, plane by plane. OpenCV's own conversion of merged pixels takes more than twice as long.

Every step runs over whole planes in place, so it is fast for bands whose planes fit a core's cache together.
"""

import cv2
import numpy as np

from colourizer.colour.gamut import RGB_FROM_XYZ, WHITE

# CIE 15, the inverse of Lab: a cube, and below this value of f its own tangent.
_TANGENT_BELOW, _TANGENT = np.float32(6 / 29), 108 / 841


def linear_planes(lightness: np.ndarray, a: np.ndarray, b: np.ndarray, scale: float = 1.0) -> np.ndarray:
    """CIE L, a and b (H, W), float32 → linear red, green and blue (3, H, W), float32 in [0, scale] for colours of sRGB.

    Other colours are out of this range: nothing is clipped.
    """
    f = np.empty((3, *lightness.shape), np.float32)
    cv2.addWeighted(lightness, 1 / 116, lightness, 0, 16 / 116, f[1])
    cv2.scaleAdd(a, 1 / 500, f[1], f[0])
    cv2.scaleAdd(b, -1 / 200, f[1], f[2])
    x, y, z = _uncurved(f.reshape(3, -1)).reshape(f.shape)
    # Not a matrix product: at this length NumPy starts threads, which compete with ours.
    for index, (of_x, of_y, of_z) in enumerate(RGB_FROM_XYZ * WHITE * scale):
        cv2.addWeighted(x, of_x, y, of_y, 0, f[index])
        cv2.scaleAdd(z, of_z, f[index], f[index])
    return f


def _uncurved(f: np.ndarray) -> np.ndarray:
    """f of CIE Lab, float32 → X, Y or Z as a share of the white's. Changes `f`."""
    curved = np.maximum(f, _TANGENT_BELOW)
    f -= curved  # the part on the tangent, or 0
    cube = curved * curved
    cube *= curved
    return cv2.scaleAdd(f, _TANGENT, cube, cube)
