"""Photographs excluded from training, identified by their perceptual hashes alone, without the pictures."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from train.errors import DataError

NEAR_BITS = 6  # of the 64 bits of the perceptual hash: also matches copies that were slightly cropped or re-saved


@dataclass(frozen=True, eq=False)
class HeldOut:
    """phashes: of the photographs that are held out and of their mirror images, (N,), uint64."""

    phashes: np.ndarray

    def knows(self, phash: int) -> bool:
        """Whether this 64-bit perceptual hash is that of a held-out picture, or close to one."""
        return bool((np.bitwise_count(self.phashes ^ np.uint64(phash)) <= NEAR_BITS).any())


def read_held_out(path: Path) -> HeldOut:
    """Reads a CSV file with a column `phash`: 64 bits each, as 16 hexadecimal digits.

    Raises:
        DataError: the file is missing, has no such column, or holds something else in it.
    """
    try:
        with path.open(newline="") as file:
            hashes = [int(row["phash"], 16) for row in csv.DictReader(file)]
        return HeldOut(np.array(hashes, dtype=np.uint64))
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise DataError(
            f"{path} holds no perceptual hashes: name a CSV file with a column phash of 16 hexadecimal digits each."
        ) from error
