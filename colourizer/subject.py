"""Detect pictures that are not photographs of landscapes, with fast heuristics.

Thresholds are set for very few false positives among landscapes, which `python -m train study subjects` counts. Recall
is low: documents, maps and line engravings are found, lithographs and wash drawings are not, and portraits only if
they face the camera.
"""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from colourizer.frame.frame import WHOLE, Area, Frame
from colourizer.frame.layout import cut_out, size_of
from colourizer.photo.photo import Photo, reduced

if TYPE_CHECKING:
    from skimage.feature import Cascade

SMALLEST = 32  # pixels of the shorter side; smaller pictures show too little
_SIDE = 240  # pixels of the longer side at which a picture is analysed
_CELLS = 8  # on a side
_PAPER, _INK = 10, 25  # units of L: tolerance for paper, and least contrast of ink in a cell
_EVERYWHERE, _MOST, _WRITTEN = 0.95, 0.5, 0.4  # least shares: of cells with paper, pixels of paper, cells with ink
# For engravings, at a size at which lines do not merge.
_CLOSE, _WINDOWS = 1300, 48  # pixels of the longer side, and windows along it
_TOO_SMALL = 300  # pixels of the shorter side, below which lines and grain look alike
_BARE, _STROKE = 15, 40  # units of L: tolerance for bare paper, and least contrast of a window with strokes
_BARE_EVERYWHERE, _HATCHED = 0.94, 0.75  # shares of the windows with bare paper, and with strokes
_BETWEEN = 0.37  # share of the pixels in windows with strokes that are neither ink nor paper
_LINES, _OVER_TONES = 15, 0.9  # least deviation of lines from local tones: in L, and relative to the tones' own
_LARGE_FACE = 0.25  # of the shorter side


class Subject(StrEnum):
    """What a picture may be instead of a landscape."""

    TINY = "tiny"
    PAPER = "paper"  # a document, a map, a drawing or an engraving: ink on paper
    PORTRAIT = "portrait"


def subject_of(photo: Photo, frame: Frame = WHOLE, *, faces: bool = True) -> Subject | None:
    """What the picture almost surely is; None for a landscape, and in case of doubt.

    frame: where the photographs are on a scan. The largest is analysed, not the page around it.
    faces: whether to detect faces, which takes longer than everything else.
    """
    if min(size_of(frame.largest, photo.size)) < SMALLEST:
        return Subject.TINY
    picture = photo if frame.largest.whole else _picture(photo, frame.largest)
    close = picture.reduced(_CLOSE).lightness
    small = reduced(close, _SIDE)  # from `close`, since reducing a large photograph takes longest
    if is_paper(small) or is_engraving(close):
        return Subject.PAPER
    return Subject.PORTRAIT if faces and largest_face(small) >= _LARGE_FACE else None


def _picture(photo: Photo, area: Area) -> Photo:
    """A part of a scan, reduced to the size that is analysed."""
    width, height = size_of(area, photo.size)
    scale = min(1.0, _CLOSE / max(width, height))
    return Photo(cut_out(photo, area, (max(1, round(width * scale)), max(1, round(height * scale)))))


def is_paper(lightness: np.ndarray) -> bool:
    """Whether CIE L (H, W) shows ink on paper: mostly one light tone, found everywhere, with dark marks on it.

    A sky is as light and smooth, but does not reach the bottom of the picture; snow and fog have few dark marks.
    """
    paper = np.percentile(lightness, 90) - _PAPER
    cells = [cell for rows in np.array_split(lightness, _CELLS) for cell in np.array_split(rows, _CELLS, axis=1)]
    light, dark = (np.array([np.percentile(cell, percent) for cell in cells]) for percent in (90, 3))
    everywhere, written = (light > paper).mean(), (light - dark > _INK).mean()
    return bool(everywhere >= _EVERYWHERE and written >= _WRITTEN and (lightness > paper).mean() >= _MOST)


def is_engraving(lightness: np.ndarray) -> bool:
    """Whether CIE L (H, W), at a size at which lines do not merge, shows a picture made of lines.

    Even its shadows have bare paper between the strokes; most of it has strokes; few pixels are neither ink nor paper;
    and strokes and paper differ more than the tones that they depict. Snowy woods meet only the first and the last.
    """
    if min(lightness.shape) < _TOO_SMALL:
        return False
    tones = np.rint(lightness).astype(np.uint8)  # whole units of L: a quarter of the time
    side = round(max(tones.shape) / _WINDOWS) | 1
    window = np.ones((side, side), np.uint8)
    lightest = cv2.dilate(tones, window)
    if (lightest > np.percentile(tones[::3, ::3], 92) - _BARE).mean() < _BARE_EVERYWHERE:
        return False
    darkest = cv2.erode(tones, window)
    strokes = lightest - darkest > _STROKE
    if strokes.mean() < _HATCHED:
        return False
    place = (lightness - darkest) / np.maximum(lightest - darkest, 1)
    if (np.abs(place[strokes] - 0.5) < 0.2).mean() > _BETWEEN:
        return False
    around = cv2.GaussianBlur(lightness, (0, 0), side / 2)
    lines = float(np.sqrt(np.square(lightness - around).mean()))
    return lines >= _LINES and lines >= _OVER_TONES * float(around.std())


def largest_face(lightness: np.ndarray) -> float:
    """The size of the largest face in a picture, CIE L (H, W), as a share of its shorter side; 0 for none.

    Uses scikit-image's cascade of local binary patterns, which detects frontal faces.
    """
    side = min(lightness.shape)
    smallest = max(24, round(side * _LARGE_FACE))
    found = _cascade().detect_multi_scale(
        np.clip(lightness / 100, 0, 1), 1.25, 1.5, min_size=(smallest, smallest), max_size=(side, side)
    )
    return max((face["width"] for face in found), default=0) / side


def load_face_detector() -> None:
    """Load the detector of `largest_face` in advance: it takes longer than colouring a photograph."""
    _cascade()


@cache
def _cascade() -> "Cascade":
    # Imported here, since it takes half a second.
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())
