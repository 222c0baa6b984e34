"""Whether a network is as sure as it should be: what it says of its colours, against how far off they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from colourizer.colour.lab import rgb_to_lab
from colourizer.colourization import Colourization
from colourizer.distribution import HALF_BIN, WITHIN, ColourDistribution

_BINS = 20


def true_chroma(rgb: np.ndarray) -> np.ndarray:
    """sRGB (H, W, 3), uint8 → CIE ab (H, W, 2), float32."""
    return rgb_to_lab(rgb.astype(np.float32) / 255)[..., 1:]


def stretched(plane: np.ndarray, like: np.ndarray) -> np.ndarray:
    """A map or chroma at the network's size → bilinearly to the height and width of `like`."""
    return cv2.resize(plane, like.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def held(shown: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Where the colour shown is within `WITHIN` of the true one: CIE ab (H, W, 2) both → (H, W), bool."""
    return distance(shown, truth) <= WITHIN


def distance(shown: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """ΔE of CIE 1976 at equal lightness: CIE ab (H, W, 2) both → (H, W), float32."""
    return np.hypot(shown[..., 0] - truth[..., 0], shown[..., 1] - truth[..., 1])


def drawn_from(known: ColourDistribution, random: np.random.Generator) -> np.ndarray:
    """True chroma as it would be, were the distribution right: CIE ab (h, w, 2), float32, each pixel by itself."""
    bins = known.bins[(known.logits + random.gumbel(size=known.logits.shape)).argmax(axis=-1)]  # Gumbel-max trick
    return (bins + random.uniform(-HALF_BIN, HALF_BIN, bins.shape)).astype(np.float32)


@dataclass
class Kept:
    """What is kept of every photograph, to say in the end whether a network was as sure as it should be."""

    said: list[np.ndarray] = field(default_factory=list)
    right: list[np.ndarray] = field(default_factory=list)
    correlations: list[float] = field(default_factory=list)
    if_right: list[float] = field(default_factory=list)

    def add(self, made: Colourization, rgb: np.ndarray) -> None:
        """Take up a photograph that was coloured, and its true colours: sRGB (H, W, 3), uint8."""
        truth = true_chroma(rgb)
        shown, sure, known = stretched(made.adjusted_chroma, truth), made.certainty, made.distribution
        assert sure is not None and known is not None, "only of a network that is certain"
        self.said.append(stretched(sure, truth))
        self.right.append(held(shown, truth))
        expected = known.expected_error(made.adjusted_chroma)
        self.correlations.append(spearman(stretched(expected, truth), distance(shown, truth)))
        drawn = drawn_from(known, np.random.default_rng(len(self.said)))
        self.if_right.append(spearman(expected, distance(made.adjusted_chroma, drawn)))

    def summary(self) -> dict:
        """As `colourizer.evaluation.results.Results.certainty` has it."""
        rows = reliability(self.said, self.right)
        return {
            "within": WITHIN,
            "spearman": float(np.nanmean(self.correlations)),
            "spearman_if_right": float(np.nanmean(self.if_right)),
            "coverage": max(abs(said - share) for said, share, _ in rows),
            "reliability": rows,
        }


def reliability(said: Sequence[np.ndarray], held: Sequence[np.ndarray]) -> list[tuple[float, float, int]]:
    """(mean of what was said, share that held, pixels) in bins of equally many pixels, the least sure first."""
    said_all, held_all = (np.concatenate([plane.ravel() for plane in planes]) for planes in (said, held))
    edges = np.quantile(said_all, np.linspace(0, 1, _BINS + 1)[1:-1])
    index = np.searchsorted(edges, said_all)
    return [
        (float(said_all[mine].mean()), float(held_all[mine].mean()), int(mine.sum()))
        for number in range(_BINS)
        if (mine := index == number).any()
    ]


def rising(pairs: list[tuple[float, float, int]]) -> list[tuple[float, float]]:
    """Pairs (said, held) that rise in both, from 0 to 1: pools neighbours that fall (isotonic regression)."""
    pools: list[list[float]] = []  # said, held, weight
    for said, share, count in pairs:
        pools.append([said, share, count])
        while len(pools) > 1 and pools[-1][1] <= pools[-2][1]:
            last, before = pools.pop(), pools.pop()
            weight = last[2] + before[2]
            pools.append([(last[i] * last[2] + before[i] * before[2]) / weight for i in (0, 1)] + [weight])
    inner = [(round(said, 4), round(share, 4)) for said, share, _ in pools if 0 < said < 1]
    return [(0.0, inner[0][1]), *inner, (1.0, inner[-1][1])] if inner else [(0.0, 0.0), (1.0, 1.0)]


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's rank correlation of two maps of the same size; ties get the order they stand in."""
    first, second = (np.argsort(np.argsort(plane.ravel(), kind="stable"), kind="stable") for plane in (one, other))
    return float(np.corrcoef(first, second)[0, 1])
