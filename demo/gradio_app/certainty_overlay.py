"""Draw uncertainty over a picture as lines.

Lines and not colours: they are not mistaken for the photograph's colours, and colour-blind readers and grey printers
keep them.
"""

import numpy as np
from PIL import Image

GUESSING, SURE = 0.3, 0.5  # below the first: crossed lines; below the second: lines; above: none
_LINES = 70  # across the longer side
_WHITE = 0.6  # opacity


def hatched(rgb: np.ndarray, certainty: np.ndarray) -> np.ndarray:
    """A copy of a picture, sRGB (H, W, 3), uint8, with lines over what `certainty` (h, w), in [0, 1], is unsure of."""
    height, width = rgb.shape[:2]
    sure = resized(certainty, (width, height))
    period = max(8, max(height, width) // _LINES)
    thick = max(1, period // 9)
    y, x = np.ogrid[:height, :width]
    down, up = (x + y) % period, (x - y) % period
    unsure, guessing = sure < SURE, sure < GUESSING
    white = ((down < thick) & unsure) | ((up < thick) & guessing)
    # A dark edge, so that white lines are visible on a white sky.
    dark = (((down >= thick) & (down < 2 * thick) & unsure) | ((up >= thick) & (up < 2 * thick) & guessing)) & ~white
    drawn = rgb.copy()
    drawn[white] = (rgb[white] * (1 - _WHITE) + 255 * _WHITE).astype(np.uint8)
    drawn[dark] = rgb[dark] // 2
    return drawn


def as_grey(certainty: np.ndarray, size: tuple[int, int]) -> Image.Image:
    """Certainty (h, w) in [0, 1] as a grey picture of `size` (width, height): 255 is 1."""
    return Image.fromarray((resized(certainty, size) * 255).round().astype(np.uint8))


def resized(certainty: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Certainty (h, w) at `size` (width, height), smoothly, float32 in [0, 1]."""
    return np.asarray(Image.fromarray(certainty).resize(size, Image.Resampling.BILINEAR))
