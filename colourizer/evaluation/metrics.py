"""All metrics, each defined once, with its texts, for evaluations, tables, figures and the gallery.

To add one, write a function of two pictures, sRGB (H, W, 3), uint8, of the same size, and add it to `ALL`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Better(StrEnum):
    """Which values of a metric are good; the value is the sign next to its name."""

    LOWER = "↓"
    HIGHER = "↑"
    LIKE_ORIGINAL = "≈"
    UNKNOWN = ""


@dataclass(frozen=True)
class Metric:
    """One metric: its name in files and on pages, its format, and how it is measured.

    name: its key in results. label: its title. digits: decimals shown. meaning: one or two sentences for readers.
    measure: of a picture and the truth; None for a metric of whole sets of pictures.
    needs_truth: whether `measure` uses the truth.
    """

    name: str
    label: str
    better: Better
    digits: int
    meaning: str
    unit: str = ""
    measure: Callable[[np.ndarray, np.ndarray], float] | None = None
    needs_truth: bool = True

    @property
    def title(self) -> str:
        """The label with its unit: "PSNR, dB"."""
        return f"{self.label}, {self.unit}" if self.unit else self.label

    @property
    def heading(self) -> str:
        """The title with the sign for which way is better: "PSNR, dB ↑"."""
        return f"{self.title} {self.better.value}".strip()

    def show(self, value: float | None) -> str:
        """A value as text; a dash if it is unknown."""
        return "–" if value is None or not math.isfinite(value) else f"{value:.{self.digits}f}"

    def labelled(self, value: float | None) -> str:
        """A value with its label and unit: "PSNR 23.02 dB"."""
        return f"{self.label} {self.show(value)} {self.unit}".strip()

    def distance(self, value: float, original: float | None = None) -> float | None:
        """A value as a cost: lower is better. None if it is unknown which values are good.

        original: the value of the originals, for metrics that are best when close to it.
        """
        if self.better is Better.LIKE_ORIGINAL:
            return None if original is None else abs(value - original)
        return {Better.LOWER: value, Better.HIGHER: -value}.get(self.better)


def mae(picture: np.ndarray, truth: np.ndarray) -> float:
    """Mean absolute error over all channels, sRGB scaled to [0, 1]: the report's figure. 0 is perfect."""
    return float(np.abs(picture.astype(np.float32) - truth.astype(np.float32)).mean() / 255)


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB, over all channels. Higher is better; 100 stands for identical pictures."""
    from skimage.metrics import peak_signal_noise_ratio  # takes a while to load, and the gallery measures nothing

    if np.array_equal(picture, truth):
        return 100.0
    return float(peak_signal_noise_ratio(truth, picture))


def ssim(picture: np.ndarray, truth: np.ndarray) -> float:
    """Structural similarity in [-1, 1], the channels' mean; 1 is perfect. Source: Wang et al. 2004."""
    from skimage.metrics import structural_similarity

    similarity = structural_similarity(truth, picture, channel_axis=2)
    return float(similarity)  # pyright: ignore[reportArgumentType]  # a tuple only with optional arguments


def ciede2000(picture: np.ndarray, truth: np.ndarray) -> float:
    """Mean colour difference ΔE00 as people see it: about 1 is just noticeable. Source: CIE 142:2001."""
    from colourizer.evaluation.error_maps import ciede2000_map

    return float(ciede2000_map(picture, truth).mean())


def colourfulness(picture: np.ndarray, truth: np.ndarray | None = None) -> float:
    """Colourfulness, whatever the truth: 0 is grey, 33 moderate, 59 quite colourful.

    Source: Hasler and Süsstrunk 2003, equation 10, on sRGB in [0, 255].
    """
    red, green, blue = picture.reshape(-1, 3).astype(np.float32).T
    red_green, yellow_blue = red - green, (red + green) / 2 - blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    shift = np.hypot(red_green.mean(), yellow_blue.mean())
    return float(spread + 0.3 * shift)


def colourfulness_difference(picture: np.ndarray, truth: np.ndarray) -> float:
    """The colourfulness of a picture minus the truth's; 0 is best."""
    return colourfulness(picture) - colourfulness(truth)


FRECHET = "frechet_lite2"  # its name: the distance itself is in train/evaluation/frechet.py

_EVERY = (
    Metric(
        "mae",
        "MAE",
        Better.LOWER,
        4,
        "Mean absolute error: how far the red, green and blue values are off, on a scale from 0 to 1. "
        "Lower is better. This is the figure in the student report.",
        measure=mae,
    ),
    Metric(
        "psnr",
        "PSNR",
        Better.HIGHER,
        2,
        "Peak signal-to-noise ratio, in decibels: like MAE, but a few large errors weigh more than many small ones. "
        "Higher is better.",
        unit="dB",
        measure=psnr,
    ),
    Metric(
        "ssim",
        "SSIM",
        Better.HIGHER,
        4,
        "Structural similarity: are edges and textures where they belong? Higher is better, 1 is perfect. "
        "The structure is in the grey photograph already, so this one is easy.",
        measure=ssim,
    ),
    Metric(
        "ciede2000",
        "CIEDE2000",
        Better.LOWER,
        2,
        "The colour difference ΔE00: how different the colours look to people. About 1 is just noticeable. "
        "Lower is better.",
        measure=ciede2000,
    ),
    Metric(
        "colourfulness",
        "Colourfulness",
        Better.LIKE_ORIGINAL,
        2,
        "How vivid a picture is, right or wrong: 0 is grey, 33 moderate, 59 quite colourful. "
        "Best when close to the originals: less is dull, more is gaudy.",
        measure=colourfulness,
        needs_truth=False,
    ),
    Metric(
        "colourfulness_difference",
        "Colourfulness off by",
        Better.LIKE_ORIGINAL,
        2,
        "Colourfulness less that of the original: below 0 a picture is duller than the truth, above 0 more vivid.",
        measure=colourfulness_difference,
    ),
    Metric(
        FRECHET,
        "Fréchet distance",
        Better.LOWER,
        2,
        "How far all pictures together are from the originals, as a network trained on ImageNet sees them "
        "(EfficientNet-Lite2's features; it is not FID). Lower is better. It grows as pictures get fewer, so compare "
        "it within one table only.",
    ),
)
ALL: dict[str, Metric] = {metric.name: metric for metric in _EVERY}
METRICS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    metric.name: metric.measure for metric in _EVERY if metric.measure
}  # of one picture, by name


def metric_of(name: str) -> Metric:
    """The metric of a name; an unknown one is shown under its own name."""
    return ALL.get(name) or Metric(name, name, Better.UNKNOWN, 4, "There is no explanation of it yet.")
