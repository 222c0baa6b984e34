"""Which photographs show people, so that `prepare` can leave them out, as the report did for ethical reasons."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from tqdm import tqdm

from train.data.detector import SIDE, Detector
from train.data.manifest import Entry
from train.errors import DataError

THRESHOLD = 0.22  # finds 18 of 20 labelled photographs with people, in either half: assets/report/people.md
REASON = "shows people"
SCORES_NAME = "people.csv"


@dataclass(frozen=True)
class PeopleFilter:
    """How people are found: the detector, and the score in [0, 1] from which a photograph is left out.

    `store`: a CSV file of scores by SHA-1. Photographs in it are not looked at again, and every new score is added at
    once, so an interrupted run goes on where it stopped and another threshold takes seconds.
    """

    detect: Detector
    threshold: float = THRESHOLD
    store: Path | None = None

    def split(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
        """The entries without people and those with, each in the given order.

        Raises:
            DataError: a photograph or the store cannot be read, or the store cannot be written.
        """
        scores = self._scores(entries)
        without = [entry for entry in entries if scores[entry.sha1] < self.threshold]
        return without, [entry for entry in entries if scores[entry.sha1] >= self.threshold]

    def _scores(self, entries: Sequence[Entry]) -> dict[str, float]:
        scores = _read_scores(self.store) if self.store and self.store.is_file() else {}
        new = [entry for entry in entries if entry.sha1 not in scores]
        found = person_scores((entry.path for entry in new), self.detect)
        bar = tqdm(zip(new, found, strict=True), total=len(new), unit="picture", desc="people", disable=None)
        try:
            with self.store.open("a", buffering=1, newline="") if self.store else nullcontext() as file:
                for entry, score in bar:
                    scores[entry.sha1] = score
                    if file:
                        file.write(f"{entry.sha1},{score:.4f}\n")
        except OSError as error:
            raise DataError(f"{self.store} cannot be written ({error.strerror}): free some space and go on.") from error
        return scores


def person_scores(paths: Iterable[Path], detect: Detector) -> Iterable[float]:
    """The score of the likeliest person in each photograph, in [0, 1], to four digits, in order, as it is needed.

    Raises:
        DataError: a photograph cannot be read.
    """
    for path in paths:
        # One at a time: on a CPU a batch is no faster, since its activations no longer fit the cache.
        yield round(float(detect(read_square(path)[None])[0]), 4)


def read_square(path: Path) -> np.ndarray:
    """A photograph as the detector was measured on: upright, stretched to sRGB uint8 (SIDE, SIDE, 3)."""
    try:
        with Image.open(path) as image:
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError(f"{path} cannot be read: put it back or take it out of its source.") from error
    return np.array(upright.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def _read_scores(path: Path) -> dict[str, float]:
    try:
        text = path.read_text()
        if text and not text.endswith("\n"):
            raise ValueError("the last line was cut off, and half a score is a wrong score")
        return {sha1: float(score) for sha1, score in csv.reader(text.splitlines())}
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: delete it, and people are looked for anew.") from error
