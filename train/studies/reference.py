"""Whether another photograph of the same class, as a reference, reduces the colour error."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from tqdm import tqdm

from colourizer.checkpoint import name_or_folder
from colourizer.colour.lab import rgb_to_lab
from colourizer.colourization import Colourization
from colourizer.distribution import DEFAULT_VIVIDNESS
from colourizer.evaluation.metrics import psnr
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import Colourizer
from train.data.dataset import square
from train.errors import DataError
from train.studies import choice
from train.studies.reference_tilt import Reference
from train.tables import markdown_table

STRENGTHS = (0.25, 0.5, 1.0)
_SIDE = 256
_LOOK = 12  # pixels a side of the thumbnails used to find the nearest photograph
_FELT = 0.05  # changes of mean ΔE below this count neither as helped nor as harmed
_READINGS = {"faithful": 0.0, "default": DEFAULT_VIVIDNESS}
_TEXT = """{table}

Over {count} photographs, {what}, at {side}x{side} pixels. Each is painted by itself, and then made to look like another
one of its own class among them: one drawn at random, the nearest (by thumbnails of the lightness, {look}x{look}
pixels), or, as the most that there is to gain, the photograph's own original. Error: the mean ΔE (CIE 1976) of the
colours, at the network's size; PSNR over the three channels of sRGB. Helped and harmed: the share of photographs whose
error falls or rises by more than {felt} ΔE."""


class Truth(NamedTuple):
    """A photograph: its class, its colours (sRGB, uint8), and the network's colouring of its lightness."""

    landscape: str
    rgb: np.ndarray
    made: Colourization


class Result(NamedTuple):
    """The mean ΔE and the PSNR of one photograph and decoding."""

    error: float
    psnr: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--model", default="chroma", metavar="NAME", help="a checkpoint: its name, or a folder")
    choice.add_arguments(parser, 150)


def measure(arguments: argparse.Namespace) -> str:
    """A table with a row for each choice of reference and each strength. Raises DataError or CheckpointError."""
    entries, what = choice.chosen_with_classes(arguments)
    name = arguments.model
    colourizer = Colourizer.from_pretrained(name_or_folder(name))
    if not colourizer.checkpoint.engine.has_distribution:
        raise DataError(f"{name} has no distribution: name another --model, such as chroma.")
    truths = [_truth(colourizer, *entry) for entry in tqdm(entries, unit="photo", mininterval=5)]
    text = markdown_table(
        ["reference", "strength", *(f"{part}, {reading}" for reading in _READINGS for part in _COLUMNS)], _rows(truths)
    )
    return _TEXT.format(table=text, count=len(truths), what=what, side=_SIDE, look=_LOOK, felt=_FELT)


_COLUMNS = ("error", "PSNR", "helped", "harmed")


def _truth(colourizer: Colourizer, path: Path, landscape: str) -> Truth:
    rgb = np.ascontiguousarray(square(load_rgb(path), _SIDE))
    return Truth(landscape, rgb, colourizer(Photo.from_rgb(rgb), frame="none"))


def _rows(truths: Sequence[Truth]) -> list[list[object]]:
    alone = {
        reading: [result(each, each.made, vividness) for each in truths] for reading, vividness in _READINGS.items()
    }
    grey = [grey_passthrough(each) for each in truths]
    rows: list[list[object]] = [
        ["grey passthrough", "", *_cells(grey) * len(_READINGS)],
        ["none", 0, *(cell for results in alone.values() for cell in _cells(results))],
    ]
    references = [Reference.of(each.rgb) for each in truths]
    for name, pairs in PAIRINGS.items():
        chosen = [
            (truth, number, other) for number, (truth, other) in enumerate(zip(truths, pairs(truths), strict=True))
        ]
        chosen = [(truth, number, other) for truth, number, other in chosen if other is not None]
        for strength in STRENGTHS:
            after: dict[str, list[Result]] = {reading: [] for reading in _READINGS}
            for truth, _, other in tqdm(chosen, unit="photo", desc=f"{name} {strength}", mininterval=5):
                made = steered(truth.made, references[other], strength)
                for reading, vividness in _READINGS.items():
                    after[reading].append(result(truth, made, vividness))
            cells = (_cells(after[each], [alone[each][number] for _, number, _ in chosen]) for each in _READINGS)
            rows.append([name, f"{strength:g}", *(cell for part in cells for cell in part)])
    return rows


def steered(made: Colourization, reference: Reference, strength: float) -> Colourization:
    """The colourization with a reference. made: by a network with a distribution."""
    assert made.distribution is not None
    height, width = made.distribution.logits.shape[:2]
    lightness = made.photo.lightness_at((width, height))
    distribution = reference.steered(made.distribution, lightness, strength)
    return replace(made, distribution=distribution, chroma=distribution.colour())


def result(truth: Truth, made: Colourization, vividness: float) -> Result:
    """The error of a colourization."""
    made = made.adjusted(vividness=vividness)
    return Result(_error(truth, made.adjusted_chroma), psnr(made.rgb, truth.rgb))


def grey_passthrough(truth: Truth) -> Result:
    """The error of the grey photograph."""
    return Result(_error(truth, np.zeros_like(truth.made.chroma)), psnr(truth.made.photo.rgb, truth.rgb))


def _error(truth: Truth, chroma: np.ndarray) -> float:
    height, width = chroma.shape[:2]
    lab = cv2.resize(rgb_to_lab(truth.rgb.astype(np.float32) / 255), (width, height), interpolation=cv2.INTER_AREA)
    return float(np.linalg.norm(chroma - lab[..., 1:], axis=-1).mean())


def _cells(results: Sequence[Result], before: Sequence[Result] = ()) -> list[str]:
    """The table's cells for some photographs. before: the results for the same photographs without a reference."""
    error, ratio = np.mean(results, axis=0)
    change = np.array([one.error - other.error for one, other in zip(results, before, strict=True)]) if before else None
    shares = ["–", "–"] if change is None else [f"{100 * (sign * change > _FELT).mean():.0f} %" for sign in (-1, 1)]
    return [f"{error:.2f}", f"{ratio:.2f}", *shares]


def _random(truths: Sequence[Truth]) -> list[int | None]:
    random = np.random.default_rng(0)
    return [int(random.choice(others)) if (others := _alike(truths, number)) else None for number in range(len(truths))]


def _nearest(truths: Sequence[Truth]) -> list[int | None]:
    looks = [each.made.photo.lightness_at((_LOOK, _LOOK)) for each in truths]
    return [
        min(_alike(truths, number), key=lambda other: float(np.square(looks[other] - look).sum()), default=None)
        for number, look in enumerate(looks)
    ]


def _alike(truths: Sequence[Truth], number: int) -> list[int]:
    """The indices of the other photographs of the same class."""
    return [
        other for other, each in enumerate(truths) if other != number and each.landscape == truths[number].landscape
    ]


PAIRINGS = {"random": _random, "nearest": _nearest, "itself": lambda truths: list(range(len(truths)))}
