"""Draw uncertainty over a picture as lines.

Lines, not colours: they are not mistaken for the photograph's colours, and work for colour-blind readers and on grey
printers.
"""

import numpy as np
from PIL import Image

GUESSING, SURE = 0.3, 0.5  # below the first: crossed lines; below the second: lines; above: none
_LINES = 70  # across the longer side
_WHITE = 0.6  # opacity


def hatched(
    rgb: np.ndarray, certainty: np.ndarray, corner: tuple[int, int] = (0, 0), whole: tuple[int, int] | None = None
) -> np.ndarray:
    """A copy of a picture, sRGB (H, W, 3), uint8, with lines where `certainty` (h, w), in [0, 1], is low.

    For a part of a picture, corner: (x, y) of its top left corner, whole: (width, height) of the picture to which
    `certainty` belongs; the lines then continue from part to part.
    """
    height, width = rgb.shape[:2]
    left, top = corner
    whole = whole or (width, height)
    sure = resized(certainty, (width, height), (left, top, left + width, top + height), whole)
    period = max(8, max(whole) / _LINES)
    thick = max(1, period / 9)
    y, x = np.ogrid[top : top + height, left : left + width]
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


def resized(
    certainty: np.ndarray,
    size: tuple[int, int],
    box: tuple[int, int, int, int] | None = None,
    whole: tuple[int, int] | None = None,
) -> np.ndarray:
    """Certainty (h, w), interpolated to `size` (width, height), float32 in [0, 1].

    box: left, top, right and bottom of a part, in pixels of a picture of `whole` (width, height).
    """
    (wide, high), (width, height) = certainty.shape[::-1], whole or size
    left, top, right, bottom = box or (0, 0, width, height)
    part = (
        left * wide / width,
        top * high / height,
        min(right * wide / width, wide),
        min(bottom * high / height, high),
    )
    return np.asarray(Image.fromarray(certainty).resize(size, Image.Resampling.BILINEAR, box=part))
