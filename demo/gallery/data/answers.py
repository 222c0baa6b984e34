"""Optional, anonymous storage of the answers of "Spot the fake" in SQLite.

answers(version, checkpoint, class, real)    one row per answer: no time, no address, no visitor
scores(session, game, right, asked)          one row per finished game; the session is a random number, which only
                                             distinguishes a visitor's first game from later ones
"""

import sqlite3
import statistics
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from colourizer.evaluation.results import ResultsError
from demo.gallery.data.rounds import Answer

_TABLE = """CREATE TABLE IF NOT EXISTS answers (
    version TEXT NOT NULL, checkpoint TEXT NOT NULL, class TEXT NOT NULL, real INTEGER NOT NULL)"""


_SCORES = """CREATE TABLE IF NOT EXISTS scores (
    session TEXT NOT NULL, game INTEGER NOT NULL, right INTEGER NOT NULL, asked INTEGER NOT NULL)"""


@dataclass(frozen=True)
class Score:
    """One finished game: the session, its number in the session, and the numbers of right answers and of questions."""

    session: str
    game: int
    right: int
    asked: int


def save_answer(path: Path, answer: Answer) -> None:
    """Add one answer. Raises ResultsError if the file cannot be written."""
    with _opened(path) as database:
        row = (answer.version, answer.checkpoint, answer.group, int(answer.real))
        database.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", row)


def load_answers(path: Path) -> list[Answer]:
    """All answers so far. Raises ResultsError if the file cannot be read."""
    with _opened(path) as database:
        rows = database.execute("SELECT version, checkpoint, class, real FROM answers").fetchall()
    return [Answer(version, checkpoint, group, bool(real)) for version, checkpoint, group, real in rows]


def save_score(path: Path, score: Score) -> None:
    """Add one game. Raises ResultsError if the file cannot be written."""
    with _opened(path) as database:
        database.execute(
            "INSERT INTO scores VALUES (?, ?, ?, ?)", (score.session, score.game, score.right, score.asked)
        )


def load_scores(path: Path) -> list[Score]:
    """All games so far. Raises ResultsError if the file cannot be read."""
    with _opened(path) as database:
        return [Score(*row) for row in database.execute("SELECT session, game, right, asked FROM scores")]


def mean_shares(scores: list[Score]) -> tuple[float, float | None]:
    """The mean share of right answers in first games, and in later games of the same session (or None)."""
    first, later = ([s.right / s.asked for s in scores if (s.game > 1) == again] for again in (False, True))
    return statistics.fmean(first) if first else 0.0, statistics.fmean(later) if later else None


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=5)) as database, database:
            database.execute(_TABLE)
            database.execute(_SCORES)
            yield database
    except sqlite3.Error as error:
        raise ResultsError(
            f"The answers cannot be kept in {path} ({error}). Whoever hosts this page: name a SQLite file in a folder "
            "that may be written to, or leave --answers and COLOURIZELT_ANSWERS out."
        ) from error
