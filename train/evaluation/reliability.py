"""Whether certainty is calibrated: predicted against observed shares, and expected against true errors."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from scipy.optimize import isotonic_regression

from colourizer.colour.lab import rgb_to_lab
from colourizer.colourization import Colourization
from colourizer.distribution import HALF_BIN, WITHIN, ColourDistribution

_BINS = 20


def true_chroma(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), uint8 → CIE ab (H, W, 2), float32."""
    return rgb_to_lab(rgb.astype(np.float32) / 255)[..., 1:]


def stretched(plane: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Resize a map or chroma bilinearly from the network's size to the height and width of `like`."""
    return cv2.resize(plane, like.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def is_within(colour: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Whether the colour shown is within `WITHIN` of the true one: CIE ab (H, W, 2) both → (H, W), bool."""
    return distance(colour, truth) <= WITHIN


def distance(colour: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """ΔE of CIE 1976 at equal lightness: CIE ab (H, W, 2) both → (H, W), float32."""
    return np.hypot(colour[..., 0] - truth[..., 0], colour[..., 1] - truth[..., 1])


def drawn_from(known: ColourDistribution, random: np.random.Generator) -> np.ndarray:
    """Chroma sampled from the distribution, independently for each pixel: CIE ab (h, w, 2), float32."""
    bins = known.bins[(known.logits + random.gumbel(size=known.logits.shape)).argmax(axis=-1)]  # Gumbel-max trick
    return (bins + random.uniform(-HALF_BIN, HALF_BIN, bins.shape)).astype(np.float32)


@dataclass
class CertaintyStatistics:
    """Per-photograph statistics from which the calibration of a network's certainty is computed."""

    predicted: list[np.ndarray] = field(default_factory=list)
    right: list[np.ndarray] = field(default_factory=list)
    correlations: list[float] = field(default_factory=list)
    ideal_correlations: list[float] = field(default_factory=list)

    def add(self, made: Colourization, rgb: np.ndarray, seed: int) -> None:
        """Add a colourized photograph. rgb: its true colours, sRGB (H, W, 3), uint8. seed: for sampling colours."""
        truth = true_chroma(rgb)
        colour, sure, known = stretched(made.adjusted_chroma, truth), made.certainty, made.distribution
        assert sure is not None and known is not None, "only of a network that is certain"
        self.predicted.append(stretched(sure, truth))
        self.right.append(is_within(colour, truth))
        expected = known.expected_error(made.adjusted_chroma)
        self.correlations.append(spearman(stretched(expected, truth), distance(colour, truth)))
        drawn = drawn_from(known, np.random.default_rng(seed))
        self.ideal_correlations.append(spearman(expected, distance(made.adjusted_chroma, drawn)))

    def extend(self, other: "CertaintyStatistics") -> None:
        """Append the statistics of other photographs."""
        self.predicted += other.predicted
        self.right += other.right
        self.correlations += other.correlations
        self.ideal_correlations += other.ideal_correlations

    def summary(self) -> dict:
        """In the format of `colourizer.evaluation.results.Results.certainty`."""
        rows = reliability(self.predicted, self.right)
        return {
            "within": WITHIN,
            "spearman": float(np.nanmean(self.correlations)),
            "spearman_if_right": float(np.nanmean(self.ideal_correlations)),
            "coverage": max(abs(predicted - share) for predicted, share, _ in rows),
            "reliability": rows,
        }


def reliability(predicted: Sequence[np.ndarray], observed: Sequence[np.ndarray]) -> list[tuple[float, float, int]]:
    """(mean prediction, observed share, pixels) in bins of equal size, least certain first."""
    flat_predicted, flat_observed = (
        np.concatenate([plane.ravel() for plane in planes]) for planes in (predicted, observed)
    )
    edges = np.quantile(flat_predicted, np.linspace(0, 1, _BINS + 1)[1:-1])
    index = np.searchsorted(edges, flat_predicted)
    return [
        (float(flat_predicted[mine].mean()), float(flat_observed[mine].mean()), int(mine.sum()))
        for number in range(_BINS)
        if (mine := index == number).any()
    ]


def rising(pairs: list[tuple[float, float, int]]) -> list[tuple[float, float]]:
    """Isotonic regression, weighted by pixels: pairs (predicted, observed), both increasing, from 0 to 1."""
    if not pairs:
        return [(0.0, 0.0), (1.0, 1.0)]
    predicted, observed, weights = np.array(pairs, float).T
    fitted = isotonic_regression(observed, weights=weights).x
    starts = np.flatnonzero(np.diff(fitted, prepend=-np.inf))  # merge equal values
    pooled = np.add.reduceat(predicted * weights, starts) / np.add.reduceat(weights, starts)
    shares = zip(pooled.tolist(), fitted[starts].tolist(), strict=True)
    inner = [(round(mean, 4), round(share, 4)) for mean, share in shares if 0 < mean < 1]
    return [(0.0, inner[0][1]), *inner, (1.0, inner[-1][1])] if inner else [(0.0, 0.0), (1.0, 1.0)]


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's rank correlation of two maps of the same size; ties get their mean rank. NaN for a constant map."""
    from scipy.stats import spearmanr  # takes half a second to import

    return float(getattr(spearmanr(one.ravel(), other.ravel()), "statistic"))  # noqa: B009 - the type is unknown
