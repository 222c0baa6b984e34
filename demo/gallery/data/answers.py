"""Keeping the answers of "Spot the fake" in SQLite, on hosts that want it. What is kept tells nothing of who answered.

answers(version, checkpoint, class, real)    one row an answer: no time, no address, no visitor
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from colourizer.evaluation.results import ResultsError
from demo.gallery.data.rounds import Answer

_TABLE = """CREATE TABLE IF NOT EXISTS answers (
    version TEXT NOT NULL, checkpoint TEXT NOT NULL, class TEXT NOT NULL, real INTEGER NOT NULL)"""


def keep(path: Path, answer: Answer) -> None:
    """Add one answer. Raises ResultsError where the file cannot be written."""
    with _opened(path) as database:
        row = (answer.version, answer.checkpoint, answer.group, int(answer.real))
        database.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", row)


def kept(path: Path) -> list[Answer]:
    """All answers so far. Raises ResultsError where the file cannot be read."""
    with _opened(path) as database:
        rows = database.execute("SELECT version, checkpoint, class, real FROM answers").fetchall()
    return [Answer(version, checkpoint, group, bool(real)) for version, checkpoint, group, real in rows]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=5)) as database, database:
            database.execute(_TABLE)
            yield database
    except sqlite3.Error as error:
        raise ResultsError(
            f"The answers cannot be kept in {path} ({error}). Whoever hosts this page: name a SQLite file in a folder "
            "that may be written to, or leave --answers and COLOURIZELT_ANSWERS out."
        ) from error
