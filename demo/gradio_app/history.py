"""Undo and redo: what the controls were, step by step, as plain values.

What a step holds is a tuple of the controls' values, in the order in which the page lists them, and what was chosen
for the photograph beside them. Nothing here knows what the controls are.
"""

from dataclasses import dataclass
from typing import Any

MOST = 50  # steps that can be undone
_TOGETHER = 1.2  # seconds: what one control does within them is one step, or each pixel of a slider would be one


@dataclass(frozen=True)
class Step:
    """How the page was set. values: of the controls. chosen: for the photograph, a value that can be compared."""

    values: tuple[Any, ...] = ()
    chosen: Any = None


@dataclass(frozen=True)
class History:
    """What was before, what is, and what was undone, the next to be redone last. at: when `now` was recorded."""

    now: Step | None = None
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    at: float = 0.0

    def recorded(self, step: Step, at: float) -> "History":
        """With a new step, at a time in seconds; itself where nothing changed."""
        if step == self.now:
            return self
        if self.now is None:
            return History(step, at=at)
        if at - self.at < _TOGETHER and self.past and _moved(self.past[-1], self.now) == _moved(self.now, step):
            return History(step, self.past, (), at)
        return History(step, (*self.past, self.now)[-MOST:], (), at)

    def undone(self) -> "History":
        """One step back; itself at the beginning."""
        if not self.past or self.now is None:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redone(self) -> "History":
        """One step forward again; itself where nothing was undone."""
        if not self.future or self.now is None:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1])


def _moved(before: Step, after: Step) -> list[Any]:
    """What changed: the places of controls and, of what was chosen for the photograph, of its parts.

    A part that is a sequence, such as hints, is another thing with every one more, so that each is a step of its own.
    """
    moved: list[Any] = _differing(before.values, after.values)
    if isinstance(before.chosen, tuple) and isinstance(after.chosen, tuple):
        parts = _differing(before.chosen, after.chosen)
        return moved + [(part, len(value) if isinstance(value := after.chosen[part], tuple) else 0) for part in parts]
    return moved + [-1] * (before.chosen != after.chosen)


def _differing(before: tuple[Any, ...], after: tuple[Any, ...]) -> list[Any]:
    """The places at which two tuples differ; where one is longer, as far as both reach."""
    return [place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new]
