"""An introduction to the results, how to read them, and their means for one landscape class."""

from datetime import datetime

import streamlit as st

from colourizer.evaluation.commands import portable
from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import GREY, ORIGINAL, Results
from demo.gallery.metric_text import metric_heading, plain
from demo.gallery.sections.filters import group_title


def introduction(results: Results) -> None:
    """What the gallery is, which photographs it shows, and why an average error misleads."""
    if not results.known:
        st.markdown(
            "Here are photographs whose true colours nobody knows, as the networks coloured them. There is nothing to "
            "compare with, so judge with your own eyes."
        )
        st.markdown(results_line(results))
        return
    st.markdown(
        "Here are photographs whose true colours are known. Each was made grey, coloured again by the networks, "
        "and compared with its original: choose a landscape class and judge with your own eyes."
    )
    st.markdown(results_line(results))
    if any(model.name == GREY for model in results.models):
        st.info(
            "An average error misleads. **Grey passthrough**, the photograph without any colour, scores well in MAE, "
            "because a timid guess is never far off. Look at colourfulness too, and at the pictures.",
            icon=":material/lightbulb:",
        )


def results_line(results: Results) -> str:
    """One line of Markdown: the photographs, their number and size, and the date."""
    count, done = len(results.pictures), "compared" if results.known else "shown"
    return (
        f"**{plain(results.name)}** · {count:,} photograph{'s' * (count != 1)} · "
        f"{done} at {results.size} × {results.size} pixels · {plain(_day(results.created))}"
    )


def summary_table(results: Results, group: str) -> None:
    """The means of a class, models by metrics, with explanations."""
    titles = {ORIGINAL: "Original"} | {model.name: model.title for model in results.models}
    means = {name: results.summary.get(name, {}).get(group, {}) for name in titles}
    # Metrics of whole sets follow the metrics of single pictures.
    columns = list(dict.fromkeys([*results.metrics, *(metric for values in means.values() for metric in values)]))
    st.table(
        [
            {f"{group_title(group)}: means": plain(titles[name])}
            | {metric_heading(metric): metric_of(metric).show(values.get(metric)) for metric in columns}
            for name, values in means.items()
            if values
        ],
        border="horizontal",
        hide_index=True,
        alt="Means of each metric for each version",
    )
    with st.expander("What the numbers mean, and how they were made"):
        for metric in columns:
            st.markdown(f"**{metric_heading(metric)}** {metric_of(metric).meaning}")
        st.markdown("↓ lower is better · ↑ higher is better · ≈ best when like the originals")
        st.markdown("This command makes these results again:")
        st.code(portable(results.command), language="sh", wrap_lines=True)


def _day(created: str) -> str:
    try:
        return f"{datetime.fromisoformat(created):%-d %B %Y}"
    except ValueError:
        return created
