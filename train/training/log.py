"""A training run's log: a small CSV from which the report's curves are drawn, also written to TensorBoard."""

import csv
from pathlib import Path
from statistics import fmean

import numpy as np
from torch import Tensor
from torch.utils.tensorboard import SummaryWriter

from colourizer.files import replaced

COLUMNS = (
    "images",
    "size",
    "seconds",
    "mae",
    "generator",
    "discriminator",
    "total",
    "cross_entropy",
    "ab_error",
    "edges",
    "consistency",
    "validation_mae",
)


class TrainingLog:
    """Appends rows to log.csv in `folder`. Rows past `images_seen` are removed, as a resumed run writes them again."""

    def __init__(self, folder: Path, *, images_seen: int = 0):
        self.path = path = folder / "log.csv"
        self._board = SummaryWriter(folder / "tensorboard", purge_step=images_seen)
        self._values: dict[str, list[float]] = {}
        rows = [row for row in read_log(path) if int(row["images"]) <= images_seen] if path.exists() else []
        self._columns = list(dict.fromkeys([*COLUMNS, *(rows[0] if rows else ())]))
        self._write(rows)

    def add(self, losses: dict[str, Tensor]) -> None:
        """Add one batch's losses."""
        for name, value in losses.items():
            self._values.setdefault(name, []).append(value.item())

    def write(self, images: int, size: int, seconds: float) -> dict[str, float]:
        """Write and return the mean losses since the last row."""
        means = {name: fmean(values) for name, values in self._values.items()}  # some losses start during the run
        self._append(
            {"images": images, "size": size, "seconds": round(seconds)}
            | {name: f"{value:.5f}" for name, value in means.items()}
        )
        self._values = {}
        for name, value in means.items():
            self._board.add_scalar(name, value, images)
        return means

    def write_validation(self, images: int, mae: float) -> None:
        """Write a row with the validation MAE only."""
        self._board.add_scalar("validation_mae", mae, images)
        self._append({"images": images, "validation_mae": f"{mae:.5f}"})

    def show(self, images: int, grid: np.ndarray) -> None:
        """Write the sample grid to TensorBoard: sRGB (H, W, 3), uint8."""
        self._board.add_image("samples", grid, images, dataformats="HWC")

    def _append(self, row: dict) -> None:
        if new := [name for name in row if name not in self._columns]:  # a loss without a column
            self._columns += new
            self._write(read_log(self.path))
        with self.path.open("a", newline="") as stream:
            csv.DictWriter(stream, self._columns, lineterminator="\n").writerow(row)

    def _write(self, rows: list[dict[str, str]]) -> None:
        with replaced(self.path) as whole, whole.open("w", newline="") as stream:
            writer: csv.DictWriter[str] = csv.DictWriter(stream, self._columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def read_log(path: Path) -> list[dict[str, str]]:
    """Read the rows of a log as text; missing values are empty."""
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))
