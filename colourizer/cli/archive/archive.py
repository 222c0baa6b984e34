"""Colour whole folders of photographs. Each photograph is coloured once, however often the run is interrupted.

The results go into another folder, under the same relative paths. That folder also holds

    colourized.json    the settings that decide the colours, and when the work began
    manifest.jsonl     a line for each finished photograph, added once its result is complete
    errors.csv         what could not be coloured in the last run, and why
"""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO

from colourizer.cli.archive import worker
from colourizer.cli.archive.contact_sheet import PICTURES, remake_thumbnails, thumbnails
from colourizer.cli.archive.finding import Selection, check_results, find_photos
from colourizer.cli.archive.lock import locked
from colourizer.cli.archive.records import ArchiveError, Done, Failure, read_manifest
from colourizer.cli.archive.statement import STATEMENT, checked_settings, current_settings, started_at
from colourizer.cli.options import Choice
from colourizer.cli.process_pool import in_processes
from colourizer.files import remove_leftovers, replace_text
from colourizer.hints import HintError
from colourizer.photo.opening import printable
from colourizer.photo.photo import SUFFIXES
from colourizer.processors import usable_cores

MANIFEST, ERRORS = "manifest.jsonl", "errors.csv"
PROCESS_DIED = (
    "The process that coloured it died: it may need more memory than there is. Reduce it, or use fewer processes."
)


class Archive:
    """A folder of photographs and the folder of their results. A context manager that locks the results.

    photos: the selected photographs, as paths relative to the folder. waiting: those not done yet.
    done: the manifest's lines, by photograph. failures: of this run. statement: the settings that decide the colours.
    Raises ArchiveError for unusable folders, CheckpointError for an unknown model.
    """

    def __init__(
        self,
        folder: Path,
        output: Path,
        choice: Choice,
        selection: Selection = Selection(),  # noqa: B008 (frozen)
        *,
        suffix: str = "",
        thumbnails: bool = False,
    ):
        self.folder, self.output, self.choice = folder.resolve(), output.resolve(), choice
        self.suffix, self.thumbnails = suffix, thumbnails
        self.failures: list[Failure] = []
        _check_folders(self.folder, self.output)
        found = find_photos(self.folder, self.output, self._unreadable)
        self.photos = [photo for photo in found if selection.has(photo, partial(self._modified, photo))]
        if not self.photos:
            reason = "that you mean" if found else f"({', '.join(SUFFIXES)})"
            detail = f" {self.failures[0].photo}: {self.failures[0].error}" if self.failures else ""
            raise ArchiveError(f"There are no photographs in {printable(folder)} {reason}.{detail}")
        check_results(found, suffix, PICTURES)
        self.statement = current_settings(choice, self.folder, suffix)
        self._manifest = self._open_manifest()
        lines = read_manifest(self._manifest)
        self.done = {str(photo): lines[str(photo)] for photo in found if self._is_done(photo, lines.get(str(photo)))}
        self.waiting = [photo for photo in self.photos if str(photo) not in self.done]

    @property
    def name(self) -> str:
        """The name of the folder of photographs, for people."""
        return self.folder.name

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._manifest.close()

    def colour(self, processes: int = 1) -> Iterator[Done | Failure]:
        """Colour the waiting photographs in `processes` processes; yields each outcome once it is on disk.

        Raises ArchiveError if the run cannot go on, for example because the disk is full or a folder is gone.
        """
        photos, results = worker.folder_id(self.folder), worker.folder_id(self.output)
        task = worker.Task(
            self.choice, self.folder, self.output, photos, results, self.suffix, self.thumbnails, self._started_at
        )
        start = (task, max(1, usable_cores() // processes))
        with (self.output / ERRORS).open("w", newline="", encoding="utf-8", errors="backslashreplace") as stream:
            errors = csv.writer(stream, lineterminator="\n")
            errors.writerow(["photo", "error"])
            for failure in self.failures:
                errors.writerow([failure.photo, failure.error])
            yield from self.failures
            for photo, outcome in in_processes(worker.colour, self.waiting, processes, worker.start, start):
                if isinstance(outcome, Done):
                    self._manifest.write(json.dumps(asdict(outcome)).encode() + b"\n")
                    self._manifest.flush()
                    self.done[outcome.photo] = outcome
                else:
                    outcome = outcome or Failure(str(photo), PROCESS_DIED)
                    if outcome.halts:
                        raise ArchiveError(outcome.error)
                    self.failures.append(outcome)
                    errors.writerow([outcome.photo, outcome.error])
                    stream.flush()
                yield outcome

    @contextmanager
    def reporting(self) -> Iterator[Path]:
        """The folder for the reports."""
        yield self.output

    def make_missing_thumbnails(self, processes: int) -> None:
        """Write the thumbnails of photographs that earlier runs coloured without them. Raises OSError."""
        folders = (self.folder, self.output, self.choice.limits)
        missing = [(*folders, each) for each in self.done.values() if not self.has_thumbnails(each.photo)]
        for _ in in_processes(remake_thumbnails, missing, processes) if missing else ():
            pass

    def has_thumbnails(self, photo: str) -> bool:
        """Whether both thumbnails of a photograph exist."""
        return all((self.output / path).exists() for path in thumbnails(photo))

    def _modified(self, photo: Path) -> float:
        return (self.folder / photo).stat().st_mtime

    def _unreadable(self, error: OSError) -> None:
        path = Path(error.filename or self.folder)
        name = str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)
        why = error.strerror or str(error)
        self.failures.append(Failure(name, f"This folder cannot be read: {why}. Nothing in it was coloured."))

    def _open_manifest(self) -> IO[bytes]:
        """Open and lock the manifest; write the statement, or compare it with the existing one."""
        statement, manifest = self.output / STATEMENT, None
        try:
            self.output.mkdir(parents=True, exist_ok=True)
            if not statement.exists() and any(path.name != MANIFEST for path in self.output.iterdir()):
                raise ArchiveError(f"{printable(self.output)} holds other files. Name a new or an empty folder.")
            # Lock before writing anything: only one of two simultaneous runs may go on.
            manifest = locked(self.output / MANIFEST)
            self._check_statement(statement)
            remove_leftovers(self.output)
        except (OSError, ValueError) as error:
            if manifest:
                manifest.close()
            if isinstance(error, ArchiveError):
                raise
            reason = getattr(error, "strerror", None) or error
            raise ArchiveError(f"{printable(self.output)} cannot be used: {reason}.") from error
        return manifest

    def _check_statement(self, statement: Path) -> None:
        recorded = json.loads(statement.read_text()) if statement.exists() else None
        complete = checked_settings(self.statement, recorded, self.output)
        if complete != recorded:
            replace_text(statement, json.dumps(complete, indent=2) + "\n")
        self._started_at = started_at(complete)

    def _is_done(self, photo: Path, done: Done | None) -> bool:
        """Whether the result is complete, and neither the photograph nor its hints have changed since."""
        if done is None:
            return False
        try:
            now, result = (self.folder / photo).stat(), (self.output / done.result).stat()
            hints = self.choice.hints_sha256(self.folder / photo)
        except (OSError, HintError):
            return False
        recorded = (done.bytes, done.modified, done.result_bytes, done.hints)
        return (now.st_size, now.st_mtime_ns, result.st_size, hints) == recorded


def _check_folders(folder: Path, output: Path) -> None:
    if not folder.is_dir():
        raise ArchiveError(f"There is no folder {printable(folder)}.")
    if output == folder or output in folder.parents:
        raise ArchiveError(f"Results in {printable(output)} could replace photographs. Name a folder of their own.")
