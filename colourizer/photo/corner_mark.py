"""A small visible mark for photographs whose colours are simulated: a painter's palette in the lower right corner."""

import numpy as np
from PIL import Image, ImageDraw

_SMALLEST, _SHARE = 20, 1 / 24  # pixels a side, and of the photograph's shorter side
_FINER = 4  # drawn larger by this factor, then reduced: smooth edges
_PAINTS = {(0.30, 0.30): "#d0402b", (0.55, 0.22): "#e8b32c", (0.76, 0.38): "#3f8f4f", (0.27, 0.58): "#2f6fb0"}


def mark_side(width: int, height: int) -> int:
    """The mark's side in pixels for a photograph of this size; 0 if the photograph is too small."""
    side = max(_SMALLEST, round(min(width, height) * _SHARE))
    return side if 2 * side <= min(width, height) else 0


def marked(rgb: np.ndarray) -> np.ndarray:
    """A copy of a photograph, sRGB (H, W, 3), uint8 or uint16, with the mark in its corner; unchanged if too small."""
    height, width = rgb.shape[:2]
    side = mark_side(width, height)
    if not side:
        return rgb
    margin = side // 4
    corner = slice(height - margin - side, height - margin), slice(width - margin - side, width - margin)
    palette = np.asarray(_palette(side), np.float32) / 255
    opacity, full = palette[..., 3:], np.iinfo(rgb.dtype).max
    rgb = rgb.copy()
    rgb[corner] = np.round(rgb[corner] * (1 - opacity) + palette[..., :3] * opacity * full)
    return rgb


def _palette(side: int) -> Image.Image:
    """The mark, RGBA: light wood with a dark rim, visible on any background; four paints and a thumb hole."""
    size = side * _FINER
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    rim = {"outline": "#33291f", "width": max(1, size // 24)}
    draw.ellipse((0, size * 0.06, size - 1, size * 0.94), "#f4ead6", **rim)
    for (x, y), paint in _PAINTS.items():
        draw.circle((size * x, size * y), size * 0.09, paint)
    draw.ellipse((size * 0.52, size * 0.60, size * 0.74, size * 0.80), (0, 0, 0, 0), **rim)
    return image.resize((side, side), Image.Resampling.LANCZOS)
