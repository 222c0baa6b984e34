"""Close-ups of photographs at full size, in square tiles: only tiles in view are painted.

Level 0 is the photograph itself, level 1 has half as many pixels on each side, and so on. A few decoded photographs are
cached for a short while, so that panning does not decode them again; the squares are files in Gradio's cache.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from colourizer import Photo
from colourizer.photo.photo import reduced
from demo.gradio_app import pictures
from demo.gradio_app.halves import Sources, Subject

SIDE = 512  # pixels of a square
MOST = 24  # squares per request: a screen of four megapixels, and a margin
LEVELS = 8
_PIXELS = 120e6  # pixels of all cached photographs together, 4 bytes each; a larger photograph is cached alone
_IDLE = 120.0  # seconds after which an unused photograph is dropped

Place = tuple[int, int, int]  # level, column, row


class Square(NamedTuple):
    """A part of a photograph. box: left, top, right, bottom, from 0 to 1 of it. before, after: paths of its files."""

    box: tuple[float, float, float, float]
    before: str
    after: str


@dataclass(eq=False)
class _Decoded:
    """A photograph at full size. levels, originals: reduced copies by level, in grey and in its own colours, made on
    first use. key: of the picture to which `squares` belong.
    """

    file: str
    photo: Photo
    used: float
    levels: dict[int, Photo] = field(default_factory=dict)
    originals: dict[int, np.ndarray] = field(default_factory=dict)
    key: str = ""
    squares: dict[Place, Square] = field(default_factory=dict)

    def level(self, level: int) -> Photo:
        """The photograph with its sides halved `level` times."""
        if level not in self.levels:
            self.levels[level] = self.photo.reduced(self.longest(level)) if level else self.photo
        return self.levels[level]

    def original(self, level: int) -> np.ndarray:
        """The photograph's own colours at a level, sRGB (H, W, 3), uint8. Raises gr.Error."""
        if level not in self.originals:
            self.originals[level] = (
                reduced(self.original(0), self.longest(level)) if level else pictures.read_rgb(self.file)
            )
        return self.originals[level]

    def longest(self, level: int) -> int:
        """Pixels on the long side at a level."""
        return max(1, max(self.photo.size) >> level)

    @property
    def pixels(self) -> float:
        """The memory that it takes, in pixels of 4 bytes; its own colours take 3 bytes a pixel."""
        return self.photo.lightness.size * (1.75 if self.originals else 1)


class Closeups:
    """A cache of decoded photographs, from which squares are painted. clock: returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock, self._lock = clock, threading.Lock()
        self._decoded: OrderedDict[tuple, _Decoded] = OrderedDict()
        self._timer: threading.Timer | None = None

    def squares(self, subject: Subject, places: Iterable[Place]) -> dict[Place, Square]:
        """The squares of both halves, by place; places outside the photograph are left out.

        Raises gr.Error if the upload is gone.
        """
        with self._lock:
            decoded = self._of(subject)
            if decoded.key != subject.key:
                decoded.key, decoded.squares = subject.key, {}
            wanted = [place for place in dict.fromkeys(places) if _box(decoded, place)][:MOST]
            missing = [place for place in wanted if not _still_there(decoded.squares.get(place))]
            for level in {level for level, _, _ in missing}:
                at_level = [place for place in missing if place[0] == level]
                decoded.squares |= _painted(decoded, subject, at_level)
            self._make_room()
            return {place: decoded.squares[place] for place in wanted}

    def forget(self) -> None:
        """Drop photographs that are unused or whose upload was deleted; runs again while any are left."""
        with self._lock:
            for name, each in list(self._decoded.items()):
                if self._clock() - each.used >= _IDLE or not Path(each.file).is_file():
                    del self._decoded[name]
            self._timer = None
            if self._decoded:
                self._come_back()

    def __len__(self) -> int:
        return len(self._decoded)

    def _of(self, subject: Subject) -> _Decoded:
        name = (subject.file, subject.levels, subject.negative)
        found = self._decoded.pop(name, None)
        if found is None or not Path(subject.file).is_file():
            photo = pictures.read(subject.file, levels=subject.levels)
            found = _Decoded(subject.file, photo.inverted() if subject.negative else photo, self._clock())
        found.used = self._clock()
        self._decoded[name] = found
        self._make_room()
        self._come_back()
        return found

    def _make_room(self) -> None:
        while len(self._decoded) > 1 and sum(each.pixels for each in self._decoded.values()) > _PIXELS:
            self._decoded.popitem(last=False)

    def _come_back(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(_IDLE, self.forget)
            self._timer.daemon = True
            self._timer.start()


def _painted(decoded: _Decoded, subject: Subject, places: list[Place]) -> dict[Place, Square]:
    """Paint squares of one level, one by one: their places may be far apart."""
    level = places[0][0]
    photo = decoded.level(level)
    sources = Sources(photo, partial(decoded.original, level))
    before, after = (half.painter(sources) for half in (subject.before, subject.after))
    folder, squares = pictures.new_folder(), {}
    for place in places:
        left, top, right, bottom = box = _box(decoded, place) or (0, 0, 0, 0)
        name = "-".join(map(str, place))
        width, height = photo.size
        squares[place] = Square(
            (left / width, top / height, right / width, bottom / height),
            pictures.save_pixels(before(box), folder / f"before-{name}.jpg"),
            pictures.save_pixels(after(box), folder / f"after-{name}.jpg"),
        )
    return squares


def _box(decoded: _Decoded, place: Place) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of a square, in pixels of its level; None for one outside the photograph."""
    level, column, row = place
    if not (0 <= level < LEVELS and column >= 0 and row >= 0):
        return None
    width, height = decoded.level(level).size
    left, top = column * SIDE, row * SIDE
    return (left, top, min(left + SIDE, width), min(top + SIDE, height)) if left < width and top < height else None


def _still_there(square: Square | None) -> bool:
    return square is not None and all(Path(path).is_file() for path in square[1:])
