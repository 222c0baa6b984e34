"""Undo and redo: the states of the controls, as plain values.

A step is a tuple of the controls' values, in the order of the page, and the choices for the photograph. This module
does not depend on the set of controls.
"""

from dataclasses import dataclass
from typing import Any

MOST = 50  # steps that can be undone
TOGETHER = 1.2  # seconds: changes of one control within this time are one step, such as moving a slider


@dataclass(frozen=True)
class Step:
    """A state of the page. values: of the controls. chosen: the choices for the photograph, a comparable value."""

    values: tuple[Any, ...] = ()
    chosen: Any = None


@dataclass(frozen=True)
class History:
    """The current step, earlier ones, and undone ones, the next to be redone last. at: when `now` was recorded."""

    now: Step | None = None
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    at: float = 0.0

    def recorded(self, step: Step, at: float) -> "History":
        """Add a step, at a time in seconds; unchanged if the step is the same."""
        if step == self.now:
            return self
        if self.now is None:
            return History(step, at=at)
        if at - self.at < TOGETHER and self.past and _moved(self.past[-1], self.now) == _moved(self.now, step):
            return History(step, self.past, (), at)
        return History(step, (*self.past, self.now)[-MOST:], (), at)

    def undone(self) -> "History":
        """One step back; unchanged at the beginning."""
        if not self.past or self.now is None:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redone(self) -> "History":
        """One step forward; unchanged if nothing was undone."""
        if not self.future or self.now is None:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1])


def _moved(before: Step, after: Step) -> list[Any]:
    """What changed: the indices of controls, and of the parts of the photograph's choices.

    Files include their names, and other sequences, such as hints, their length, so that each new photograph and each
    new hint is a separate step.
    """
    moved: list[Any] = [
        (place, value) if isinstance(value := after.values[place], tuple) else place
        for place in _differing(before.values, after.values)
    ]
    if isinstance(before.chosen, tuple) and isinstance(after.chosen, tuple):
        parts = _differing(before.chosen, after.chosen)
        return moved + [(part, len(value) if isinstance(value := after.chosen[part], tuple) else 0) for part in parts]
    return moved + [-1] * (before.chosen != after.chosen)


def _differing(before: tuple[Any, ...], after: tuple[Any, ...]) -> list[Any]:
    """The indices at which two tuples differ, up to the shorter one's length."""
    return [place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new]
