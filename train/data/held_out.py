"""Photographs excluded from training, identified by perceptual hash only, without the pictures."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from train.errors import DataError

NEAR_BITS = 6  # of 64 in the perceptual hash: also matches slightly cropped or re-saved copies


@dataclass(frozen=True, eq=False)
class HeldOut:
    """phashes: hashes of the held-out photographs and their mirror images, (N,), uint64."""

    phashes: np.ndarray

    def knows(self, phash: int) -> bool:
        """Whether this 64-bit perceptual hash equals, or is close to, that of a held-out picture."""
        return bool((np.bitwise_count(self.phashes ^ np.uint64(phash)) <= NEAR_BITS).any())


def read_held_out(path: Path) -> HeldOut:
    """Read a CSV file with a column `phash`: 64-bit hashes as 16 hexadecimal digits.

    Raises:
        DataError: the file is missing, lacks the column, or has an invalid value in it.
    """
    try:
        with path.open(newline="") as file:
            hashes = [int(row["phash"], 16) for row in csv.DictReader(file)]
        return HeldOut(np.array(hashes, dtype=np.uint64))
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise DataError(
            f"{path} holds no perceptual hashes: name a CSV file with a column phash of 16 hexadecimal digits each."
        ) from error
