"""The task of a Ray worker: download some photographs, colour them, upload the results, and then their manifest lines.

It works in a temporary folder, with the same code as on one machine.
"""

import errno
import os
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from colourizer.cli.archive import worker
from colourizer.cli.archive.records import Done, Failure
from colourizer.cli.archive.shards import read_shard, shard_name, write_shard
from colourizer.cli.archive.store import Entry, Store
from colourizer.cli.options import HINTS_SUFFIX, Choice
from colourizer.engines.choice import limit_threads
from colourizer.photo.opening import printable
from colourizer.pipeline import Colourizer


@dataclass(frozen=True)
class Job:
    """What every machine needs. hints: SHA-256 of the hint file next to a photograph, by photograph."""

    choice: Choice
    photos: Store
    results: Store
    suffix: str
    thumbnails: bool
    started_at: str
    hints: dict[str, str]


_own: tuple[Choice, Colourizer] | None = None  # of this process, which Ray reuses for several tasks


def colour_some(job: Job, chunk: list[Entry]) -> list[Done | Failure]:
    """Colour some photographs, and record them. If the chunk was recorded before, return its recorded outcomes."""
    if recorded := _recorded(job, chunk):
        return [*recorded]
    colourizer = _colourizer(job.choice)
    outcomes: list[Done | Failure] = []
    for entry in chunk:
        outcomes.append(_coloured(job, colourizer, entry))
        if isinstance(outcomes[-1], Failure) and outcomes[-1].halts:
            return outcomes
    try:
        if done := [each for each in outcomes if isinstance(each, Done)]:
            write_shard(job.results, shard_name(chunk), done)
    except Exception as error:  # filesystems have their own exception types
        return [_cannot_be_written(job, error)]
    return outcomes


def _recorded(job: Job, chunk: list[Entry]) -> list[Done] | None:
    """The lines that a machine recorded before it died. None if a photograph is missing or was coloured with other
    hints, or if a result is no longer complete.
    """
    lines = read_shard(job.results, shard_name(chunk))
    return lines if lines and len(lines) == len(chunk) and all(_still_true(job, each) for each in lines) else None


def _still_true(job: Job, done: Done) -> bool:
    try:
        whole = job.results.entry(done.result).bytes == done.result_bytes
    except FileNotFoundError:
        return False
    return whole and done.hints == job.hints.get(done.photo, "")


def _colourizer(choice: Choice) -> Colourizer:
    global _own
    if _own is None or _own[0] != choice:
        limit_threads(1)  # one task per core is running already
        cv2.setNumThreads(1)
        _own = choice, choice.colourizer()
    return _own[1]


def _coloured(job: Job, colourizer: Colourizer, entry: Entry) -> Done | Failure:
    with TemporaryDirectory(prefix="colourizer-") as here:
        photos, results = Path(here) / "photographs", Path(here) / "results"
        photos.mkdir()
        results.mkdir()
        try:
            _fetch(job, entry, photos)
        except Exception as error:  # filesystems have their own exception types
            return Failure(entry.path, f"It cannot be read: {error_message(error)}.")
        places = (photos, results, worker.folder_id(photos), worker.folder_id(results))
        task = worker.Task(job.choice, *places, job.suffix, job.thumbnails, job.started_at)
        outcome = worker.colour_with(task, colourizer, Path(entry.path))
        if isinstance(outcome, Failure):
            return replace(outcome, error=outcome.error.replace(f"{photos}/", ""))
        try:
            if job.photos.entry(entry.path) != entry:
                return Failure(entry.path, "It was changed while it was read. Run the same command again.")
            own = Path(outcome.result)
            for path in sorted(path.relative_to(results) for path in results.rglob("*") if path.is_file()):
                if path != own:  # the thumbnails first: once the result exists, everything does
                    job.results.put(results / path, path.as_posix())
            job.results.put(results / own, own.as_posix())
        except Exception as error:
            return _cannot_be_written(job, error)
        return replace(outcome, bytes=entry.bytes, modified=entry.modified)


def _fetch(job: Job, entry: Entry, photos: Path) -> None:
    """Raises OSError."""
    job.photos.get(entry.path, photos / entry.path)
    os.utime(photos / entry.path, ns=(entry.modified, entry.modified))
    if entry.path in job.hints:
        beside = entry.path + HINTS_SUFFIX
        job.photos.get(beside, photos / beside)


def _cannot_be_written(job: Job, error: Exception) -> Failure:
    where = printable(job.results.address)
    return Failure(
        "", f"{where} cannot be written: {error_message(error)}. Fix it, then run the same command.", halts=True
    )


def error_message(error: BaseException) -> str:
    """A filesystem's error message, in one line."""
    kinds = {FileNotFoundError: errno.ENOENT, PermissionError: errno.EACCES}  # some have only a path as their message
    number = kinds.get(type(error)) if isinstance(error, OSError) and not error.strerror else None
    said = os.strerror(number) if number else getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(said.rstrip("."))
