"""A training run's log, and its grids of sample pictures."""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from colourizer.evaluation.results import ResultsError


@dataclass(frozen=True)
class TrainingRun:
    """One training run.

    curves: by column of the log ("mae", "generator", ...), (photographs seen, values), both (n,), float64; a column
        without values is left out.
    sizes: pixels a side of the training pictures, by the photographs seen when they became that large.
    grids: the painted samples, as files, by photographs seen, in order.
    """

    name: str
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    sizes: dict[int, int]
    grids: dict[int, Path]

    @property
    def images_seen(self) -> int:
        """The number of photographs that the run has seen, with repetitions."""
        return int(max((images_seen.max() for images_seen, _ in self.curves.values()), default=0))


def find_runs(folder: Path) -> dict[str, tuple[Path, Path]]:
    """The logs and grid folders in a folder of training runs, by the runs' names.

    Two layouts: `NAME/log.csv` with `NAME/grids`, as training writes them, and `inputs/logs/NAME.csv` with
    `grids/NAME`, as in the report.
    """
    runs = {path.parent.name: (path, path.parent / "grids") for path in sorted(folder.glob("*/log.csv"))}
    reported = {path.stem: (path, folder / "grids" / path.stem) for path in sorted(folder.glob("inputs/logs/*.csv"))}
    return runs | reported


def find_all_runs(folders: Iterable[Path]) -> dict[str, tuple[Path, Path]]:
    """The runs of several folders. A repeated name gets its folder's name in brackets."""
    found: dict[str, tuple[Path, Path]] = {}
    for folder in folders:
        for name, files in find_runs(folder).items():
            key = first = name if name not in found else f"{name} ({folder.resolve().name})"
            number = 1
            while key in found:
                number += 1
                key = f"{first} {number}"
            found[key] = files
    return found


def load_run(name: str, log: Path, grids: Path) -> TrainingRun:
    """Read one run. Raises ResultsError, with a sentence, for a log that is missing or invalid.

    A last line that is still being written is read as far as possible.
    """
    try:
        with log.open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        if not rows or "images" not in rows[0]:
            raise ResultsError(f"{log} is not the log of a training run, or the run has not written to it yet.")
        columns = [column for column in rows[0] if column not in (None, "images", "size", "seconds")]
        images_seen = np.array([_number(row["images"]) for row in rows])
        curves = {}
        for column in columns:
            values = np.array([_number(row[column]) for row in rows])
            known = np.isfinite(values) & np.isfinite(images_seen)
            if known.any():
                curves[column] = (images_seen[known], values[known])
    except (OSError, ValueError, csv.Error) as error:
        if isinstance(error, ResultsError):
            raise
        raise ResultsError(f"The log {log} cannot be read ({error}).") from error
    sizes = _sizes(rows)
    painted = {int(path.stem): path for path in sorted(grids.glob("*.webp")) if path.stem.isdecimal()}
    return TrainingRun(name, curves, sizes, dict(sorted(painted.items())))


def _sizes(rows: list[dict[str, str]]) -> dict[int, int]:
    """The size of the pictures, by the number of photographs seen before; the first size is at 0.

    A validation row may precede the first training row.
    """
    sizes: dict[int, int] = {}
    before, last = 0, ""
    for row in rows:
        size = row.get("size") or ""
        if size.isdecimal() and size != last:
            sizes[before if sizes else 0] = int(size)
            last = size
        if row["images"].isdecimal():
            before = int(row["images"])
    return sizes


def _number(cell: str | None) -> float:
    return float(cell) if cell else math.nan
