"""A table of metrics by version, as HTML: on the tab that compares, and on the one about the project.

Digits, order and which way is better are the metrics' own, `colourizer/evaluation/metrics.py`. Their names and meanings
are words of the app, `NAME` and `NAME_means` in `i18n/languages/`: a metric that has them is shown.
"""

from collections.abc import Iterable, Mapping

from colourizer.evaluation.metrics import ALL, Metric
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.language import ENGLISH

SHOWN = tuple(
    metric
    for metric in ALL.values()
    if metric.measure and {metric.name, f"{metric.name}_means"} <= set(texts.WORDS[ENGLISH])
)


def table(about: str, metrics: Iterable[Metric], rows: Iterable[tuple[str, str, Mapping[str, float]]]) -> str:
    """A row for each version: its name, its title as HTML, and its values by metric, of which any may be missing.

    about: what the table is, for those who do not see it.
    """
    metrics = tuple(metrics)
    heads = "".join(f'<th scope="col">{heading(metric)}</th>' for metric in metrics)
    body = "".join(
        f'<tr class="{name}"><th scope="row">{title}</th>{_cells(metrics, values)}</tr>' for name, title, values in rows
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{about}"><table>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def heading(metric: Metric) -> str:
    """A metric's name with the sign for which way is better, as HTML."""
    return f"{texts.multilingual(metric.name)} {metric.better.value}".strip()


def meanings() -> str:
    """What each metric means, as an HTML list."""
    return "".join(
        f"<div><dt>{texts.multilingual(metric.name)}</dt><dd>{texts.multilingual(f'{metric.name}_means')}</dd></div>"
        for metric in SHOWN
    ).join(("<dl>", "</dl>"))


def _cells(metrics: Iterable[Metric], values: Mapping[str, float]) -> str:
    return "".join(f"<td>{texts.number(metric.show(values.get(metric.name)))}</td>" for metric in metrics)
