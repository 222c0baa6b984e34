"""The two halves on either side of the dividing line, any part of which can be painted at full size."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from colourizer import Colourization, Photo
from colourizer.colourization import Settings
from colourizer.photo.levels import KEPT
from demo.gradio_app import certainty_overlay, samples
from demo.gradio_app.session import ColouredPhoto

Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels
Painter = Callable[[Box], np.ndarray]  # a part as sRGB (h, w, 3), uint8


class Sources(NamedTuple):
    """A photograph at one size. original: returns its own colours at that size, sRGB (H, W, 3), uint8."""

    photo: Photo
    original: Callable[[], np.ndarray]


class Half:
    """A photograph without colour; the base of all others."""

    def painter(self, sources: Sources) -> Painter:
        """A function that paints parts of this half, at the size of `sources`."""
        photo = sources.photo

        def paint(box: Box) -> np.ndarray:
            left, top, right, bottom = box
            return replace(photo, lightness=photo.lightness[top:bottom, left:right]).rgb

        return paint


class Original(Half):
    """A photograph in its own colours."""

    def painter(self, sources: Sources) -> Painter:
        """As in `Half`."""
        pixels = sources.original()

        def paint(box: Box) -> np.ndarray:
            left, top, right, bottom = box
            return pixels[top:bottom, left:right]

        return paint


@dataclass(frozen=True, eq=False)
class Coloured(Half):
    """A photograph in a network's colours. show_lines: whether lines are drawn where the network guesses."""

    shown: Colourization
    show_lines: bool = False

    def painter(self, sources: Sources) -> Painter:
        """As in `Half`."""
        photo, shown = sources.photo, self.shown
        # Reuse the session's chroma on another size of the same photograph.
        coloured = replace(
            shown, photo=photo, chroma=shown.adjusted_chroma, settings=Settings(), distribution=None, guide=None
        )

        def paint(box: Box) -> np.ndarray:
            colours = coloured.part(*box)
            if self.show_lines and shown.certainty is not None:
                return certainty_overlay.hatched(colours, shown.certainty, box[:2], photo.size)
            return colours

        return paint


@dataclass(frozen=True, eq=False)
class Subject:
    """The picture in a close-up.

    path: of the upload, None for the first example. key: unique for each look of the picture, so that squares of two
    are never mixed. before, after: the halves. levels, negative: how the photograph is read.
    """

    path: str | None
    key: str
    before: Half
    after: Half
    levels: str = KEPT
    negative: bool = False

    @property
    def file(self) -> str:
        """The path of the photograph; the file may have been deleted."""
        return self.path or str(samples.FIRST)


def coloured_subject(state: ColouredPhoto, show_lines: bool) -> Subject:
    """The photograph of the first tab: in grey, and as shown."""
    coloured, lines = state.coloured, show_lines and state.has_distribution
    return Subject(
        state.path, key(state, show_lines), Half(), Coloured(coloured, lines), state.levels, coloured.photo.negative
    )


def key(state: ColouredPhoto, show_lines: bool) -> str:
    """The key of `coloured_subject`."""
    coloured = state.coloured
    source = (coloured.photo.sha256, state.path, coloured.photo.negative, state.levels)
    look = (coloured.model, coloured.settings, coloured.frame, show_lines and state.has_distribution)
    return key_of(*source, *look)


def key_of(*looks: object) -> str:
    """A hash of everything that changes how a picture looks."""
    return sha256(repr(looks).encode()).hexdigest()[:32]
