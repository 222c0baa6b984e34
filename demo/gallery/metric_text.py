"""The page's words: what each metric is called, which way it is better and what it means."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum


def plain(text: str) -> str:
    """Text out of a results folder, for a place that reads Markdown: every sign stands for itself."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


class Better(StrEnum):
    """Which values of a metric are good; the value is the sign shown beside its name."""

    LOWER = "↓"
    HIGHER = "↑"
    LIKE_ORIGINAL = "≈"
    UNKNOWN = ""


@dataclass(frozen=True)
class MetricWords:
    """A metric in words. `digits` is the number of decimals shown."""

    title: str
    better: Better
    digits: int
    meaning: str

    @property
    def heading(self) -> str:
        """The title with the sign for which way is better, in Markdown."""
        return f"{plain(self.title)} {self.better.value}".strip()

    def show(self, value: float | None) -> str:
        """A value as the page prints it; a dash for one that is not known."""
        return "–" if value is None or not math.isfinite(value) else f"{value:.{self.digits}f}"


_KNOWN = {
    "mae": MetricWords(
        "MAE",
        Better.LOWER,
        4,
        "Mean absolute error: how far the red, green and blue values are off, on a scale from 0 to 1. "
        "Lower is better. This is the figure in the student report.",
    ),
    "psnr": MetricWords(
        "PSNR (dB)",
        Better.HIGHER,
        1,
        "Peak signal-to-noise ratio, in decibels: like MAE, but a few large errors weigh more than many small ones. "
        "Higher is better.",
    ),
    "ssim": MetricWords(
        "SSIM",
        Better.HIGHER,
        3,
        "Structural similarity: are edges and textures where they belong? Higher is better, 1 is perfect. "
        "The structure is in the grey photograph already, so this one is easy.",
    ),
    "ciede2000": MetricWords(
        "ΔE2000",
        Better.LOWER,
        2,
        "CIEDE2000: how different the colours look to people. About 1 is just noticeable. Lower is better.",
    ),
    "colourfulness": MetricWords(
        "Colourfulness",
        Better.LIKE_ORIGINAL,
        1,
        "How vivid a picture is, right or wrong: 0 is grey, 33 moderate, 59 quite colourful. "
        "Best when close to the originals: less is dull, more is gaudy.",
    ),
    "colourfulness_difference": MetricWords(
        "Vividness error",
        Better.LIKE_ORIGINAL,
        1,
        "Colourfulness less that of the original: below 0 a picture is duller than the truth, above 0 more vivid.",
    ),
    "frechet_lite2": MetricWords(
        "Fréchet distance",
        Better.LOWER,
        1,
        "How far all pictures together are from the originals, as a network trained on ImageNet sees them "
        "(EfficientNet-Lite2's features; it is not FID). Lower is better. It grows as pictures get fewer, so compare "
        "it within one table only.",
    ),
}


def words(metric: str) -> MetricWords:
    """The words for a metric; one that this page has not heard of is shown under its own name."""
    return _KNOWN.get(metric) or MetricWords(metric, Better.UNKNOWN, 4, "This page has no explanation for it yet.")
