"""Detect stereographs: two photographs of the same scene, side by side, from slightly different viewpoints."""

import cv2
import numpy as np

_PROPORTIONS = (1.5, 2.6)  # of the pair
_ALIKE = 0.45  # correlation of the details of both halves, for a picture on a card
_ALIKE_ALONE = 0.65  # the same for a picture that fills the scan, without other evidence
_HEIGHT = 96  # pixels at which the halves are compared
_SHIFT = 0.09  # of a half's width: the largest shift between the views


def seam(plane: np.ndarray, *, on_card: bool = True) -> tuple[float, float] | None:
    """Where the left half ends and the right one begins, in pixels; None if the picture is not a stereograph.

    plane: CIE L (H, W), float32. on_card: whether there is a border around it.
    """
    height, width = plane.shape
    alike = _ALIKE if on_card else _ALIKE_ALONE
    if not _PROPORTIONS[0] <= width / height <= _PROPORTIONS[1] or height < 48 or likeness(plane) < alike:
        return None
    return _gap(plane)


def likeness(plane: np.ndarray) -> float:
    """The correlation of the details of the left and right half, in [-1, 1], at the best shift."""
    wide = round(plane.shape[1] * _HEIGHT / plane.shape[0] / 2)
    small = cv2.resize(plane, (2 * wide, _HEIGHT), interpolation=cv2.INTER_AREA)
    detail = small - cv2.GaussianBlur(small, (0, 0), 6)
    detail /= np.sqrt(cv2.GaussianBlur(detail**2, (0, 0), 12)) + 0.5
    edge = max(3, round(wide * 0.06))
    shift = max(2, round(wide * _SHIFT))
    left, right = detail[:, :wide], detail[:, wide:]
    kernel = np.ascontiguousarray(left[edge + 3 : -edge - 3, edge + shift : -edge - shift])
    return float(
        cv2.matchTemplate(np.ascontiguousarray(right[edge:-edge, edge:-edge]), kernel, cv2.TM_CCOEFF_NORMED).max()
    )


def _gap(plane: np.ndarray) -> tuple[float, float]:
    """The gap near the middle: between the strongest vertical line and its partner, or a single line."""
    width = plane.shape[1]
    step = np.abs(cv2.Sobel(plane, cv2.CV_32F, 1, 0, ksize=3, borderType=cv2.BORDER_REPLICATE))
    strength = np.median(np.minimum(step, 40), axis=0)
    low, high = round(width * 0.46), round(width * 0.54)
    window = strength[low:high]
    first = int(window.argmax())
    rest = window.copy()
    rest[max(0, first - 2) : first + 3] = 0
    second = int(rest.argmax())
    if rest[second] < 0.5 * window[first]:
        second = first
    one, two = sorted((first, second))
    return low + one + 0.5, low + two + 0.5
