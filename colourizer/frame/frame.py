"""The places of the photographs on a scan, as fractions of its size.

`find_frame` finds them, or users set them. Nothing outside is coloured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from colourizer.errors import CodedError


class FrameError(CodedError):
    """An invalid frame; the message says what is valid."""

    sentences: ClassVar = {
        "no_frame": "{text} is no frame. Write auto, none, or X,Y,WIDTH,HEIGHT: the left upper corner and the size, as "
        "fractions of the picture, as in 0.1,0.05,0.8,0.7 or 10%,5%,80%,70%.",
    }


@dataclass(frozen=True)
class Area:
    """A photograph on a scan: a rectangle, perhaps rotated a little.

    x, y: the top left corner. These, width and height are fractions of the scan's width and height, in [0, 1], before
    rotation. angle: of the rotation about its centre, in degrees, clockwise.
    """

    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0
    angle: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether it is the whole scan."""
        return self == Area()

    @property
    def share(self) -> float:
        """The share of the scan that it covers, in [0, 1]."""
        return self.width * self.height

    def pixels(self, size: tuple[int, int]) -> tuple[float, float, float, float]:
        """Centre x and y, width and height in pixels of a scan of `size` (width, height)."""
        width, height = self.width * size[0], self.height * size[1]
        return self.x * size[0] + width / 2, self.y * size[1] + height / 2, width, height

    def corners(self, size: tuple[int, int]) -> np.ndarray:
        """Top left, top right, bottom right and bottom left corner (4, 2): x and y in pixels of a scan of `size`."""
        x, y, width, height = self.pixels(size)
        across, down = directions(self.angle)
        ends = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2
        return np.array([x, y]) + ends[:, :1] * width * across + ends[:, 1:] * height * down

    @classmethod
    def of_pixels(cls, box: Sequence[float], angle: float, size: tuple[int, int]) -> "Area":
        """From centre x and y, width and height in pixels of a scan of `size` (width, height)."""
        x, y, width, height = (float(value) for value in box)
        return cls((x - width / 2) / size[0], (y - height / 2) / size[1], width / size[0], height / size[1], angle)


@dataclass(frozen=True)
class Frame:
    """Where the photographs are on a scan.

    areas: one for each, from left to right and from top to bottom; by default the whole scan.
    reason: how they were found: "whole", "border", "prints", "stereograph", or "chosen" by a user.
    """

    areas: tuple[Area, ...] = (Area(),)
    reason: str = "whole"

    @property
    def largest(self) -> Area:
        """The largest of the photographs."""
        return max(self.areas, key=lambda area: area.share)

    @property
    def whole(self) -> bool:
        """Whether the whole scan is one photograph."""
        return self.areas == (Area(),)

    @property
    def share(self) -> float:
        """The share of the scan that its photographs cover, in [0, 1]."""
        return min(1.0, sum(area.share for area in self.areas))

    def mask(self, size: tuple[int, int], rows: slice | None = None, soft: float = 0.0) -> np.ndarray:
        """1 within the areas and 0 outside, (n, width), float32, for some rows of a scan of `size` (width, height).

        soft: width in pixels of the ramp inwards from each edge; there is none at the edges of the scan.
        """
        width, height = size
        rows = rows or slice(0, height)
        x, y = (
            np.arange(width, dtype=np.float32) + 0.5,
            np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + 0.5,
        )
        mask = np.zeros((rows.stop - rows.start, width), np.float32)
        for area in self.areas:
            np.maximum(mask, _within(area, size, x, y, max(soft, 1e-3)), out=mask)
        return mask

    def __str__(self) -> str:
        """As `parse` reads it: "X,Y,WIDTH,HEIGHT", and the angle if it is rotated; areas separated by semicolons."""
        return ";".join(
            ",".join(f"{value:.5g}" for value in (area.x, area.y, area.width, area.height))
            + (f",{area.angle:.2f}" if area.angle else "")
            for area in self.areas
        )

    @classmethod
    def parse(cls, text: str) -> "Frame":
        """From "X,Y,WIDTH,HEIGHT", fractions or percentages of the scan, and perhaps ",ANGLE"; areas separated by ";".

        Raises FrameError.
        """
        areas = tuple(_area(part) for part in text.split(";"))
        return WHOLE if areas == WHOLE.areas else cls(areas, "chosen")


WHOLE = Frame()
_TURN = 45  # degrees: beyond that, width and height are swapped


def _area(text: str) -> Area:
    """Raises FrameError."""
    try:
        numbers = [float(word.strip().removesuffix("%")) / (100 if "%" in word else 1) for word in text.split(",")]
    except ValueError:
        raise FrameError.of("no_frame", text=repr(text)) from None
    x, y, width, height, angle = [*numbers, 0.0] if len(numbers) == 4 else numbers if len(numbers) == 5 else [9.0] * 5
    within = 0 <= x < 1 and 0 <= y < 1 and width > 0 and height > 0 and max(x + width, y + height) <= 1.0005
    if not within or not -_TURN <= angle <= _TURN:
        raise FrameError.of("no_frame", text=repr(text))
    return Area(x, y, min(width, 1 - x), min(height, 1 - y), angle)


def directions(angle: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The directions "right" and "down" of an area rotated by `angle` degrees: (x, y) each.

    For many angles (n,) at once, each is (2, n).
    """
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.array([cosine, sine]), np.array([-sine, cosine])


def _within(area: Area, size: tuple[int, int], x: np.ndarray, y: np.ndarray, soft: float) -> np.ndarray:
    """How far inside the edges of `area` each pixel lies, over `soft` pixels: (n, width), float32 in [0, 1]."""
    centre_x, centre_y, width, height = area.pixels(size)
    inside = np.ones((len(y), x.shape[-1]), np.float32)
    ends = ((area.x, area.x + area.width), (area.y, area.y + area.height))
    for direction, length, (low, high) in zip(directions(area.angle), (width, height), ends, strict=True):
        along = ((x - centre_x) * direction[0] + (y - centre_y) * direction[1]).astype(np.float32)
        if area.angle or low > 0:
            np.minimum(inside, (along + length / 2) / soft, out=inside)
        if area.angle or high < 1:
            np.minimum(inside, (length / 2 - along) / soft, out=inside)
    return np.clip(inside, 0, 1)
