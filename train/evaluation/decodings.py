"""Chooses the default decoding of a distribution by measuring candidates on photographs with known colours."""

import itertools
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.checkpoint import Checkpoint
from colourizer.classes import LandscapeClass
from colourizer.colourization import Colourization
from colourizer.distribution import DEFAULT_VIVIDNESS, Calibration, ColourDistribution, Decoding
from colourizer.evaluation.metrics import FRECHET, METRICS, colourfulness, metric_of
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import REPORT_SIZE, Colourizer
from train.data.dataset import square
from train.data.spread import at_least
from train.evaluation.frechet import Lite2Features, frechet_distance
from train.evaluation.in_threads import in_threads
from train.tables import markdown_table

REBALANCING, TEMPERATURES = (0.0, 0.2, 0.4, 0.6), (1.0, 0.7, 0.45)
EVENNESS = (0.1, 0.2, 0.3, 0.4)
_FOR_GAIN = 200  # photographs
_BATCH = 16
_ROUNDS, _SETTLED = 12, 0.004  # rounds of fitting the class gains, and the change of gain at which fitting stops


@dataclass(frozen=True)
class Case:
    """A validation photograph: its true colours, sRGB (144, 144, 3), uint8, and the network's colourization."""

    truth: np.ndarray
    colourization: Colourization

    @property
    def distribution(self) -> ColourDistribution:
        """The network's colour distribution."""
        assert self.colourization.distribution is not None, "only a network with a distribution can be calibrated"
        return self.colourization.distribution


@dataclass(frozen=True)
class Candidate:
    """A decoding and the metrics of its pictures."""

    decoding: Decoding
    mae: float
    colourfulness: float
    frechet: float


def coloured(checkpoint: Checkpoint, paths: list[Path]) -> list[Case]:
    """Colour photographs, converted to grey and colourized again."""
    colourizer = Colourizer(checkpoint)

    def case(path: Path) -> Case:
        truth = np.ascontiguousarray(square(load_rgb(path), REPORT_SIZE))
        return Case(truth, colourizer(Photo.from_rgb(truth), frame="none"))

    return list(tqdm(in_threads(case, paths), total=len(paths), unit="photo", desc="colour", mininterval=2))


def choose_default(cases: list[Case], most_mae: float) -> tuple[list[Candidate], Candidate]:
    """All candidates tried, faithful first, and the default among them.

    The default is the decoding with the lowest Fréchet distance among those with an MAE of at most `most_mae`, combined
    with the evenness that reduces its error most, if any does.
    """
    extract = Lite2Features()
    truth = features_of(extract, [case.truth for case in cases])

    def try_fitted(decoding: Decoding) -> Candidate:
        gain = fitted_gain(at_least(cases, _FOR_GAIN), decoding)
        return _try(extract, cases, truth, replace(decoding, gain=gain))

    tried = [_try(extract, cases, truth, Decoding())]
    tried += [try_fitted(Decoding(*each)) for each in itertools.product(REBALANCING, TEMPERATURES)]
    within = [entry for entry in tried[1:] if entry.mae <= most_mae] or tried[1:]
    best = min(within, key=lambda entry: entry.frechet)
    evened = [try_fitted(replace(best.decoding, evenness=evenness)) for evenness in EVENNESS]
    least = min(evened, key=lambda entry: entry.mae)
    return ([*tried, *evened], least) if least.mae < best.mae else (tried, best)


def fitted_gain(cases: list[Case], decoding: Decoding) -> float:
    """The gain that makes pictures as colourful, on average, as the originals."""
    target_colourfulness = np.mean([colourfulness(case.truth) for case in cases])
    gain = 1.0
    for _ in range(3):  # colourfulness is nearly proportional to the gain, so this converges quickly
        trial = replace(decoding, gain=gain)
        got = np.mean(list(in_threads(lambda case, trial=trial: colourfulness(painted(case, trial)), cases)))
        gain = float(np.clip(gain * target_colourfulness / max(got, 1e-6), 0.5, 2.5))
    return round(gain, 3)


def fitted_gains(cases: list[Case], classes: list[LandscapeClass], decoding: Decoding) -> dict[str, float]:
    """Per class, the factor of the gain that makes the class as colourful, on average, as its originals."""
    calibration = Calibration((Decoding(), decoding, decoding))
    groups = {
        landscape: [case for case, own in zip(cases, classes, strict=True) if own == landscape]
        for landscape in LandscapeClass
    }
    target_colourfulness = {
        name: np.mean([colourfulness(case.truth) for case in group]) for name, group in groups.items() if group
    }
    for _ in range(_ROUNDS):  # a photograph has a probability for every class, so the factors depend on each other
        factors = dict(calibration.gains)
        for name, target_value in target_colourfulness.items():
            got = np.mean(list(in_threads(partial(_default_colourfulness, calibration), groups[name])))
            factor = calibration.gains.get(name, 1.0) * target_value / max(got, 1e-6)
            factors[name.value] = round(float(np.clip(factor, 0.5, 2.0)), 3)
        changed = max(abs(factor - calibration.gains.get(name, 1.0)) for name, factor in factors.items())
        calibration = replace(calibration, gains=factors)
        if changed < _SETTLED:
            break
    return dict(calibration.gains)


def _default_colourfulness(calibration: Calibration, case: Case) -> float:
    return colourfulness(painted(case, calibration.decoding(DEFAULT_VIVIDNESS, case.distribution.landscapes)))


def painted(case: Case, decoding: Decoding) -> np.ndarray:
    """The picture of one decoding: sRGB (144, 144, 3), uint8."""
    return replace(case.colourization, chroma=case.distribution.decode(decoding)).rgb


def _try(extract: Lite2Features, cases: list[Case], truth: np.ndarray, decoding: Decoding) -> Candidate:
    pictures = list(in_threads(lambda case: painted(case, decoding), cases))
    mae = np.mean([METRICS["mae"](picture, case.truth) for picture, case in zip(pictures, cases, strict=True)])
    vivid = np.mean([colourfulness(picture) for picture in pictures])
    return Candidate(decoding, float(mae), float(vivid), frechet_distance(features_of(extract, pictures), truth))


def features_of(extract: Lite2Features, pictures: list[np.ndarray]) -> np.ndarray:
    """sRGB (H, W, 3), uint8, each → (N, 1280), float32."""
    batches = [np.stack(pictures[start : start + _BATCH]) for start in range(0, len(pictures), _BATCH)]
    return np.concatenate(list(in_threads(extract, batches)))


def table(tried: list[Candidate], chosen: Candidate, cases: list[Case]) -> str:
    """The candidates, as a Markdown table."""
    original = np.mean([colourfulness(case.truth) for case in cases])
    rows = [
        [
            f"{entry.decoding.rebalancing:g}",
            f"{entry.decoding.temperature:g}",
            f"{entry.decoding.evenness:g}",
            f"{entry.decoding.gain:.2f}",
            f"{entry.mae:.4f}",
            f"{entry.colourfulness:.1f}",
            f"{entry.frechet:.1f}",
            "faithful" if entry is tried[0] else "default" if entry is chosen else "",
        ]
        for entry in tried
    ]
    head = [
        "rebalancing",
        "temperature",
        "evenness",
        "gain",
        "mae",
        f"colourfulness (originals {original:.1f})",
        metric_of(FRECHET).label,
        "",
    ]
    return markdown_table(head, rows)
