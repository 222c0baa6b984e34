"""The distribution of a metric over the pictures of a class. Selecting a bin of the chart shows its pictures."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from colourizer.evaluation.metrics import metric_of
from demo.gallery.data.columns import Columns
from demo.gallery.data.ranking import WORST, Query, ranked
from demo.gallery.metric_text import plain
from demo.gallery.palette import colour_scale
from demo.gallery.sections.filters import group_title, model_choice
from demo.gallery.sections.versions import card
from demo.gallery.site import Site
from demo.gallery.url_state import span_text

_MOST_BINS = 40
_PREVIEWS = 3  # pictures of the selected bin


def distribution(site: Site, columns: Columns, group: str, metric: str) -> None:
    """The histograms of all models, and pictures of the selected bin."""
    title = metric_of(metric).title
    st.header(f"{group_title(group)}: how {plain(title)} is distributed", anchor=False)
    table = histograms(columns, group, metric)
    if table.empty:
        st.info("These results hold no such values.")
        return
    model = model_choice(columns, "Pictures of the selected part, by model")
    event = st.altair_chart(
        _chart(columns, table, metric),
        on_select="rerun",
        key=f"distribution-{group}-{metric}",
        width="stretch",
        alt=f"Histograms of {title}, one line for each model",
    )
    part = (event.selection or {}).get("part", {}).get("left")
    if not part:
        st.caption(
            "Drag over a part of the chart to see its pictures. Without a mouse: choose the range among the "
            "filters of Browse."
        )
        return
    _pictures(site, columns, Query(group, metric, model, WORST, span=(min(part), max(part))))


def histograms(columns: Columns, group: str, metric: str) -> pd.DataFrame:
    """The number of pictures per bin and model, in rows of left, right, pictures, model."""
    members = columns.members(group)
    known = {m.title: columns.values(m.name, metric)[members] for m in columns.results.models}
    known = {title: values[np.isfinite(values)] for title, values in known.items()}
    every = np.concatenate(list(known.values())) if known else np.array([])
    if not len(every):
        return pd.DataFrame()
    edges = np.histogram_bin_edges(every, bins=min(_MOST_BINS, 6 + len(every) // (3 * len(known))))
    parts = [
        pd.DataFrame(
            {"left": edges, "right": [*edges[1:], edges[-1]], "model": title}
            | {"pictures": [*np.histogram(values, edges)[0], 0]}
        )
        for title, values in known.items()
        if len(values)
    ]
    return pd.concat(parts)


def _pictures(site: Site, columns: Columns, query: Query) -> None:
    pictures = ranked(columns, query)
    title = next(model.title for model in columns.results.models if model.name == query.model)
    metric = metric_of(query.metric)
    assert query.span is not None, "a bar has two ends"
    low, high = query.span
    st.markdown(
        f"**{len(pictures):,} pictures** on which {plain(title)} has a {plain(metric.title)} "
        f"from {metric.show(low)} to {metric.show(high)}"
        + (f", the worst {_PREVIEWS} of them:" if len(pictures) > _PREVIEWS else ".")
    )
    if not pictures:
        return
    address = st.query_params.to_dict() | {"range": span_text(low, high), "sort": query.model, "order": WORST}
    st.page_link(
        site.pages["browse"], label="Browse all of them", icon=":material/grid_view:", query_params=address, help=""
    )
    for picture in pictures[:_PREVIEWS]:
        card(site, columns.results, picture, query.metric)


def _chart(columns: Columns, table: pd.DataFrame, metric: str) -> alt.Chart:
    title = metric_of(metric).title
    there = set(table["model"])
    names = [model.name for model in columns.results.models if model.title in there]
    return (
        alt.Chart(table)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("left:Q", title=title, scale=alt.Scale(zero=False, nice=False)),
            y=alt.Y("pictures:Q", title="Pictures"),
            color=alt.Color("model:N", title=None, scale=colour_scale(columns.results, names), sort=None),
            tooltip=[
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("left:Q", title="From", format=".4~g"),
                alt.Tooltip("right:Q", title="To", format=".4~g"),
                alt.Tooltip("pictures:Q", title="Pictures"),
            ],
        )
        .add_params(alt.selection_interval(name="part", encodings=["x"]))
        .properties(height=300)
        .configure_legend(orient="top", columns=2, columnPadding=8, labelFontSize=11, labelLimit=260)
    )
