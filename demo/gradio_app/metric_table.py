"""A table of metrics by version, as HTML, for the second and the third tab.

Digits, order and which way is better come from `colourizer/evaluation/metrics.py`. Names and meanings are the keys
`NAME` and `NAME_means` in `i18n/languages/`; only metrics that have them are shown.
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
    """The table. rows: each version's name, its title as HTML, and its values by metric, any of which may be missing.

    about: a description of the table for screen readers.
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
