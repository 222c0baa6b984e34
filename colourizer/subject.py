"""What a picture is, as far as it can be told at a glance, where it is no photograph of a landscape.

Cheap signs, set so that hardly any landscape is wrongly spoken of; `python -m train study subjects` counts how many
are. Much goes unnoticed: documents and maps are found, engravings in fine lines are not, and of portraits those that
look straight at one.
"""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from colourizer.photo.photo import Photo

if TYPE_CHECKING:
    from skimage.feature import Cascade

SMALLEST = 32  # pixels of the shorter side, below which there is too little to see
_SIDE = 240  # pixels of the longer side that is judged
_CELLS = 8  # on a side
_PAPER, _INK = 10, 25  # units of L: what is as light as paper, and what is darker than it by as much as ink
_EVERYWHERE, _MOST, _WRITTEN = 0.95, 0.5, 0.4  # shares: of cells that have paper, of pixels, of cells with ink on it
_LARGE_FACE = 0.25  # of the shorter side


class Subject(StrEnum):
    """What a picture may be instead."""

    TINY = "tiny"
    PAPER = "paper"  # a document, a map or a drawing: ink on paper
    PORTRAIT = "portrait"


def subject_of(photo: Photo, *, faces: bool = True) -> Subject | None:
    """What the picture almost surely is; None for a landscape, and wherever nothing is sure.

    faces: whether they are looked for, which takes longer than all else.
    """
    if min(photo.size) < SMALLEST:
        return Subject.TINY
    small = photo.reduced(_SIDE).lightness
    if is_paper(small):
        return Subject.PAPER
    return Subject.PORTRAIT if faces and largest_face(small) >= _LARGE_FACE else None


def is_paper(lightness: np.ndarray) -> bool:
    """Whether CIE L (H, W) is that of ink on paper: one light tone everywhere, most of it, with dark marks on it.

    A sky is as light and as smooth, but not at the foot of the picture, too; snow and fog have few dark marks.
    """
    paper = np.percentile(lightness, 90) - _PAPER
    cells = [cell for rows in np.array_split(lightness, _CELLS) for cell in np.array_split(rows, _CELLS, axis=1)]
    light, dark = (np.array([np.percentile(cell, percent) for cell in cells]) for percent in (90, 3))
    everywhere, written = (light > paper).mean(), (light - dark > _INK).mean()
    return bool(everywhere >= _EVERYWHERE and written >= _WRITTEN and (lightness > paper).mean() >= _MOST)


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


@cache
def _cascade() -> "Cascade":
    # Here, since importing them takes longer than colouring a photograph.
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())
