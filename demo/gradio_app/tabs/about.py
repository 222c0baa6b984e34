"""The third tab: what this is, its training data, results, failures, and credits."""

from pathlib import Path

import gradio as gr

from colourizer.evaluation.metrics import Metric
from colourizer.evaluation.results import GREY, ORIGINAL, Results, ResultsError, load_results
from demo.gradio_app import metric_table, pictures, samples
from demo.gradio_app.handlers import compare
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.language import languages
from demo.gradio_app.i18n.texts import Number
from demo.gradio_app.limits import CHECK_EVERY, KEEP_FOR

REPORT = Path(__file__).resolve().parents[3] / "assets" / "report"
FAILURES = REPORT / "figure-12.jpg"


def build() -> None:
    """Lay out the tab."""
    with gr.Column(elem_classes="about"):
        _section("what")
        _section("learned")
        if (tables := REPORT / "inputs" / "data.md").is_file():
            with gr.Accordion(texts.label("data"), open=False):
                gr.Markdown(tables.read_text().replace("## ", "### "), elem_classes="figures")
        _results()
        _section("failures")
        if FAILURES.is_file():
            gr.Image(
                str(FAILURES),
                show_label=False,
                alt_text="The bundled photographs with the largest errors: original, grey, and by each network",
                interactive=False,
                buttons=["fullscreen"],
                elem_classes="failures",
            )
        _section("ethics")
        _section("privacy", hours=texts.hours(CHECK_EVERY + KEEP_FOR))
        _section("credits")
        gr.HTML(samples.credits(), elem_classes="prose-text credits")


def _section(key: str, **values: object) -> None:
    def make(language: str) -> str:
        text = languages()[language].about[key]
        return text.format(**{name: texts.in_language(value, language) for name, value in values.items()})

    gr.HTML(texts.tag_languages(make, "div"), elem_classes="prose-text")


def _results() -> None:
    try:
        results = load_results(REPORT / "inputs")
    except ResultsError:
        return  # the app works without the report
    _section("results", count=Number(f"{len(results.pictures):,}"), size=results.size)
    gr.HTML(_table(results) + _trained(), elem_classes="figures")


def _table(results: Results) -> str:
    def row(name: str, metrics: list[Metric]) -> tuple[str, str, dict[str, float]]:
        means = results.summary[name]["all"]
        return name, compare.title(name), {metric.name: means[metric.name] for metric in metrics}

    metrics = [metric for metric in metric_table.SHOWN if metric.name in results.metrics]
    of_itself = [metric for metric in metrics if not metric.needs_truth]
    versions = [GREY, *(name for _, name in reversed(pictures.models()) if name in results.summary)]
    rows = [*(row(name, metrics) for name in versions), row(ORIGINAL, of_itself)]
    return metric_table.table("Table of results", metrics, rows)


def _trained() -> str:
    """How long each network was trained, from its checkpoint."""
    rows = []
    for _, name in pictures.models():
        training = pictures.colourizer(name).checkpoint.training
        if "images" in training and "minutes" in training:
            facts = {"images": Number(f"{training['images']:,}"), "minutes": Number(f"{training['minutes']:,.0f}")}
            rows.append(f"<li>{compare.title(name)}: {texts.multilingual('trained', **facts)}</li>")
    return f"<ul>{''.join(rows)}</ul>"
