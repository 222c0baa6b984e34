"""Watch it learn: the curves of a training run, and sample pictures painted during the run."""

from itertools import islice
from pathlib import Path

import streamlit as st

from colourizer.evaluation.training_log import TrainingRun, find_all_runs, load_run
from demo.gallery.metric_text import plain
from demo.gallery.sections.curves import error_chart, loss_chart, other_charts, together_chart
from demo.gallery.sections.versions import data_url
from demo.gallery.site import Site
from demo.gallery.url_state import choice, remember, several


def page(site: Site) -> None:
    """Draw the page. Raises ResultsError."""
    st.title("Watch it learn", anchor=False)
    st.markdown(
        "A network starts with random colours and sees the training photographs again and again. The curves show its "
        "errors on the way; the pictures, what it paints at that moment."
    )
    runs = find_all_runs(site.runs)
    if not runs:
        st.info("No training run has left its log here. Show a folder of runs with `--runs DIR`.")
        return
    first = _first(runs, site.runs[1:])
    choice("run", runs, first, "a training run")
    name = st.selectbox("Training run", list(runs), key="run", on_change=remember, args=["run", first], width=360)
    run = load_run(name, *runs[name])
    _beside(run, runs)
    images_seen = _moment(run)
    curves, pictures = st.columns([6, 5], gap="large")
    with curves:
        _curves(run, images_seen)
    with pictures:
        _grid(run, images_seen)


def _first(runs: dict[str, tuple[Path, Path]], own: tuple[Path, ...]) -> str:
    """The run shown first: the latest of the host's runs with a curve, otherwise a cGAN run, which has both figures.

    own: the host's folders. The report's runs have the modification times of the clone, so they cannot be compared.
    """
    mine = {name: log for name, (log, _) in runs.items() if any(log.is_relative_to(folder) for folder in own)}
    if begun := {name: log for name, log in mine.items() if _begun(log)}:
        return max(begun, key=lambda name: begun[name].stat().st_mtime)
    return next((name for name in runs if name.startswith("cgan")), next(iter(runs)))


def _begun(log: Path) -> bool:
    """Whether a log has rows below its header. In its first minute a run has none."""
    try:
        with log.open(errors="replace") as stream:
            return len(list(islice(stream, 2))) == 2
    except OSError:
        return False


def _beside(run: TrainingRun, runs: dict[str, tuple[Path, Path]]) -> None:
    """Several runs in one chart, to show the effect of a hyperparameter."""
    others = [name for name in runs if name != run.name]
    if not others:
        return
    text = st.query_params.get("beside")
    if text is None:
        st.session_state["beside"] = []
    else:
        several("beside", others, others[:1], "runs")
    chosen = st.multiselect("Beside it, in one chart", others, key="beside", on_change=remember, args=["beside", []])
    if not chosen:
        return
    together = [run, *(load_run(name, *runs[name]) for name in chosen)]
    chart = together_chart(together)
    if chart is None:
        st.info("These runs have not been validated yet, so there is nothing to lay over each other.")
        return
    st.altair_chart(chart, width="stretch", alt="Validation MAE of " + ", ".join(each.name for each in together))
    st.caption(
        "Validation MAE at 144 pixels of each run, over the photographs that it had seen. Lower is better. Their first "
        "fifth may lie above the chart."
    )


def _moment(run: TrainingRun) -> int | None:
    """The position of the time slider, in photographs seen; None for a run without pictures."""
    moments = list(run.grids)
    if not moments:
        return None
    choice("seen", moments, moments[-1], "a moment")
    if len(moments) == 1:
        return moments[0]
    return st.select_slider(
        "Time, in photographs seen",
        moments,
        format_func=lambda moment: f"{moment:,}",
        key="seen",
        on_change=remember,
        args=["seen", moments[-1]],
    )


def _curves(run: TrainingRun, images_seen: int | None) -> None:
    st.header("The error on the way", anchor=False)
    st.altair_chart(error_chart(run, images_seen), width="stretch", alt=f"Training and validation MAE of {run.name}")
    st.caption(
        "MAE of red, green and blue, as in the report's Figure 9. The validation photographs are never trained on: "
        "where that curve rises while training falls, the network learns its photographs by heart. It is measured at "
        "144 pixels, with the average of the weights so far, which lags behind at first. The green line is the moment "
        "chosen above" + (", the dashed ones are where the training pictures grew." if len(run.sizes) > 1 else ".")
    )
    _losses(run, images_seen)


def _losses(run: TrainingRun, images_seen: int | None) -> None:
    losses = loss_chart(run, images_seen)
    if losses is not None:
        st.header("The game of two networks", anchor=False)
        st.altair_chart(losses, width="stretch", alt=f"Generator and discriminator losses of {run.name}")
        st.caption(
            "The report's Figure 8. The discriminator learns to tell real colours from painted ones, the generator to "
            "deceive it. At the dotted line, ln 2, a discriminator can do no better than guess."
        )
    for title, chart in other_charts(run, images_seen).items():
        st.header(title, anchor=False)
        st.altair_chart(chart, width="stretch", alt=f"{title} of {run.name}")


def _grid(run: TrainingRun, images_seen: int | None) -> None:
    st.header("What it painted", anchor=False)
    image = None if images_seen is None else data_url(run.grids[images_seen])
    if image is None:
        st.info(f"{plain(run.name)} has left no pictures.")
        return
    st.image(image, width="stretch", alt=f"Samples painted by {run.name} after {images_seen:,} photographs")
    st.caption(
        f"After {images_seen:,} photographs. One row a landscape class, two samples each: the original on the left, "
        "what the network painted on the right. It was not trained on these."
    )
