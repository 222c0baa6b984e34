"""People in photographs. `prepare` either leaves such photographs out, as the report did for ethical reasons, or masks
the people: pixels in a box around a person have weight 0 in training."""

import csv
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from tqdm import tqdm

from train.data.detector import SIDE, BoxDetector, Detector
from train.data.manifest import Entry, boxes_text, parse_boxes
from train.errors import DataError

THRESHOLD = 0.22  # finds 18 of 20 labelled photographs with people in each half: assets/report/people.md
MASK_THRESHOLD = 0.15  # a false box costs little, so masks use a lower threshold
REASON = "shows people"
STORE_NAME = "people.csv"


@dataclass(frozen=True)
class PeopleFilter:
    """The person detector and its threshold, the lowest score in [0, 1] that counts as a person.

    `store`: a CSV file that caches boxes by SHA-1. Photographs in it are not analysed again, and new ones are added
    immediately, so an interrupted run resumes where it stopped, and trying another threshold takes seconds.
    """

    detect: BoxDetector
    threshold: float = THRESHOLD
    store: Path | None = None

    def split(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
        """The entries without people, and the entries with people, both in the given order.

        Raises:
            DataError: a photograph or the store cannot be read, or the store cannot be written.
        """
        found = self._boxes(entries)
        without = [entry for entry in entries if not len(found[entry.sha1])]
        return without, [entry for entry in entries if len(found[entry.sha1])]

    def masked(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries with boxes around the people in them. Raises DataError as `split` does."""
        found = self._boxes(entries)
        return [replace(entry, people=tuple(map(tuple, found[entry.sha1][:, :4].tolist()))) for entry in entries]

    def _boxes(self, entries: Sequence[Entry]) -> dict[str, np.ndarray]:
        """Boxes above the threshold by SHA-1, (N, 5) as a `BoxDetector` returns them."""
        stored = read_store(self.store) if self.store and self.store.is_file() else {}
        new = [entry for entry in entries if entry.sha1 not in stored]
        bar = tqdm(new, unit="picture", desc="people", disable=None)
        try:
            with self.store.open("a", buffering=1, newline="") if self.store else nullcontext() as file:
                for entry in bar:
                    # One at a time: on a CPU a batch is no faster, since its activations no longer fit the cache.
                    boxes = self.detect(read_square(entry.path), min(self.threshold, MASK_THRESHOLD))
                    stored[entry.sha1] = boxes
                    if file:
                        file.write(f"{entry.sha1},{boxes_text(boxes)}\n")
        except OSError as error:
            raise DataError(
                f"{self.store} cannot be written ({error.strerror}): free some space and run the command again."
            ) from error
        return {sha1: boxes[boxes[:, 4] >= self.threshold] for sha1, boxes in stored.items()}


def person_scores(paths: Iterable[Path], detect: Detector) -> Iterable[float]:
    """Yield the highest person score of each photograph, in [0, 1], to four digits, in order.

    Raises:
        DataError: a photograph cannot be read.
    """
    for path in paths:
        # One at a time: on a CPU a batch is no faster, since its activations no longer fit the cache.
        yield round(float(detect(read_square(path)[None])[0]), 4)


def read_square(path: Path) -> np.ndarray:
    """Read a photograph in the detector's input format: upright, stretched to sRGB uint8 (SIDE, SIDE, 3)."""
    try:
        with Image.open(path) as image:
            image.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError(f"{path} cannot be read: put it back or take it out of its source.") from error
    return np.array(upright.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def read_store(path: Path) -> dict[str, np.ndarray]:
    """Read the boxes of a `store` by SHA-1, (N, 5) as a `BoxDetector` returns them. Raises DataError."""
    try:
        text = path.read_text()
        if text and not text.endswith("\n"):
            raise ValueError("the last line was cut off, and half a box is a wrong box")
        rows = csv.reader(text.splitlines())
        return {sha1: np.array(parse_boxes(boxes), np.float32).reshape(-1, 5) for sha1, boxes in rows}
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: delete it, and people are detected again.") from error
