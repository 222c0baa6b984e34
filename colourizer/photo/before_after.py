"""A before-and-after picture for sharing, with a title for each half and lines of text below.

Text is drawn in OpenCV's built-in font, which covers the scripts of most file names and needs no font on the machine.
"""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

_PAPER, _INK, _PALE = (250, 248, 245), (41, 37, 36), (107, 100, 94)
_WIDE = 2.0  # aspect ratio from which the two are stacked vertically
_LETTERS = 62  # width of the picture in letter heights
_SMALLEST = 11  # letter height in pixels; a small picture gets wider margins, so that the text stays legible
_NARROWEST = 640  # width of the picture in pixels


def side_by_side(grey: np.ndarray, colours: np.ndarray, titles: tuple[str, str], lines: Sequence[str]) -> np.ndarray:
    """Both pictures, sRGB (H, W, 3), uint8, side by side; panoramas are stacked. Returns sRGB (h, w, 3), uint8.

    titles: one for each half. lines: text below both, wrapped.
    """
    height, width = grey.shape[:2]
    stacked = width >= _WIDE * height
    size = _letters(width if stacked else 2 * width)
    margin, down = size, height + round(2.2 * size)
    across = max(width, (_NARROWEST - margin) // 2) + margin
    sheet = _sheet(2 * down if stacked else down, width if stacked else 2 * across - margin, margin)
    for number, (half, said) in enumerate(zip((grey, colours), titles, strict=True)):
        left, top = (margin, margin + number * down) if stacked else (margin + number * across, margin)
        sheet[top : top + height, left : left + width] = half
        _write(sheet, said, (left, top + height + round(1.5 * size)), size, _INK)
    return _with_lines(sheet, lines, size, margin)


def divided(
    grey: np.ndarray, colours: np.ndarray, place: float, titles: tuple[str, str], lines: Sequence[str]
) -> np.ndarray:
    """One picture, grey to the left of a line at `place`, in [0, 1] of its width. Otherwise like `side_by_side`."""
    height, width = grey.shape[:2]
    size = _letters(width)
    margin, title = size, round(2.2 * size)
    at = round(min(max(place, 0.0), 1.0) * width)
    both = np.concatenate([grey[:, :at], colours[:, at:]], axis=1)
    thick = max(2, width // 500)
    if 0 < at < width:
        both[:, max(0, at - thick // 2) : at + thick // 2] = 255
    sheet = _sheet(height + title, width, margin)
    left = (sheet.shape[1] - width) // 2
    sheet[margin : margin + height, left : left + width] = both
    base = margin + height + round(1.5 * size)
    if at:
        _write(sheet, titles[0], (margin, base), size, _INK)
    if at < width:
        _write(sheet, titles[1], (sheet.shape[1] - margin - _width(titles[1], size), base), size, _INK)
    return _with_lines(sheet, lines, size, margin)


def broken(line: str, width: int, size: int) -> list[str]:
    """Wrap a line of text to `width` pixels; a single word that is wider is not broken."""
    words, starts = line.split(), [0]
    for end in range(1, len(words) + 1):
        if end - starts[-1] > 1 and _width(" ".join(words[starts[-1] : end]), size) > width:
            starts.append(end - 1)
    return [" ".join(words[first:last]) for first, last in pairwise([*starts, len(words)])]


def _letters(width: int) -> int:
    return max(_SMALLEST, round(max(width, _NARROWEST) / _LETTERS))


def _sheet(height: int, width: int, margin: int) -> np.ndarray:
    return np.full((height + margin, max(width, _NARROWEST) + 2 * margin, 3), _PAPER, np.uint8)


def _with_lines(sheet: np.ndarray, lines: Sequence[str], size: int, margin: int) -> np.ndarray:
    pieces = [piece for line in lines for piece in broken(line, sheet.shape[1] - 2 * margin, size)]
    step = round(1.5 * size)
    foot = np.full((step * len(pieces) + margin, sheet.shape[1], 3), _PAPER, np.uint8)
    for number, piece in enumerate(pieces, start=1):
        _write(foot, piece, (margin, step * number - size // 4), size, _PALE)
    return np.concatenate([sheet, foot])


def _write(sheet: np.ndarray, text: str, at: tuple[int, int], size: int, ink: tuple[int, int, int]) -> None:
    cv2.putText(sheet, text, at, ink, cv2.FontFace("sans"), size, 400)


def _width(text: str, size: int) -> int:
    return cv2.getTextSize((0, 0), text, (0, 0), cv2.FontFace("sans"), size, 400)[2]
