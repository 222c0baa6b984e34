"""Only one run at a time in a folder of results."""

from pathlib import Path
from typing import IO

from filelock import lock_descriptor

from colourizer.cli.archive.records import ArchiveError
from colourizer.photo.opening import printable


def locked(path: Path) -> IO[bytes]:
    """Open a file of the folder for appending, and lock it until it is closed.

    Raises OSError, or ArchiveError if another run holds the lock.
    """
    file = path.open("a+b")
    if not lock_descriptor(file.fileno(), blocking=False):
        file.close()
        raise ArchiveError(f"Another run is at work in {printable(path.parent)}. Wait for its end.")
    return file
