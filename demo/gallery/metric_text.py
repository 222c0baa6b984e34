"""The gallery's words for metrics, which are those of `colourizer.evaluation.metrics`, as Markdown."""

import re

from colourizer.evaluation.metrics import metric_of


def plain(text: str) -> str:
    """Text out of a results folder, for a place that reads Markdown: every sign stands for itself."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def metric_heading(name: str) -> str:
    """A metric's title with the sign for which way is better, in Markdown."""
    return f"{plain(metric_of(name).title)} {metric_of(name).better.value}".strip()
