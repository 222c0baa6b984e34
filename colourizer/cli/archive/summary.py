"""The summary of an archive, as an SQLite file.

Two tables: `photographs`, a row for each, done or failed, and `runs`, a row for each run of the command. It is written
from the manifest after each run, and never read to decide what is done.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

from colourizer.cli.archive.records import Done, Failure
from colourizer.files import replaced

SUMMARY = "summary.sqlite"
_COLUMNS = (
    "photo, state, result, identifier, width, height, bytes, result_bytes, sha256, seconds, remarks, error, model, "
    "weights, settings"
)
_TABLES = f"""
CREATE TABLE photographs ({_COLUMNS});
CREATE TABLE runs (begun, seconds, coloured, done_before, failed, model, weights, settings, version);
"""


@dataclass(frozen=True)
class Run:
    """A run of the command. begun: ISO 8601, UTC. seconds: by a steady clock. settings: as JSON."""

    begun: str
    seconds: float
    coloured: int
    done_before: int
    failed: int
    model: str
    weights: str
    settings: str
    version: str


def write_summary(output: Path, run: Run, done: Iterable[Done], failures: Iterable[Failure]) -> None:
    """Rewrite the file; earlier runs are kept. Raises OSError."""
    what = (run.model, run.weights, run.settings)
    rows = [_row(each) for each in done]
    rows += [(each.photo, "failed", *[None] * 9, each.error) for each in failures]
    runs = [*_runs(output / SUMMARY), astuple(run)]
    try:
        with replaced(output / SUMMARY) as path, closing(sqlite3.connect(path)) as database, database:
            database.executescript(_TABLES)
            places = ", ".join("?" * (len(_COLUMNS.split(","))))
            every = (_storable((*row, *what)) for row in rows)
            database.executemany(f"INSERT INTO photographs VALUES ({places})", every)
            database.executemany(f"INSERT INTO runs VALUES ({', '.join('?' * 9)})", runs)
    except sqlite3.Error as error:
        raise OSError(f"{SUMMARY} cannot be written: {error}.") from error


def as_text(settings: dict) -> str:
    """Settings as the text of a column."""
    return json.dumps(settings, sort_keys=True)


def _row(done: Done) -> tuple:
    size = (done.width or None, done.height or None, done.bytes, done.result_bytes)
    details = (done.sha256, done.seconds or None, done.remarks.strip(" ()"))
    return (done.photo, "done", done.result, done.identifier, *size, *details, None)


def _runs(path: Path) -> list[tuple]:
    """The earlier runs; none if there is no summary, or a broken one."""
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(path)) as database:
            return database.execute("SELECT * FROM runs").fetchall()
    except sqlite3.Error:
        return []


def _storable(row: tuple) -> list:
    """A row whose text UTF-8 can encode; file names from other systems may contain anything."""
    return [value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value for value in row]
