"""Errors of data preparation and training. Their messages are plain sentences that say what to do."""

import os
from pathlib import Path


class DataError(ValueError):
    """The photographs cannot be used as they are."""


class TrainingError(RuntimeError):
    """Training cannot continue; the last saved state is intact."""


def writable(folder: Path, option: str = "--out") -> None:
    """Create a folder before hours of work begin. Raises DataError if it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"The folder {folder} cannot be made ({error.strerror}): choose another {option}.") from error
    if not os.access(folder, os.W_OK):
        raise DataError(f"The folder {folder} cannot be written to: choose another {option}.")
