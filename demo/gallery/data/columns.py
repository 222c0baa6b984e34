"""The values of all pictures as arrays, so that sorting and filtering ten thousand pictures takes milliseconds."""

import numpy as np

from colourizer.evaluation.metrics import Better, metric_of
from colourizer.evaluation.results import ORIGINAL, Picture, Results

ALL = "all"


class Columns:
    """The values of one evaluation, as arrays over its pictures in order. Missing values are NaN."""

    def __init__(self, results: Results):
        self.results = results
        self.landscapes = np.array([picture.landscape.value for picture in results.pictures], dtype=str)
        self.place = {picture.id: index for index, picture in enumerate(results.pictures)}
        self._known: dict[tuple[str, str], np.ndarray] = {}

    def find(self, picture_id: str) -> Picture | None:
        """The picture with this id, or None."""
        index = self.place.get(picture_id)
        return None if index is None else self.results.pictures[index]

    def members(self, group: str) -> np.ndarray:
        """A mask of the pictures in a class, or in "all": (n,), bool."""
        return np.full(len(self.landscapes), True) if group == ALL else self.landscapes == group

    def values(self, model: str, metric: str) -> np.ndarray:
        """One model's values of a metric: (n,), float64. Non-finite values become NaN."""
        if (model, metric) not in self._known:
            pictures = self.results.pictures
            column = np.array([picture.values.get(model, {}).get(metric, np.nan) for picture in pictures], dtype=float)
            column[~np.isfinite(column)] = np.nan
            self._known[model, metric] = column
        return self._known[model, metric]

    def is_judged(self, metric: str) -> bool:
        """Whether it is known which values of a metric are good.

        For colourfulness this requires the original's value, which may be missing.
        """
        better = metric_of(metric).better
        if better is Better.LIKE_ORIGINAL:
            return bool(np.isfinite(self.values(ORIGINAL, metric)).any())
        return better is not Better.UNKNOWN

    def badness(self, model: str, metric: str) -> np.ndarray:
        """A model's values converted so that lower is better, in the metric's units: (n,), float64.

        If it is unknown which values are good, high values count as good.
        """
        values, better = self.values(model, metric), metric_of(metric).better
        if better is Better.LOWER:
            return values
        if better is Better.LIKE_ORIGINAL and self.is_judged(metric):
            return np.abs(values - self.values(ORIGINAL, metric))
        return -values

    def spread(self, metric: str) -> np.ndarray:
        """The range of a metric across the networks: (n,), float64; NaN for fewer than two networks."""
        columns = [self.values(model.name, metric) for model in self.results.networks]
        if len(columns) < 2:
            return np.full(len(self.landscapes), np.nan)
        return np.max(columns, axis=0) - np.min(columns, axis=0)
