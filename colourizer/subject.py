"""What a picture is, as far as it can be told at a glance, where it is no photograph of a landscape.

Cheap signs, set so that hardly any landscape is wrongly spoken of; `python -m train study subjects` counts how many
are. Much goes unnoticed: documents, maps and engravings in lines are found, lithographs and wash drawings are not, and
of portraits those that look straight at one.
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

SMALLEST = 32  # pixels of the shorter side, below which there is too little to see
_SIDE = 240  # pixels of the longer side that is judged
_CELLS = 8  # on a side
_PAPER, _INK = 10, 25  # units of L: what is as light as paper, and what is darker than it by as much as ink
_EVERYWHERE, _MOST, _WRITTEN = 0.95, 0.5, 0.4  # shares: of cells that have paper, of pixels, of cells with ink on it
# Of engravings, seen so closely that lines do not run together.
_CLOSE, _WINDOWS = 1300, 48  # pixels of the longer side, and windows along it
_TOO_SMALL = 300  # pixels of the shorter side, below which lines and grain look alike
_BARE, _STROKE = 15, 40  # units of L: how near to paper, and by how much a window's lightest and darkest differ
_BARE_EVERYWHERE, _HATCHED = 0.94, 0.75  # shares of the windows with bare paper, and with strokes
_BETWEEN = 0.37  # share of the pixels in windows with strokes that are neither ink nor paper
_LINES, _OVER_TONES = 15, 0.9  # units of L that lines deviate from the tones around, and in deviations of the tones
_LARGE_FACE = 0.25  # of the shorter side


class Subject(StrEnum):
    """What a picture may be instead."""

    TINY = "tiny"
    PAPER = "paper"  # a document, a map, a drawing or an engraving: ink on paper
    PORTRAIT = "portrait"


def subject_of(photo: Photo, frame: Frame = WHOLE, *, faces: bool = True) -> Subject | None:
    """What the picture almost surely is; None for a landscape, and wherever nothing is sure.

    frame: where the photographs are on a scan. The largest is judged, not the page that it lies on.
    faces: whether they are looked for, which takes longer than all else.
    """
    if min(size_of(frame.largest, photo.size)) < SMALLEST:
        return Subject.TINY
    picture = photo if frame.largest.whole else _picture(photo, frame.largest)
    close = picture.reduced(_CLOSE).lightness
    small = reduced(close, _SIDE)  # from `close`, since reducing a large photograph takes longer than all else here
    if is_paper(small) or is_engraving(close):
        return Subject.PAPER
    return Subject.PORTRAIT if faces and largest_face(small) >= _LARGE_FACE else None


def _picture(photo: Photo, area: Area) -> Photo:
    """A part of a scan, no larger than is looked at."""
    width, height = size_of(area, photo.size)
    scale = min(1.0, _CLOSE / max(width, height))
    return Photo(cut_out(photo, area, (max(1, round(width * scale)), max(1, round(height * scale)))))


def is_paper(lightness: np.ndarray) -> bool:
    """Whether CIE L (H, W) is that of ink on paper: one light tone everywhere, most of it, with dark marks on it.

    A sky is as light and as smooth, but not at the foot of the picture, too; snow and fog have few dark marks.
    """
    paper = np.percentile(lightness, 90) - _PAPER
    cells = [cell for rows in np.array_split(lightness, _CELLS) for cell in np.array_split(rows, _CELLS, axis=1)]
    light, dark = (np.array([np.percentile(cell, percent) for cell in cells]) for percent in (90, 3))
    everywhere, written = (light > paper).mean(), (light - dark > _INK).mean()
    return bool(everywhere >= _EVERYWHERE and written >= _WRITTEN and (lightness > paper).mean() >= _MOST)


def is_engraving(lightness: np.ndarray) -> bool:
    """Whether CIE L (H, W), not reduced so far that lines run together, is that of a picture made of lines.

    Even its shadows have bare paper between the strokes, and most of it has strokes; little is neither ink nor paper;
    and strokes and paper differ more than the tones that they show. Woods in snow have the first and the last alone.
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
    """How large the largest face is that looks out of a picture, CIE L (H, W), as a share of its shorter side.

    0 for none. By scikit-image's cascade of local binary patterns, which knows faces seen from the front.
    """
    side = min(lightness.shape)
    smallest = max(24, round(side * _LARGE_FACE))
    found = _cascade().detect_multi_scale(
        np.clip(lightness / 100, 0, 1), 1.25, 1.5, min_size=(smallest, smallest), max_size=(side, side)
    )
    return max((face["width"] for face in found), default=0) / side


def load_face_detector() -> None:
    """Load what `largest_face` needs, which takes longer than colouring a photograph, before it is needed."""
    _cascade()


@cache
def _cascade() -> "Cascade":
    # Imported here, since that takes half a second.
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())
