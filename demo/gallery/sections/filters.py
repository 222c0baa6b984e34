"""The query in the URL, and the controls that change it."""

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st

from colourizer.classes import LandscapeClass
from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import GREY
from demo.gallery.data.columns import ALL, Columns
from demo.gallery.data.ranking import BEST, DISAGREE, EVERY, GREY_WINS, WORST, Query, class_counts
from demo.gallery.metric_text import plain
from demo.gallery.url_state import Span, choice, picked, remember, span

PAGE_SIZES = (6, 12, 24, 48)
USUAL_PAGE_SIZE = 12

_SHOW = {EVERY: "All", DISAGREE: "Networks disagree", GREY_WINS: "Grey wins"}
_SHOW_HELP = (
    "**Networks disagree:** the quarter of the class on which the networks' values of this metric lie furthest apart. "
    "**Grey wins:** the photograph without any colour has the better value than the chosen model."
)


def query_from_url(columns: Columns) -> Query:
    """Read the query from the URL. The results must hold pictures, models and metrics."""
    results = columns.results
    group = choice("class", class_counts(results), ALL, "a landscape class")
    metric = choice("metric", results.metrics, results.metrics[0], "a metric")
    model = choice("sort", [model.name for model in results.models], default_model(columns), "a model")
    order = choice("order", (BEST, WORST), BEST, "an order")
    show = choice("show", _shows(columns), EVERY, "a selection")
    limits = limits_of(columns, model, metric)
    value_range = span("range", limits) if limits else None
    return Query(group, metric, model, order, show, None if value_range == limits else value_range)


def has_pictures(columns: Columns) -> bool:
    """Whether there is anything to compare; shows a notice if not."""
    results = columns.results
    if results.pictures and results.models and results.metrics:
        return True
    st.info("These results hold no pictures to compare.")
    return False


def default_model(columns: Columns) -> str:
    """The model to sort by at first: the last network, which is the newest."""
    results = columns.results
    return (results.networks or results.models)[-1].name


def group_title(group: str) -> str:
    """The title of a class."""
    return "All classes" if group == ALL else LandscapeClass(group).title


def limits_of(columns: Columns, model: str, metric: str) -> Span | None:
    """The minimum and maximum value, rounded outward to the decimals shown; None for an empty range."""
    known = columns.values(model, metric)
    known = known[np.isfinite(known)]
    if not len(known):
        return None
    scale = 10 ** metric_of(metric).digits
    low, high = math.floor(known.min() * scale) / scale, math.ceil(known.max() * scale) / scale
    return (low, high) if low < high else None


def class_pills(columns: Columns) -> str:
    """The class tabs. Returns "all", or the value of a landscape class."""
    counts = class_counts(columns.results)
    titles = {group: f"{group_title(group)} · {count:,}" for group, count in counts.items()}
    return picked(st.pills, "Landscape class", "class", titles, ALL, "a landscape class")


def metric_choice(metrics: Sequence[str], label: str) -> str:
    """The select box for the metric."""
    titles = {name: metric_of(name).title for name in metrics}
    return picked(st.selectbox, label, "metric", titles, metrics[0], "a metric", width=360)


def model_choice(columns: Columns, label: str) -> str:
    """The select box for the model."""
    titles, usual = {model.name: model.title for model in columns.results.models}, default_model(columns)
    return picked(st.selectbox, label, "sort", titles, usual, "a model", width=360)


def sorting(columns: Columns) -> int:
    """The row of sorting controls under the class tabs. Returns the number of pictures per page."""
    with st.container(key="sorting"):
        by_metric, by_model, by_order, by_size = st.columns([3, 3, 2, 2])
    with by_metric:
        metric = metric_choice(columns.results.metrics, "Sort by metric")
    with by_model:
        model_choice(columns, "Of model")
    names = {BEST: "Best", WORST: "Worst"} if columns.is_judged(metric) else {BEST: "Highest", WORST: "Lowest"}
    with by_order:
        picked(st.segmented_control, "First", "order", names, BEST, "an order")
    with by_size:
        sizes = {count: f"{count} pictures" for count in PAGE_SIZES}
        return picked(st.selectbox, "On a page", "pictures", sizes, USUAL_PAGE_SIZE, "a number of pictures")


def filters(columns: Columns, query: Query) -> None:
    """The row of filter controls."""
    with st.container(key="filters"):
        by_kind, by_value = st.columns([5, 5])
    with by_kind:
        shows = {show: _SHOW[show] for show in _shows(columns)}
        picked(st.segmented_control, "Show", "show", shows, EVERY, "a selection", help=_SHOW_HELP)
    limits = limits_of(columns, query.model, query.metric)
    if limits:
        digits = metric_of(query.metric).digits
        title = next(model.title for model in columns.results.models if model.name == query.model)
        with by_value:
            st.slider(
                f"Only {plain(metric_of(query.metric).title)} of {plain(title)} between",
                *limits,
                step=10.0**-digits,
                format=f"%.{digits}f",
                key="range",
                on_change=remember,
                args=["range", limits],
            )


def _shows(columns: Columns) -> list[str]:
    results = columns.results
    has_grey = any(model.name == GREY for model in results.models)
    there = {DISAGREE: len(results.networks) > 1, GREY_WINS: has_grey and bool(results.networks)}
    return [show for show in _SHOW if there.get(show, True)]
