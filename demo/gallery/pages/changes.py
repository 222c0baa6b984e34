"""What changed: two checkpoints, two presets or two networks side by side, and the pictures with the largest change."""

import streamlit as st

from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import ORIGINAL
from demo.gallery.components.page_top import page_top
from demo.gallery.components.picture_row import picture_row
from demo.gallery.data.changes import Changes, Side, changes
from demo.gallery.data.ranking import class_counts, page_count, value_of
from demo.gallery.metric_text import metric_heading, plain
from demo.gallery.sections.filters import class_pills, group_title, has_pictures, metric_choice
from demo.gallery.sections.versions import cell, heading
from demo.gallery.site import Site, load_columns
from demo.gallery.url_state import choice, picked, remember

_PAGE = 6
_BETTER, _WORSE = "better", "worse"


def page(site: Site) -> None:
    """Draw the page. Raises ResultsError."""
    st.title("What changed", anchor=False)
    st.markdown(
        "Two versions of the same photographs, one before and one after: two networks, two checkpoints or two presets. "
        "A mean can stay the same while half of the pictures get better and half get worse."
    )
    sides = _sides(site)
    if len(sides) < 2:
        st.info("There is only one version here. Show several results folders: `--results DIR OTHER`.")
        return
    before, after = _chosen(sides)
    metrics = [m for m in before.columns.results.metrics if m in after.columns.results.metrics]
    if not metrics or not has_pictures(before.columns):
        st.info("These two hold no metric in common.")
        return
    metric = metric_choice(metrics, "Metric")
    found = changes(before, after, metric)
    if not found.pictures:
        st.info("These two have no photograph in common, so there is nothing to compare. Evaluate both on the same.")
        return
    _warnings(before, after, found)
    rows = change_rows(before, after, metric, found)
    st.table(rows, border="horizontal", hide_index=True, alt="Changes by class")
    st.caption(
        "Each change is counted so that above 0 is better. The interval of its mean is 95 %. "
        + metric_of(metric).meaning
    )
    group = class_pills(before.columns)
    _largest(before, after, metric, found.of(group))


def _sides(site: Site) -> dict[str, Side]:
    """All models of all results folders, by their keys in URLs: folder/model."""
    sides = {}
    for key, folder in site.results.items():
        columns = load_columns(folder)
        for model in columns.results.models:
            sides[f"{key}/{model.name}"] = Side(columns, model.name)
    return sides


def _chosen(sides: dict[str, Side]) -> tuple[Side, Side]:
    keys = list(sides)
    after = keys[-1]
    # The same network in the previous folder, otherwise the previous network.
    model = after.rpartition("/")[2]
    before = next((key for key in keys[:-1] if key.rpartition("/")[2] == model), keys[-2])
    several = len({side.columns for side in sides.values()}) > 1
    titles = {key: _title(side) + (f" · {key.rpartition('/')[0]}" if several else "") for key, side in sides.items()}
    usual, chosen = {"before": before, "after": after}, []
    for column, (key, default) in zip(st.columns(2), usual.items(), strict=True):
        with column:
            chosen.append(sides[picked(st.selectbox, key.capitalize(), key, titles, default, "a version")])
    return chosen[0], chosen[1]


def _title(side: Side) -> str:
    return next(model.title for model in side.columns.results.models if model.name == side.model)


def _warnings(before: Side, after: Side, found: Changes) -> None:
    one, other = before.columns.results, after.columns.results
    if one.size != other.size:
        st.warning(
            f"One was compared at {one.size} × {one.size} pixels, the other at {other.size} × {other.size}. Part of "
            "every change comes from that."
        )
    alone = max(len(one.pictures), len(other.pictures)) - len(found.pictures)
    if alone:
        st.caption(f"{len(found.pictures):,} photographs are in both. The others are left out.")


def change_rows(before: Side, after: Side, metric: str, found: Changes) -> list[dict[str, str]]:
    """By class: the number of photographs, both means, the mean change with its interval, and how many got better."""
    show = metric_of(metric).show
    rows = []
    for group in class_counts(before.columns.results):
        part = found.of(group)
        if not part.pictures:
            continue
        means = [
            _mean([value_of(pair[place], side.model, metric) for pair in part.pictures])
            for place, side in enumerate((before, after))
        ]
        low, high = part.interval
        rows.append(
            {
                metric_heading(metric): group_title(group),
                "Photographs": f"{len(part.pictures):,}",
                "Before": show(means[0]),
                "After": show(means[1]),
                "Change": f"{_signed(part.gains.mean(), metric)} "
                f":small[\\[{_signed(low, metric)}, {_signed(high, metric)}\\]]",
                "Better": f"{(part.gains > 0).mean():.0%}",
                "Worse": f"{(part.gains < 0).mean():.0%}",
            }
        )
    return rows


def _mean(values: list[float | None]) -> float:
    """The mean. All values are known, as only pictures with known values have a gain."""
    return sum(value for value in values if value is not None) / len(values)


def _signed(gain: float, metric: str) -> str:
    return "–" if gain != gain else f"{gain:+.{metric_of(metric).digits}f}"


def _largest(before: Side, after: Side, metric: str, found: Changes) -> None:
    names = {_BETTER: "Got better", _WORSE: "Got worse"}
    direction = picked(st.segmented_control, "The largest changes", "change", names, _BETTER, "a direction")
    pictures = found.largest(worse=direction == _WORSE)
    if not pictures:
        st.info("No photograph of this class did.")
        return
    pages = page_count(pictures, _PAGE)
    number = choice("page", range(1, pages + 1), 1, "a page")
    page_top(number)
    for old, new, gain in pictures[(number - 1) * _PAGE : number * _PAGE]:
        with st.container(border=True, key=f"card-{old.id}"):
            st.markdown(
                f"**{plain(heading(old))}** :small[{old.landscape.title}] · "
                f"{plain(metric_of(metric).title)} {_signed(gain, metric)}"
            )
            one, other = before.columns.results, after.columns.results
            picture_row(
                [
                    cell(one, old, ORIGINAL, "Original", metric),
                    cell(one, old, before.model, f"Before: {_title(before)}", metric),
                    cell(other, new, after.model, f"After: {_title(after)}", metric),
                ]
            )
    if pages > 1:
        st.pagination(pages, key="page", on_change=remember, args=["page", 1])
