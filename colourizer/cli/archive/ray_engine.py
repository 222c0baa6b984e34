"""Colour an archive on many machines with Ray. Photographs and results can be in any store that fsspec supports.

Photographs recorded in the manifest are skipped. ray_cluster.py distributes the work, and retries it when a machine
dies. Ray is an extra: `pip install colourizer[ray]`. https://docs.ray.io
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from colourizer.cli.archive import ray_cluster, ray_worker
from colourizer.cli.archive.archive import ERRORS
from colourizer.cli.archive.contact_sheet import PICTURES, thumbnails
from colourizer.cli.archive.finding import Selection, check_results
from colourizer.cli.archive.lock import locked
from colourizer.cli.archive.records import ArchiveError, Done, Failure
from colourizer.cli.archive.shards import merge_shards, read_shards
from colourizer.cli.archive.statement import STATEMENT, checked_settings, current_settings, started_at
from colourizer.cli.archive.store import Entry, Store, is_plain
from colourizer.cli.archive.summary import SUMMARY
from colourizer.cli.options import HINTS_SUFFIX, Choice
from colourizer.photo.opening import printable
from colourizer.photo.photo import SUFFIXES

_LOCK = "manifest.lock"


class RayArchive:
    """Like `Archive`, for any two stores. A context manager that shuts Ray down.

    address: of a cluster, as for `ray.init`; `ray_cluster.LOCAL` for one on this machine. Raises ArchiveError, or
    CheckpointError for an unknown model.
    """

    def __init__(
        self,
        folder: str,
        output: str,
        choice: Choice,
        selection: Selection = Selection(),  # noqa: B008 (frozen)
        *,
        suffix: str = "",
        thumbnails: bool = False,
        address: str = ray_cluster.LOCAL,
    ):
        if find_spec("ray") is None:
            raise ArchiveError("The engine ray needs another package: pip install 'colourizer[ray]'.")
        self.choice, self.suffix, self.thumbnails, self._address = choice, suffix, thumbnails, address
        self.failures: list[Failure] = []
        self._thumbnails: set[str] = set()
        with _as_archive_error(folder):
            self._photos = Store(folder)
            entries = self._photos.entries()
        with _as_archive_error(output):
            self._results = Store(output)
            self._lock = self._lock_results()
            held = {each.path: each.bytes for each in self._results.entries() if each.path != _LOCK}
        if not Path(folder).is_dir() and not entries:
            raise ArchiveError(f"There is no folder {printable(folder)}, or nothing is in it.")
        self.folder, self.output = self._photos.address, self._results.address
        found = self._found(entries)
        by_name = {each.path: each for each in found}
        self.photos = [each for each in found if selection.has(Path(each.path), partial(_seconds, each))]
        if not self.photos:
            reason = "that you mean" if found else f"({', '.join(SUFFIXES)})"
            raise ArchiveError(f"There are no photographs in {printable(folder)} {reason}.")
        check_results((Path(each.path) for each in found), suffix, PICTURES)
        self.statement = current_settings(choice, self.folder, suffix) | {"engine": "ray"}
        self._started_at = self._check_statement(held)
        hints = self._hints_sha256({each.path for each in entries} if not choice.hints else set(), by_name)
        self._current = lambda done: _is_done(by_name.get(done.photo), done, held, hints.get(done.photo, ""))
        with _as_archive_error(output):
            merge_shards(self._results, self._current)
            self.done = read_shards(self._results, self._current)
        self.waiting = [each for each in self.photos if each.path not in self.done]
        self._job = ray_worker.Job(choice, self._photos, self._results, suffix, thumbnails, self._started_at, hints)

    def __enter__(self) -> "RayArchive":
        return self

    def __exit__(self, *_: object) -> None:
        import ray  # pyright: ignore[reportMissingImports]  # an optional dependency

        ray.shutdown()
        if self._lock:
            self._lock.close()

    @property
    def name(self) -> str:
        """The name of the folder of photographs, for people."""
        return self.folder.rstrip("/").rpartition("/")[2]

    def colour(self, processes: int = 1) -> Iterator[Done | Failure]:
        """Colour the waiting photographs; yields each outcome once recorded. processes: on this machine, without a
        cluster. Raises ArchiveError if the run cannot go on.
        """
        yield from self.failures
        try:
            for outcome in self._outcomes(processes) if self.waiting else ():
                if isinstance(outcome, Done):
                    self.done[outcome.photo] = outcome
                elif outcome.halts:
                    raise ArchiveError(outcome.error)
                else:
                    self.failures.append(outcome)
                yield outcome
        finally:
            self._write_errors()

    @contextmanager
    def reporting(self) -> Iterator[Path]:
        """A folder for the reports, which are uploaded when the context is left. Raises OSError."""
        with TemporaryDirectory() as folder:
            before = self._results.read(SUMMARY)
            if before is not None:
                (Path(folder) / SUMMARY).write_bytes(before)
            yield Path(folder)
            for path in sorted(Path(folder).iterdir()):
                self._results.put(path, path.name)
            merge_shards(self._results, lambda done: True)

    def make_missing_thumbnails(self, processes: int) -> None:
        """List existing thumbnails; making one would download the photograph again. Raises OSError."""
        self._thumbnails = {each.path for each in self._results.entries(PICTURES)}

    def has_thumbnails(self, photo: str) -> bool:
        """Whether both thumbnails of a photograph existed when `make_missing_thumbnails` listed them."""
        return self._thumbnails.issuperset(thumbnails(photo))

    def _lock_results(self) -> IO[bytes] | None:
        """Lock a local folder of results until the returned file is closed. None elsewhere: object stores lack locks.

        Raises ArchiveError if another run holds the lock.
        """
        folder = Path(self._results.address)
        if "://" in self._results.address:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        return locked(folder / _LOCK)

    def _found(self, entries: list[Entry]) -> list[Entry]:
        """The entries with a photograph's ending that are neither hidden nor results."""
        photos, results = (f"{store.address.rstrip('/')}/" for store in (self._photos, self._results))
        if photos.startswith(results):
            where = printable(self.output)
            raise ArchiveError(f"Results in {where} could replace photographs. Name a folder of their own.")
        within = results.removeprefix(photos) if results.startswith(photos) else ""
        found = []
        for each in entries:
            hidden = any(part.startswith(".") for part in each.path.split("/"))
            if hidden or Path(each.path).suffix.lower() not in SUFFIXES or (within and each.path.startswith(within)):
                continue
            if is_plain(each.path):
                found.append(each)
            else:
                self.failures.append(Failure(each.path, "Its name is no path of a file. Rename it."))
        return found

    def _hints_sha256(self, paths: set[str], photos: Iterable[str]) -> dict[str, str]:
        """SHA-256 of the hint files among `paths`, by photograph."""
        hinted = [photo for photo in photos if photo + HINTS_SUFFIX in paths]
        with _as_archive_error(self.folder):
            found = self._photos.read_all(photo + HINTS_SUFFIX for photo in hinted)
        return {photo: hashlib.sha256(each).hexdigest() for photo, each in zip(hinted, found, strict=True)}

    def _check_statement(self, held: dict[str, int]) -> str:
        with _as_archive_error(self.output):
            said = self._results.read(STATEMENT)
            if said is None and held:
                raise ArchiveError(f"{printable(self.output)} holds other files. Name a new or an empty folder.")
            whole = checked_settings(self.statement, json.loads(said) if said else None, self.output)
            if not said or whole != json.loads(said):
                self._put_text(STATEMENT, json.dumps(whole, indent=2) + "\n")
        return started_at(whole)

    def _outcomes(self, processes: int) -> Iterator[Done | Failure]:
        ray_cluster.begin(self._address, processes)
        yield from ray_cluster.colour(self._job, self.waiting)

    def _write_errors(self) -> None:
        stream = io.StringIO()
        errors = csv.writer(stream, lineterminator="\n")
        errors.writerow(["photo", "error"])
        errors.writerows([each.photo, each.error] for each in self.failures)
        self._put_text(ERRORS, stream.getvalue())

    def _put_text(self, name: str, text: str) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "text"
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
            self._results.put(path, name)


def _seconds(photo: Entry) -> float:
    return photo.modified / 1e9


def _is_done(photo: Entry | None, done: Done, held: dict[str, int], hints: str) -> bool:
    """Whether the result is complete, and neither the photograph nor its hints have changed since."""
    now = photo and (photo.bytes, photo.modified, hints)
    return now == (done.bytes, done.modified, done.hints) and held.get(done.result) == done.result_bytes


@contextmanager
def _as_archive_error(address: str) -> Iterator[None]:
    """Convert a filesystem's errors to ArchiveError."""
    try:
        yield
    except ArchiveError:
        raise
    except ImportError as error:
        raise ArchiveError(f"{printable(address)} needs another package: {ray_worker.error_message(error)}") from error
    except Exception as error:  # filesystems have their own exception types
        raise ArchiveError(f"{printable(address)} cannot be used: {ray_worker.error_message(error)}.") from error
