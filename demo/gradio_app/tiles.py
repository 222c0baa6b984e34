"""A photograph at its full size, square by square, for whoever looks at it closely: only what is in view is painted.

Level 0 is the photograph as it is, level 1 has half as many pixels on each side, and so on. A few decoded photographs
are kept for a short while, so that moving about decodes none again; the squares lie in Gradio's cache like all else.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from colourizer import Photo
from colourizer.colourization import Settings
from demo.gradio_app import certainty_overlay as overlay
from demo.gradio_app import examples as samples
from demo.gradio_app import files as pictures
from demo.gradio_app.session import ColouredPhoto

SIDE = 512  # pixels of a square
MOST = 24  # squares at once: a screen of four megapixels, and a margin
LEVELS = 8
_PIXELS = 120e6  # of all decoded photographs kept together, 4 bytes each; a larger one is kept alone
_IDLE = 120.0  # seconds after which an unused one is dropped

Place = tuple[int, int, int]  # level, column, row


class Square(NamedTuple):
    """A part of a photograph. box: left, top, right, bottom, from 0 to 1 of it. grey, colours: paths of its files."""

    box: tuple[float, float, float, float]
    grey: str
    colours: str


@dataclass(eq=False)
class _Decoded:
    """A photograph at full size. levels: its reductions. key: of the picture that `squares` belong to."""

    file: str
    photo: Photo
    used: float
    levels: dict[int, Photo] = field(default_factory=dict)
    key: str = ""
    squares: dict[Place, Square] = field(default_factory=dict)

    def level(self, level: int) -> Photo:
        """The photograph with its sides halved so many times."""
        if level not in self.levels:
            self.levels[level] = self.photo.reduced(max(1, max(self.photo.size) >> level)) if level else self.photo
        return self.levels[level]


class Closeups:
    """What is painted of photographs at their full size. clock: of seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock, self._lock = clock, threading.Lock()
        self._decoded: OrderedDict[tuple, _Decoded] = OrderedDict()
        self._timer: threading.Timer | None = None

    def squares(self, state: ColouredPhoto, show_lines: bool, places: Iterable[Place]) -> dict[Place, Square]:
        """Each square in grey and as it is shown, by place; places that the photograph has not are left out.

        show_lines: whether lines are drawn where the network guesses. Raises gr.Error where the upload is gone.
        """
        with self._lock:
            decoded = self._of(state)
            if decoded.key != key(state, show_lines):
                decoded.key, decoded.squares = key(state, show_lines), {}
            wanted = [place for place in dict.fromkeys(places) if _box(decoded, place)][:MOST]
            missing = [place for place in wanted if not _still_there(decoded.squares.get(place))]
            for level in {level for level, _, _ in missing}:
                at_level = [place for place in missing if place[0] == level]
                decoded.squares |= _painted(decoded, state, show_lines, at_level)
            return {place: decoded.squares[place] for place in wanted}

    def forget(self) -> None:
        """Drop what was not used of late, or whose upload was deleted; come back as long as there is any."""
        with self._lock:
            for name, each in list(self._decoded.items()):
                if self._clock() - each.used >= _IDLE or not Path(each.file).is_file():
                    del self._decoded[name]
            self._timer = None
            if self._decoded:
                self._come_back()

    def __len__(self) -> int:
        return len(self._decoded)

    def _of(self, state: ColouredPhoto) -> _Decoded:
        file = state.path or str(samples.FIRST)
        name = (file, state.levels, state.coloured.photo.negative)
        found = self._decoded.pop(name, None)
        if found is None or not Path(file).is_file():
            photo = pictures.read(file, levels=state.levels)
            found = _Decoded(file, photo.inverted() if state.coloured.photo.negative else photo, self._clock())
        found.used = self._clock()
        self._decoded[name] = found
        while len(self._decoded) > 1 and sum(_pixels(each) for each in self._decoded.values()) > _PIXELS:
            self._decoded.popitem(last=False)
        self._come_back()
        return found

    def _come_back(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(_IDLE, self.forget)
            self._timer.daemon = True
            self._timer.start()


def key(state: ColouredPhoto, show_lines: bool) -> str:
    """What the picture is made of: another wherever it looks otherwise, so that no two are ever mixed."""
    coloured = state.coloured
    source = (coloured.photo.sha256, state.path, coloured.photo.negative, state.levels)
    look = (coloured.model, coloured.settings, coloured.frame, show_lines and state.has_distribution)
    return sha256(repr((*source, *look)).encode()).hexdigest()[:32]


def _painted(decoded: _Decoded, state: ColouredPhoto, show_lines: bool, places: list[Place]) -> dict[Place, Square]:
    """Squares of one level, each by itself: their places may lie far apart."""
    photo, shown = decoded.level(places[0][0]), state.coloured
    # What the session has worked out already, laid on another size of the same photograph.
    coloured = replace(
        shown, photo=photo, chroma=shown.adjusted_chroma, settings=Settings(), distribution=None, guide=None
    )
    folder, squares = pictures.new_folder(), {}
    for place in places:
        left, top, right, bottom = box = _box(decoded, place) or (0, 0, 0, 0)
        colours = coloured.part(*box)
        if show_lines and shown.certainty is not None:
            colours = overlay.hatched(colours, shown.certainty, (left, top), photo.size)
        grey = replace(photo, lightness=photo.lightness[top:bottom, left:right]).rgb
        name = "-".join(map(str, place))
        width, height = photo.size
        squares[place] = Square(
            (left / width, top / height, right / width, bottom / height),
            pictures.save_pixels(grey, folder / f"grey-{name}.jpg"),
            pictures.save_pixels(colours, folder / f"colours-{name}.jpg"),
        )
    return squares


def _box(decoded: _Decoded, place: Place) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of a square, in pixels of its level; None for one that the photograph has not."""
    level, column, row = place
    if not (0 <= level < LEVELS and column >= 0 and row >= 0):
        return None
    width, height = decoded.level(level).size
    left, top = column * SIDE, row * SIDE
    return (left, top, min(left + SIDE, width), min(top + SIDE, height)) if left < width and top < height else None


def _pixels(decoded: _Decoded) -> int:
    return decoded.photo.lightness.size


def _still_there(square: Square | None) -> bool:
    return square is not None and all(Path(path).is_file() for path in square[1:])
