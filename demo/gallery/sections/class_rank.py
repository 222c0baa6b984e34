"""The rank of a picture in its class, for each model, as text and as a chart."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import Picture
from demo.gallery.data.columns import Columns
from demo.gallery.metric_text import plain
from demo.gallery.palette import colour_scale

_MARKS = (0.05, 0.25, 0.5, 0.75, 0.95)


def class_rank(columns: Columns, picture: Picture, metric: str) -> None:
    """Draw the rank for each model with a value for this picture."""
    rows = class_rank_rows(columns, picture, metric)
    if not rows:
        st.caption("These results hold no such value of this picture.")
        return
    kind = picture.landscape.title
    scale = colour_scale(columns.results, [row["name"] for row in rows])
    st.altair_chart(
        _chart(pd.DataFrame(rows), metric_of(metric).title, scale), alt=_alt_text(rows, kind), width="stretch"
    )
    st.caption(
        f"The dot is this picture. The thick bar holds the middle half of {kind.lower()}, the thin one nine in ten, "
        "and the white line is their median."
    )
    if columns.is_judged(metric):
        lines = (
            f"- {plain(row['model'])}: better than {row['share']:.0%} of the {row['others']:,} others" for row in rows
        )
        st.markdown("\n".join(lines))


def class_rank_rows(columns: Columns, picture: Picture, metric: str) -> list[dict]:
    """For each model: its value for this picture, the class's quantiles, and the share of other pictures it beats."""
    index = columns.place[picture.id]
    members = columns.members(picture.landscape.value)
    rows = []
    for model in columns.results.models:
        values, badness = columns.values(model.name, metric), columns.badness(model.name, metric)
        if not np.isfinite(values[index]):
            continue
        others = members & np.isfinite(badness)
        others[index] = False
        count = int(others.sum())
        beaten = float((badness[others] > badness[index]).mean()) if count else 0.0
        quantiles = np.quantile(values[members & np.isfinite(values)], _MARKS)
        marks = dict(zip(("q05", "q25", "q50", "q75", "q95"), quantiles.tolist(), strict=True))
        rows.append(
            {"name": model.name, "model": model.title, "value": float(values[index]), "share": beaten, "others": count}
            | marks
        )
    return rows


def _chart(table: pd.DataFrame, title: str, scale: alt.Scale) -> alt.LayerChart | alt.FacetChart:
    rows = alt.Y("model:N", sort=None, title=None, axis=alt.Axis(labelLimit=220))
    base = alt.Chart(table).encode(y=rows)
    wide = base.mark_bar(height=3, color="#8a8a8a").encode(x=alt.X("q05:Q", title=title), x2="q95:Q")
    half = base.mark_bar(height=14, color="#8a8a8a").encode(x="q25:Q", x2="q75:Q")
    median = base.mark_tick(thickness=2, height=14, color="white").encode(x="q50:Q")
    tooltip = [alt.Tooltip("model:N", title="Model"), alt.Tooltip("value:Q", title=title, format=".4~f")]
    dot = base.mark_point(filled=True, size=150, opacity=1, stroke="white").encode(
        x="value:Q", tooltip=tooltip, color=alt.Color("model:N", scale=scale, legend=None)
    )
    return (wide + half + median + dot).properties(height=40 * len(table) + 50)


def _alt_text(rows: list[dict], kind: str) -> str:
    places = "; ".join(f"{row['model']} better than {row['share']:.0%}" for row in rows)
    return f"Where this picture stands among {kind.lower()}: {places}"
