"""Improvements and regressions between two evaluated versions. Independent of the web pages."""

from dataclasses import dataclass

import numpy as np

from colourizer.evaluation.results import Picture
from demo.gallery.data.columns import ALL, Columns


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a model in one evaluation."""

    columns: Columns
    model: str


@dataclass(frozen=True)
class Changes:
    """The pictures of both sides, and the improvement of each in the metric's units (negative: worse).

    gains: (n,), float64, all finite. pictures: n pairs (before, after), in the same order.
    """

    gains: np.ndarray
    pictures: list[tuple[Picture, Picture]]

    def of(self, group: str) -> "Changes":
        """The changes of one class, or of "all"."""
        chosen = [i for i, (before, _) in enumerate(self.pictures) if group in (ALL, before.landscape.value)]
        return Changes(self.gains[chosen], [self.pictures[i] for i in chosen])

    def largest(self, *, worse: bool) -> list[tuple[Picture, Picture, float]]:
        """The pictures that got better or worse, sorted by the size of the change, largest first."""
        order = np.argsort(self.gains if worse else -self.gains, kind="stable")
        order = [i for i in order if (self.gains[i] < 0 if worse else self.gains[i] > 0)]
        return [(*self.pictures[i], float(self.gains[i])) for i in order]

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean gain, over paired pictures: mean ± 1.96 standard errors."""
        if len(self.gains) < 2:
            return float("nan"), float("nan")
        half = 1.96 * self.gains.std(ddof=1) / np.sqrt(len(self.gains))
        return float(self.gains.mean() - half), float(self.gains.mean() + half)


def changes(before: Side, after: Side, metric: str) -> Changes:
    """Compare two sides on their common pictures by one metric."""
    shared = [key for key in before.columns.place if key in after.columns.place]
    first = [before.columns.place[key] for key in shared]
    second = [after.columns.place[key] for key in shared]
    bad_before = before.columns.badness(before.model, metric)[first]
    bad_after = after.columns.badness(after.model, metric)[second]
    gains = bad_before - bad_after
    known = np.flatnonzero(np.isfinite(gains))
    old, new = before.columns.results.pictures, after.columns.results.pictures
    return Changes(gains[known], [(old[first[i]], new[second[i]]) for i in known])
