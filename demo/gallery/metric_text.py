"""The texts of `colourizer.evaluation.metrics` as Markdown."""

import re

from colourizer.evaluation.metrics import metric_of


def plain(text: str) -> str:
    """Escape Markdown in text from a results folder."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def metric_heading(name: str) -> str:
    """A metric's title with the arrow for which direction is better, in Markdown."""
    return f"{plain(metric_of(name).title)} {metric_of(name).better.value}".strip()
