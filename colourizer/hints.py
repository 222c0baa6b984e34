"""Hints: known colours of places in a photograph, which spread to all pixels of the same colour.

The network predicts a short vector for every pixel, similar for pixels of the same colour. A hint spreads to pixels by
the similarity of their vectors and by distance, as in attention (Vaswani et al. 2017, arXiv 1706.03762), with the
predicted colour as one more candidate. A new hint therefore costs only a product of small matrices, and without hints
nothing changes. Hints of the kind of Zhang et al. 2017 (arXiv 1705.02999).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from colourizer.errors import CodedError

MOST = 1000  # hints of one photograph
FARTHEST = 128.0  # CIE ab, either way
WIDEST = 0.25  # radius
_GIVEN = 30.0  # the weight of a hint in its own place, in logits: it dominates
_CHUNK = 64  # hints whose weights are in memory at a time


class HintError(CodedError):
    """Unusable hints; the message says why, and what to do."""

    sentences: ClassVar = {
        "hints_unreadable": "The hints are not JSON: save them from the app, or see the documentation.",
        "hints_no_list": 'The hints are not a list under "hints": save them from the app, or see the documentation.',
        "hints_file_unreadable": "The hints in {file} cannot be read: name a JSON file that the app saved.",
        "hints_too_many": "There are {count} hints: give at most {most}.",
        "hint_incomplete": "A hint needs x, y, a and b, may have a radius, and nothing else.",
        "hints_not_taken": "The network {model} takes no hints: choose chroma.",
        "hint_out_of_range": "A hint's {name} is {value}: give a number from {low} to {high}.",
    }


@dataclass(frozen=True)
class Hint:
    """The known colour of a place.

    x, y: the place, from 0 (left, top) to 1 (right, bottom) of the photograph. a, b: the colour, CIE ab, from -128 to
    128; 0 and 0 are grey. radius: around the place, within which the colour is known, as a share of the
    shorter side, up to 0.25. Raises HintError for values out of range.
    """

    x: float
    y: float
    a: float
    b: float
    radius: float = 0.01

    def __post_init__(self):
        limits = {
            "x": (0, 1),
            "y": (0, 1),
            "a": (-FARTHEST, FARTHEST),
            "b": (-FARTHEST, FARTHEST),
            "radius": (0, WIDEST),
        }
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            # bool is an int in Python, but a mistake in JSON
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise HintError.of("hint_out_of_range", name=name, value=repr(value), low=f"{low:g}", high=f"{high:g}")


@dataclass(frozen=True, eq=False)
class HintGuide:
    """How hints spread over one photograph.

    vectors: (h, w, C), float32, one for each pixel at the network's reduced size. nearness: the penalty for a pixel's
    distance, in logits per squared share of the shorter side. bias: added to every hint.
    """

    vectors: np.ndarray
    nearness: float
    bias: float

    def spread(self, hints: Sequence[Hint], colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The colours with hints, CIE ab (h, w, 2), float32, and the hints' share in [0, 1], (h, w).

        colours: without hints, CIE ab (h, w, 2).
        """
        height, width, channels = self.vectors.shape
        flat = self.vectors.reshape(-1, channels)
        side = min(height, width)
        y, x = (np.mgrid[:height, :width] + 0.5).reshape(2, -1).astype(np.float32) / side
        # A running softmax over hints, whose first member is the network's own colour at a logit of 0.
        most, total = np.zeros(len(flat), np.float32), np.ones(len(flat), np.float32)
        given = np.zeros((len(flat), 2), np.float32)
        hints = list(dict.fromkeys(hints))  # a repeated hint counts once
        for start in range(0, len(hints), _CHUNK):
            part = hints[start : start + _CHUNK]
            logits = self._logits(part, flat, x, y)  # (K, pixels)
            highest = np.maximum(most, logits.max(axis=0))
            shrink, weights = np.exp(most - highest), np.exp(logits - highest)
            total = total * shrink + weights.sum(axis=0)
            given = given * shrink[:, None] + weights.T @ np.array([(hint.a, hint.b) for hint in part], np.float32)
            most = highest
        own = np.exp(-most) / total
        mixed = colours.reshape(-1, 2) * own[:, None] + given / total[:, None]
        return mixed.reshape(height, width, 2).astype(np.float32), (1 - own).reshape(height, width)

    def _logits(self, hints: Sequence[Hint], flat: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        height, width, _ = self.vectors.shape
        side = min(height, width)
        logits = np.empty((len(hints), len(flat)), np.float32)
        for row, hint in enumerate(hints):
            squared = (x - hint.x * width / side) ** 2 + (y - hint.y * height / side) ** 2
            inside = squared <= max(hint.radius, 0.71 / side) ** 2  # at least its own pixel
            key = flat[inside].mean(axis=0)
            logits[row] = flat @ key / math.sqrt(len(key)) - self.nearness * squared + self.bias
            logits[row, inside] = _GIVEN
        return logits


def read_hints(text: str) -> tuple[Hint, ...]:
    """Hints from JSON: {"hints": [{"x": 0.4, "y": 0.7, "a": 40, "b": 25, "radius": 0.01}, …]}; `radius` may be absent.

    Raises:
        HintError: the text is not such JSON, a hint lacks an entry or has another, or there are more than 1,000.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HintError.of("hints_unreadable") from error
    listed = content.get("hints") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise HintError.of("hints_no_list")
    if len(listed) > MOST:
        raise HintError.of("hints_too_many", count=f"{len(listed):,}", most=f"{MOST:,}")
    for entry in listed:
        if not {"x", "y", "a", "b"} <= set(entry) <= {"x", "y", "a", "b", "radius"}:
            raise HintError.of("hint_incomplete")
    return tuple(Hint(**entry) for entry in listed)


def load_hints(path: Path) -> tuple[Hint, ...]:
    """Hints from a JSON file. Raises HintError, also for a file that cannot be read."""
    try:
        return read_hints(path.read_text(encoding="utf-8"))
    except HintError:
        raise
    except (OSError, ValueError) as error:
        raise HintError.of("hints_file_unreadable", file=path.name) from error


def write_hints(hints: Sequence[Hint]) -> str:
    """Hints as the JSON that `read_hints` reads."""
    return json.dumps({"hints": [asdict(hint) for hint in hints]}, indent=2) + "\n"
