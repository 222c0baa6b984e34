"""By class: what the means hide. Tables, distributions and colours for each landscape class."""

import streamlit as st

from colourizer.evaluation.metrics import Better, metric_of
from colourizer.evaluation.results import GREY, ORIGINAL, Results
from demo.gallery.data.columns import ALL
from demo.gallery.data.ranking import class_counts
from demo.gallery.metric_text import metric_heading, plain
from demo.gallery.sections.colours import colours
from demo.gallery.sections.distribution import distribution
from demo.gallery.sections.filters import class_pills, group_title, has_pictures, metric_choice
from demo.gallery.sections.overview import results_line, summary_table
from demo.gallery.site import Site, chosen_results


def page(site: Site) -> None:
    """Draw the page. Raises ResultsError."""
    st.title("The landscape classes", anchor=False)
    columns = chosen_results(site)
    results = columns.results
    st.markdown(results_line(results))
    if not has_pictures(columns):
        return
    metric = metric_choice(columns.results.metrics, "Metric")
    st.caption(metric_of(metric).meaning)
    st.table(table_rows(results, metric), border="horizontal", hide_index=True, alt="Means by class and model")
    st.caption(_table_caption(results, metric))
    group = class_pills(columns)
    st.header(f"{group_title(group)}: every metric", anchor=False)
    summary_table(results, group)
    distribution(site, columns, group, metric)
    if results.known:
        colours(columns, group)


def table_rows(results: Results, metric: str) -> list[dict[str, str]]:
    """The means of a metric: a row per class and a column per model, with the best of each row in bold.

    The 95 % interval of the mean follows in brackets, if the results hold one.
    """
    rows = []
    for group in class_counts(results):
        best = _best(results, [model.name for model in results.models], group, metric)
        row = {metric_heading(metric): group_title(group)}
        for name, title in _columns(results, metric).items():
            mean = _mean(results, name, group, metric)
            text = metric_of(metric).show(mean)
            text = f"**{text}**" if name == best else text
            span = results.intervals.get(name, {}).get(group, {}).get(metric)
            if span and name != ORIGINAL:
                text += f" :small[\\[{metric_of(metric).show(span[0])}, {metric_of(metric).show(span[1])}\\]]"
            row[plain(title)] = text
        rows.append(row)
    return rows


def best_network(results: Results, group: str, metric: str) -> str | None:
    """The network with the best mean in a class; None if it is unknown which values are good."""
    return _best(results, [network.name for network in results.networks], group, metric)


def _best(results: Results, names: list[str], group: str, metric: str) -> str | None:
    known = {name: _distance(results, name, group, metric) for name in names}
    known = {name: distance for name, distance in known.items() if distance is not None}
    return min(known, key=known.get) if known else None


def grey_beats_all(results: Results, metric: str) -> list[str]:
    """The classes in which grey passthrough has a better mean than every network."""
    groups = []
    for group in class_counts(results):
        best, grey = best_network(results, group, metric), _distance(results, GREY, group, metric)
        if best is None or grey is None:
            continue
        least = _distance(results, best, group, metric)
        if least is not None and grey < least:
            groups.append(group)
    return groups


def _table_caption(results: Results, metric: str) -> str:
    text = "In bold the best of each row; in brackets the 95 % interval of the mean, where it is known."
    if not any(model.name == GREY for model in results.models):
        return text
    groups = grey_beats_all(results, metric)
    if not groups:
        return text + " Nowhere does grey passthrough beat every network."
    names = ", ".join(group_title(group).lower() for group in groups)
    return text + f" By this metric, grey passthrough beats every network in: {names}."


def _columns(results: Results, metric: str) -> dict[str, str]:
    models = {model.name: model.title for model in results.models}
    beside_truth = (
        metric_of(metric).better is Better.LIKE_ORIGINAL and _mean(results, ORIGINAL, ALL, metric) is not None
    )
    return ({ORIGINAL: "Original"} if beside_truth else {}) | models


def _mean(results: Results, name: str, group: str, metric: str) -> float | None:
    return results.summary.get(name, {}).get(group, {}).get(metric)


def _distance(results: Results, name: str, group: str, metric: str) -> float | None:
    """The distance of a mean from the ideal: lower is better."""
    mean = _mean(results, name, group, metric)
    return None if mean is None else metric_of(metric).distance(mean, _mean(results, ORIGINAL, group, metric))
