"""Which pictures a page of the gallery shows, and in which order. Knows results, knows no web page."""

import math
from collections.abc import Sequence

from colourizer.classes import LandscapeClass
from colourizer.results import ORIGINAL, Picture, Results
from demo.browsing.wording import Better, words

ALL = "all"
BEST, WORST = "best", "worst"


def class_counts(results: Results) -> dict[str, int]:
    """How many pictures "all" and each class hold; classes without pictures are left out."""
    counts = {ALL: len(results.pictures)} | dict.fromkeys(map(str, LandscapeClass), 0)
    for picture in results.pictures:
        counts[picture.landscape.value] += 1
    return {group: count for group, count in counts.items() if count or group == ALL}


def value_of(picture: Picture, model: str, metric: str) -> float | None:
    """One value, or None where it is missing or not a number."""
    value = picture.values.get(model, {}).get(metric, math.nan)
    return value if math.isfinite(value) else None


def is_judged(results: Results, metric: str) -> bool:
    """Whether these results tell good values of a metric from bad ones.

    Colourfulness needs the original's own value beside it, which results may lack.
    """
    better = words(metric).better
    if better is Better.LIKE_ORIGINAL:
        return any(value_of(picture, ORIGINAL, metric) is not None for picture in results.pictures[:1])
    return better is not Better.UNKNOWN


def ranked(results: Results, group: str, model: str, metric: str, order: str) -> list[Picture]:
    """The pictures of a class (or "all"), sorted by one model's value of a metric.

    Where nothing says what is good, BEST puts the highest values first. Missing values always come last.
    """
    pictures = [picture for picture in results.pictures if group in (ALL, picture.landscape.value)]
    badness = {picture.id: _badness(picture, model, metric, judged=is_judged(results, metric)) for picture in pictures}
    known = [picture for picture in pictures if badness[picture.id] is not None]
    missing = [picture for picture in pictures if badness[picture.id] is None]
    return sorted(known, key=lambda picture: badness[picture.id], reverse=order == WORST) + missing


def page_count(pictures: Sequence[Picture], size: int) -> int:
    """How many pages of `size` pictures there are: at least one."""
    return max(1, math.ceil(len(pictures) / size))


def _badness(picture: Picture, model: str, metric: str, *, judged: bool) -> float | None:
    value, original = value_of(picture, model, metric), value_of(picture, ORIGINAL, metric)
    better = words(metric).better
    if value is None or not judged:
        return None if value is None else -value
    if better is Better.LIKE_ORIGINAL:
        return None if original is None else abs(value - original)
    return value if better is Better.LOWER else -value
