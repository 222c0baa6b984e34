"""What each process of an archive does: one photograph after the other, and a word on each."""

import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

import cv2

from colourizer.cli.archive.contact_sheet import make_thumbnails
from colourizer.cli.archive.dating import date_of
from colourizer.cli.archive.finding import result_of
from colourizer.cli.archive.records import Done, Failure
from colourizer.cli.options import Choice, remarks
from colourizer.engines.choice import limit_threads
from colourizer.hints import HintError
from colourizer.photo.opening import shown
from colourizer.photo.photo import PhotoError
from colourizer.pipeline import Colourizer

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EROFS}
_LEAST_FREE = 2**16  # bytes: some of Pillow's writers do not say why they failed


@dataclass(frozen=True)
class Task:
    """What a process has to know. place_of_photos, place_of_results: see `place_of`. begun: see `date_of`."""

    choice: Choice
    folder: Path
    output: Path
    place_of_photos: tuple[int, int] | None
    place_of_results: tuple[int, int] | None
    suffix: str
    thumbnails: bool
    begun: str


_own: tuple[Task, Colourizer] | None = None


def place_of(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another of the same name, as where a disk was mounted before; None if it is gone."""
    try:
        facts = folder.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def start(task: Task, threads: int) -> None:
    """Begin a process."""
    global _own
    limit_threads(threads)
    cv2.setNumThreads(threads)
    _own = task, task.choice.colourizer()


def colour(photo: Path) -> Done | Failure:
    """Colour one photograph, a path within the folder."""
    assert _own is not None
    return colour_with(*_own, photo)


def colour_with(task: Task, colourizer: Colourizer, photo: Path) -> Done | Failure:
    """The same with a network that is at hand already."""
    try:
        return _coloured(task, colourizer, photo)
    except (PhotoError, HintError, OSError) as error:
        return _halting(task, error) or Failure(str(photo), str(error))
    except Exception as error:  # whatever it is, it must not cost the other photographs
        return Failure(str(photo), f"It could not be coloured: {type(error).__name__}: {error}.")


def _coloured(task: Task, colourizer: Colourizer, photo: Path) -> Done | Failure:
    began = time.perf_counter()
    path, result = task.folder / photo, result_of(photo, task.suffix)
    choice = task.choice
    before = _version(path)
    seen, coloured = choice.colour(colourizer, path)
    if _version(path) != before:
        return Failure(str(photo), "It was changed while it was read. Run the same command again.")
    if place_of(task.output) != task.place_of_results:  # whoever made it anew would fill another disk
        return _gone(task.output)
    said = choice.save(coloured, path, task.output / result, date_of(task.begun, before[1]))
    if task.thumbnails:
        make_thumbnails(task.output, str(photo), seen, coloured, said)
    return Done(
        photo=str(photo),
        bytes=before[0],
        modified=before[1],
        sha256=seen.sha256,
        result=str(result),
        result_bytes=(task.output / result).stat().st_size,
        remarks=remarks(seen, coloured, said.settings["reduced_share"]),
        identifier=seen.metadata.identifier,
        width=seen.size[0],
        height=seen.size[1],
        seconds=round(time.perf_counter() - began, 3),
    )


def _version(path: Path) -> tuple[int, int, int]:
    """(bytes, modified in ns, number of the file) of a photograph; no clock is asked which is the later."""
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise PhotoError(f"There is no file {shown(path)}.") from error
    except OSError as error:
        raise PhotoError(f"{shown(path)} cannot be read: {error.strerror or error}.") from error
    return facts.st_size, facts.st_mtime_ns, facts.st_ino


def _halting(task: Task, error: Exception) -> Failure | None:
    """The failure that stops the work, where the error is no single photograph's."""
    for folder, place in ((task.folder, task.place_of_photos), (task.output, task.place_of_results)):
        if place_of(folder) != place:
            return _gone(folder)
    number = next((each.errno for each in (error, error.__cause__) if isinstance(each, OSError)), None)
    if number in _FULL or (isinstance(error.__cause__, OSError) and _free(task.output) < _LEAST_FREE):
        why = os.strerror(number) if number in _FULL else os.strerror(errno.ENOSPC)
        return Failure("", f"{shown(task.output)} takes no more: {why}. Make room, and run it again.", halts=True)
    return None


def _gone(folder: Path) -> Failure:
    return Failure("", f"{shown(folder)} is gone, or another folder by now. Bring it back, and run it again.", True)


def _free(folder: Path) -> float:
    """Bytes that are free where a folder is; infinite where nobody says."""
    try:
        facts = os.statvfs(folder)
    except (AttributeError, OSError):
        return float("inf")
    return facts.f_bavail * facts.f_frsize
