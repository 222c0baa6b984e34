"""The worker process of an archive: colour one photograph after another."""

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
from colourizer.photo.opening import printable
from colourizer.photo.photo import PhotoError
from colourizer.pipeline import Colourizer

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EROFS}
_LEAST_FREE = 2**16  # bytes: some of Pillow's writers do not report a full disk


@dataclass(frozen=True)
class Task:
    """What a process needs. photos_id, results_id: see `folder_id`. started_at: see `date_of`."""

    choice: Choice
    folder: Path
    output: Path
    photos_id: tuple[int, int] | None
    results_id: tuple[int, int] | None
    suffix: str
    thumbnails: bool
    started_at: str


_state: tuple[Task, Colourizer] | None = None


def folder_id(folder: Path) -> tuple[int, int] | None:
    """Device and inode: after an unmount, another folder may have the same path. None if the folder is gone."""
    try:
        facts = folder.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def start(task: Task, threads: int) -> None:
    """Initialise a process."""
    global _state
    limit_threads(threads)
    cv2.setNumThreads(threads)
    _state = task, task.choice.colourizer()


def colour(photo: Path) -> Done | Failure:
    """Colour one photograph, a path within the folder."""
    assert _state is not None
    return colour_with(*_state, photo)


def colour_with(task: Task, colourizer: Colourizer, photo: Path) -> Done | Failure:
    """Like `colour`, with a loaded network."""
    try:
        return _coloured(task, colourizer, photo)
    except (PhotoError, HintError, OSError) as error:
        return _halting(task, error) or Failure(str(photo), str(error))
    except Exception as error:  # one photograph must not stop the others
        return Failure(str(photo), f"It could not be coloured: {type(error).__name__}: {error}.")


def _coloured(task: Task, colourizer: Colourizer, photo: Path) -> Done | Failure:
    began = time.perf_counter()
    path, result = task.folder / photo, result_of(photo, task.suffix)
    choice = task.choice
    before, hints = _version(path), choice.hints_sha256(path)
    source, coloured = choice.colour(colourizer, path)
    if (_version(path), choice.hints_sha256(path)) != (before, hints):
        return Failure(str(photo), "It was changed while it was read. Run the same command again.")
    if folder_id(task.output) != task.results_id:  # recreating it would fill another disk
        return _gone(task.output)
    provenance = choice.save(coloured, path, task.output / result, date_of(task.started_at, before[1]))
    if task.thumbnails:
        make_thumbnails(task.output, str(photo), source, coloured, provenance)
    return Done(
        photo=str(photo),
        bytes=before[0],
        modified=before[1],
        sha256=source.sha256,
        result=str(result),
        result_bytes=(task.output / result).stat().st_size,
        remarks=remarks(source, coloured, provenance.settings["reduced_share"]),
        identifier=source.metadata.identifier,
        width=source.size[0],
        height=source.size[1],
        seconds=round(time.perf_counter() - began, 3),
        hints=hints,
    )


def _version(path: Path) -> tuple[int, int, int]:
    """(bytes, modified in ns, inode) of a photograph; only equality matters, since clocks may be wrong."""
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise PhotoError.of("absent", file=printable(path)) from error
    except OSError as error:
        raise PhotoError.of("unreadable", file=printable(path), reason=error.strerror or error) from error
    return facts.st_size, facts.st_mtime_ns, facts.st_ino


def _halting(task: Task, error: Exception) -> Failure | None:
    """The failure that stops the run, if the error is not about one photograph."""
    for folder, place in ((task.folder, task.photos_id), (task.output, task.results_id)):
        if folder_id(folder) != place:
            return _gone(folder)
    number = next((each.errno for each in (error, error.__cause__) if isinstance(each, OSError)), None)
    if number in _FULL or (isinstance(error.__cause__, OSError) and _free(task.output) < _LEAST_FREE):
        why = os.strerror(number) if number in _FULL else os.strerror(errno.ENOSPC)
        return Failure(
            "", f"{printable(task.output)} cannot be written: {why}. Make room, and run the command again.", halts=True
        )
    return None


def _gone(folder: Path) -> Failure:
    return Failure("", f"{printable(folder)} is gone, or was replaced. Bring it back, and run the command again.", True)


def _free(folder: Path) -> float:
    """Free bytes on a folder's disk; infinite if unknown."""
    try:
        facts = os.statvfs(folder)
    except (AttributeError, OSError):
        return float("inf")
    return facts.f_bavail * facts.f_frsize
