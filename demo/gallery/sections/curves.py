"""The charts of a training run, modelled on the report's Figures 8 and 9."""

import math

import altair as alt
import pandas as pd

from colourizer.evaluation.training_log import TrainingRun

Chart = alt.Chart | alt.LayerChart | alt.FacetChart  # the possible types of layered charts

_TITLES = {
    "mae": "training",
    "validation_mae": "validation",
    "generator": "generator, adversarial part",
    "discriminator": "discriminator",
    "cross_entropy": "Cross-entropy over colour bins",
    "ab_error": "Error of the mean colour, in a and b",
    "edges": "Error at the edges of colours",
    "consistency": "Distance from what the undamaged photograph gets",
    "total": "Total loss of the generator",
}
_EARLY = 0.2  # share of the photographs seen by the longest of several runs
_COLOURS = ["#3d8fd1", "#e4672e"]


def error_chart(run: TrainingRun, images_seen: int | None) -> Chart:
    """Training and validation MAE over photographs seen, with a line at `images_seen`."""
    return _chart(run, ("mae", "validation_mae"), "MAE, RGB in [0, 1]", images_seen)


def loss_chart(run: TrainingRun, images_seen: int | None) -> Chart | None:
    """Both adversarial losses over photographs seen; None for a run without a discriminator."""
    names = ("generator", "discriminator")
    if not any(name in run.curves for name in names):
        return None
    guess = alt.Chart(pd.DataFrame({"y": [math.log(2)]})).mark_rule(strokeDash=[2, 3], color="#8a8a8a").encode(y="y:Q")
    return _chart(run, names, "Binary cross-entropy", images_seen) + guess


def other_charts(run: TrainingRun, images_seen: int | None) -> dict[str, Chart]:
    """The other columns of the log: one chart each, as their units differ, by title."""
    charted = {"mae", "validation_mae", "generator", "discriminator"}
    names = [name for name in run.curves if name not in charted]
    return {_title(name): _chart(run, (name,), _title(name), images_seen) for name in names}


def together_chart(runs: list[TrainingRun]) -> Chart | None:
    """The validation MAE of several runs, one colour per run; None if there are no values."""
    parts = [
        pd.DataFrame(
            {"seen": run.curves["validation_mae"][0], "value": run.curves["validation_mae"][1], "run": run.name}
        )
        for run in runs
        if "validation_mae" in run.curves
    ]
    if not parts:
        return None
    table = pd.concat(parts)
    return (
        alt.Chart(table)
        .mark_line(point=alt.OverlayMarkDef(size=22), strokeWidth=1.5, clip=True)
        .encode(
            x=alt.X("seen:Q", title="Photographs seen", axis=alt.Axis(format="~s")),
            y=alt.Y("value:Q", title="Validation MAE, RGB in [0, 1]", scale=_late_scale(table)),
            color=alt.Color("run:N", title=None, legend=alt.Legend(orient="top", columns=2, labelLimit=320)),
            tooltip=[
                alt.Tooltip("run:N", title="Run"),
                alt.Tooltip("seen:Q", title="Photographs seen", format=","),
                alt.Tooltip("value:Q", title="Validation MAE", format=".4f"),
            ],
        )
        .properties(height=280)
    )


def _late_scale(table: pd.DataFrame) -> alt.Scale:
    """A scale for the values after the first fifth of the run.

    Early values are so high that the later parts of the curves would be indistinguishable.
    """
    late = table["value"].to_numpy()[table["seen"].to_numpy() >= table["seen"].max() * _EARLY]
    low, high = float(late.min()), float(late.max())
    margin = (high - low) / 10
    return alt.Scale(zero=False, domain=[low - margin, high + margin]) if high > low else alt.Scale(zero=False)


def curve_table(run: TrainingRun, names: tuple[str, ...]) -> pd.DataFrame:
    """Curves in long form, with columns seen, value, curve."""
    parts = [
        pd.DataFrame({"seen": run.curves[name][0], "value": run.curves[name][1], "curve": _title(name)})
        for name in names
        if name in run.curves
    ]
    return pd.concat(parts) if parts else pd.DataFrame(columns=["seen", "value", "curve"])


def _title(name: str) -> str:
    return _TITLES.get(name, name)


def _chart(run: TrainingRun, names: tuple[str, ...], measure: str, images_seen: int | None) -> Chart:
    lines = (
        alt.Chart(curve_table(run, names))
        .mark_line(point=alt.OverlayMarkDef(size=22), strokeWidth=1.5)
        .encode(
            x=alt.X("seen:Q", title="Photographs seen", axis=alt.Axis(format="~s")),
            y=alt.Y("value:Q", title=measure, scale=alt.Scale(zero=False)),
            color=alt.Color(
                "curve:N",
                title=None,
                scale=alt.Scale(domain=[_title(name) for name in names], range=_COLOURS),
                legend=alt.Legend(orient="top", columns=1, labelLimit=260) if len(names) > 1 else None,
            ),
            tooltip=[
                alt.Tooltip("curve:N", title="Curve"),
                alt.Tooltip("seen:Q", title="Photographs seen", format=","),
                alt.Tooltip("value:Q", title=measure, format=".4f"),
            ],
        )
    )
    steps = pd.DataFrame([{"at": at, "label": f"{size} px"} for at, size in run.sizes.items() if at])
    if len(steps):
        at = alt.Chart(steps).encode(x="at:Q")
        lines += at.mark_rule(strokeDash=[6, 4], color="#8a8a8a")
        lines += at.mark_text(align="left", dx=4, y=8, color="#8a8a8a").encode(text="label:N")
    if images_seen is not None:
        lines += (
            alt.Chart(pd.DataFrame({"at": [images_seen]})).mark_rule(strokeWidth=2, color="#2a9d6f").encode(x="at:Q")
        )
    return lines.properties(height=280)
