"""The texts of `colourizer.evaluation.metrics` as Markdown."""

import re

from colourizer.evaluation.metrics import metric_of


def plain(text: str) -> str:
    """Text from a results folder with Markdown escaped."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def metric_heading(name: str) -> str:
    """A metric's title with the sign for which way is better, in Markdown."""
    return f"{plain(metric_of(name).title)} {metric_of(name).better.value}".strip()
