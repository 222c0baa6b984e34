"""Selects and sorts the pictures that a page shows. Independent of the web pages."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import GREY, Picture, Results
from demo.gallery.data.columns import ALL, Columns

BEST, WORST = "best", "worst"
EVERY, DISAGREE, GREY_WINS = "all", "disagree", "grey-wins"
DISAGREEING = 0.25  # share of a class that counts as "the networks disagree"


@dataclass(frozen=True)
class Query:
    """A selection of pictures, and their order.

    group: "all" or a class. metric, model: the values to sort and filter by. order: BEST or WORST first.
    show: EVERY picture, those on which the networks DISAGREE, or those where GREY_WINS.
    span: the inclusive range of the model's values to show; None for all.
    """

    group: str
    metric: str
    model: str
    order: str = BEST
    show: str = EVERY
    span: tuple[float, float] | None = None


def class_counts(results: Results) -> dict[str, int]:
    """The number of pictures in "all" and in each class; empty classes are omitted."""
    counts = {ALL: len(results.pictures)} | dict.fromkeys(map(str, LandscapeClass), 0)
    for picture in results.pictures:
        counts[picture.landscape.value] += 1
    return {group: count for group, count in counts.items() if count or group == ALL}


def value_of(picture: Picture, model: str, metric: str) -> float | None:
    """One value, or None if it is missing or not finite."""
    value = picture.values.get(model, {}).get(metric, math.nan)
    return value if math.isfinite(value) else None


def ranked(columns: Columns, query: Query) -> list[Picture]:
    """The selected pictures, sorted. Missing values come last; a span excludes them.

    If it is unknown which values are good, BEST sorts the highest first.
    """
    chosen = np.flatnonzero(columns.members(query.group) & _selected(columns, query) & _within(columns, query))
    badness = columns.badness(query.model, query.metric)[chosen]
    # Missing values are NaN, which NumPy sorts last.
    order = np.argsort(-badness if query.order == WORST else badness, kind="stable")
    return [columns.results.pictures[index] for index in chosen[order]]


def grey_wins(columns: Columns, model: str, metric: str) -> np.ndarray:
    """A mask where grey passthrough is better than a model or, if `model` is grey itself, than every network."""
    rivals = [network.name for network in columns.results.networks] if model == GREY else [model]
    if not rivals:
        return np.full(len(columns.landscapes), False)
    best = np.min([columns.badness(rival, metric) for rival in rivals], axis=0)
    return columns.badness(GREY, metric) < best


def page_count(pictures: Sequence[object], size: int) -> int:
    """The number of pages with `size` pictures each, at least one."""
    return max(1, math.ceil(len(pictures) / size))


def _selected(columns: Columns, query: Query) -> np.ndarray:
    if query.show == GREY_WINS:
        return grey_wins(columns, query.model, query.metric)
    if query.show == DISAGREE:
        spread = columns.spread(query.metric)
        within = spread[columns.members(query.group) & np.isfinite(spread)]
        return spread >= (np.quantile(within, 1 - DISAGREEING) if len(within) else np.inf)
    return np.full(len(columns.landscapes), True)


def _within(columns: Columns, query: Query) -> np.ndarray:
    if query.span is None:
        return np.full(len(columns.landscapes), True)
    values = columns.values(query.model, query.metric)
    return (values >= query.span[0]) & (values <= query.span[1])
