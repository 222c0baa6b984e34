"""Whole folders of photographs: each is coloured once, however often the work is interrupted.

The results stand in a folder of their own, under the paths of the photographs. Beside them lie

    colourized.json    what decides the colours: a folder holds the work of one choice only
    manifest.jsonl     a line for each photograph that is done, added when its result is whole
    errors.csv         what could not be coloured in the last run, and why
"""

import csv
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import cv2

from colourizer.cli.options import Choice, remarks
from colourizer.cli.process_pool import in_processes
from colourizer.engines.choice import limit_threads
from colourizer.hints import HintError
from colourizer.photo.levels import KEPT
from colourizer.photo.opening import shown
from colourizer.photo.photo import SUFFIXES, WRITTEN_SUFFIXES, PhotoError
from colourizer.photo.provenance import VERSION
from colourizer.pipeline import Colourizer

try:
    import fcntl
except ImportError:  # Windows; there nobody keeps two runs from doing the same work
    fcntl = None

STATEMENT, MANIFEST, ERRORS = "colourized.json", "manifest.jsonl", "errors.csv"
_BEFORE = {"frame": "none", "invert": False}  # how folders were made whose statement does not speak of these
_DIED = "The process that coloured it died: it may need more memory than there is. Reduce it, or use fewer processes."


class ArchiveError(ValueError):
    """The folders cannot be used as they are; the message says what to do about it."""


@dataclass(frozen=True)
class Done:
    """A line of the manifest. photo, result: paths within their folders. modified: of the photograph, in ns.
    sha256: of the photograph's file. remarks: what its owner should know of the result.
    """

    photo: str
    bytes: int
    modified: int
    sha256: str
    result: str
    result_bytes: int
    remarks: str


@dataclass(frozen=True)
class Failure:
    """A photograph that could not be coloured. photo: its path within its folder."""

    photo: str
    error: str


class Archive:
    """A folder of photographs and the folder of their results. A context manager, since it keeps others out meanwhile.

    photos: all that were found, as paths within the folder. waiting: those that are not done.
    Raises ArchiveError for folders that cannot be used, CheckpointError where there is no such model.
    """

    def __init__(self, folder: Path, output: Path, choice: Choice):
        self.folder, self.output, self.choice = folder.resolve(), output.resolve(), choice
        _check_folders(self.folder, self.output)
        self.photos = find_photos(self.folder, self.output)
        if not self.photos:
            raise ArchiveError(f"There are no photographs in {shown(folder)} ({', '.join(SUFFIXES)}).")
        _check_results(self.photos)
        self._manifest = self._opened()
        done = _read_manifest(self._manifest)
        self.waiting = [photo for photo in self.photos if not self._is_done(photo, done.get(str(photo)))]

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._manifest.close()

    def colour(self, processes: int = 1) -> Iterator[Done | Failure]:
        """Colour what is waiting, in so many processes, and tell of each photograph once it is on disk."""
        cores = os.cpu_count() or 1
        start = (self.choice, self.folder, self.output, max(1, cores // processes))
        with (self.output / ERRORS).open("w", newline="", encoding="utf-8", errors="backslashreplace") as stream:
            errors = csv.writer(stream, lineterminator="\n")
            errors.writerow(["photo", "error"])
            for photo, outcome in in_processes(_colour, self.waiting, processes, _start, start):
                if isinstance(outcome, Done):
                    self._manifest.write(json.dumps(asdict(outcome)).encode() + b"\n")
                    self._manifest.flush()
                else:
                    outcome = outcome or Failure(str(photo), _DIED)
                    errors.writerow([outcome.photo, outcome.error])
                    stream.flush()
                yield outcome

    def _opened(self) -> IO[bytes]:
        """The manifest, kept from others; the statement is written, or compared with the one that is there."""
        colourizer = self.choice.colourizer()
        own = {
            "photographs": str(self.folder),
            "model": colourizer.name,
            "weights": colourizer.checkpoint.sha256,
            "settings": self.choice.settings | ({"levels": self.choice.levels} if self.choice.levels != KEPT else {}),
            "mark": self.choice.mark,
            "frame": self.choice.frame,
            "invert": self.choice.invert,
        }
        statement = self.output / STATEMENT
        try:
            self.output.mkdir(parents=True, exist_ok=True)
            if not statement.exists() and any(self.output.iterdir()):
                raise ArchiveError(f"{shown(self.output)} holds other files. Name a new or an empty folder.")
            if not statement.exists():
                temporary = statement.with_suffix(".tmp")
                temporary.write_text(json.dumps(own | {"version": VERSION}, indent=2) + "\n")
                temporary.replace(statement)
            said = json.loads(statement.read_text())
            manifest = (self.output / MANIFEST).open("a+b")
        except (OSError, json.JSONDecodeError) as error:
            raise ArchiveError(f"{shown(self.output)} cannot be used: {error}.") from error
        other = [name for name, value in own.items() if (_BEFORE | said).get(name) != value]
        if other:
            manifest.close()
            raise ArchiveError(
                f"{shown(self.output)} holds results of other {' and '.join(other)}. Name another folder; or, if the "
                f"photographs have only moved, change their place in {STATEMENT}."
            )
        if not _locked(manifest):
            manifest.close()
            raise ArchiveError(f"Another run is at work in {shown(self.output)}. Wait for its end.")
        for rest in self.output.rglob(".*.tmp"):  # of a process that was killed while it wrote
            if re.fullmatch(r"\.[0-9a-f]{16}\.tmp", rest.name):
                rest.unlink()
        return manifest

    def _is_done(self, photo: Path, done: Done | None) -> bool:
        """Whether the result is there and whole, and the photograph still the one that it was made from."""
        if done is None:
            return False
        try:
            now, result = (self.folder / photo).stat(), (self.output / done.result).stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns, result.st_size) == (done.bytes, done.modified, done.result_bytes)


def find_photos(folder: Path, leaving_out: Path | None = None) -> list[Path]:
    """Every photograph under `folder` by its ending, as paths within it, in order; hidden files are none."""
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES and path.is_file())
    return [
        path.relative_to(folder)
        for path in paths
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and (leaving_out is None or leaving_out not in path.parents)
    ]


def result_of(photo: Path) -> Path:
    """Where a photograph's result stands in the folder of results: a format that nobody can write becomes PNG."""
    return photo if photo.suffix.lower() in WRITTEN_SUFFIXES else photo.with_name(f"{photo.name}.png")


def _check_folders(folder: Path, output: Path) -> None:
    if not folder.is_dir():
        raise ArchiveError(f"There is no folder {shown(folder)}.")
    if output == folder or output in folder.parents:
        raise ArchiveError(f"Results in {shown(output)} could replace photographs. Name a folder of their own.")


def _check_results(photos: list[Path]) -> None:
    taken: dict[Path, Path] = {}
    for photo in photos:
        other = taken.setdefault(result_of(photo), photo)
        if other != photo:
            raise ArchiveError(f"{shown(other)} and {shown(photo)} would have one result. Rename one of them.")


def _locked(stream: IO[bytes]) -> bool:
    if fcntl:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _read_manifest(stream: IO[bytes]) -> dict[str, Done]:
    """The lines of a manifest by photograph. A last line that was cut off is removed from the file."""
    stream.seek(0)
    done, whole = {}, 0
    for line in stream:
        if not line.endswith(b"\n"):
            break
        whole += len(line)
        try:
            entry = Done(**json.loads(line))
            done[entry.photo] = entry
        except (ValueError, TypeError):
            continue  # that photograph is coloured again
    stream.truncate(whole)
    return done


# What a process of its own keeps from photograph to photograph.
_own: tuple[Choice, Colourizer, Path, Path] | None = None


def _start(choice: Choice, folder: Path, output: Path, threads: int) -> None:
    global _own
    limit_threads(threads)
    cv2.setNumThreads(threads)
    _own = choice, choice.colourizer(), folder, output


def _colour(photo: Path) -> Done | Failure:
    assert _own is not None
    choice, colourizer, folder, output = _own
    path, result = folder / photo, result_of(photo)
    try:
        facts = path.stat()
        seen, coloured = choice.colour(colourizer, path)
        said = coloured.save(output / result, mark=choice.mark)
        size = (output / result).stat().st_size
        told = remarks(seen, coloured, said.settings["reduced_share"])
        return Done(str(photo), facts.st_size, facts.st_mtime_ns, seen.sha256, str(result), size, told)
    except (PhotoError, HintError, OSError) as error:
        return Failure(str(photo), str(error))
    except Exception as error:  # whatever it is, it must not cost the other photographs
        return Failure(str(photo), f"It could not be coloured: {type(error).__name__}: {error}.")
