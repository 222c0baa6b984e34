"""Restore a visitor's photographs and settings after a reload or a lost connection.

The page creates a random 256-bit token, which the browser keeps while the tab is open. The state is stored here under
this token, in memory only, and no longer than its files.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from demo.gradio_app.history import Step

MOST = 1000  # visitors in memory, less than a kilobyte each
_TOKEN = re.compile("[0-9a-f]{64}")


class Visit(NamedTuple):
    """The state of a page. step: of the photograph in view. overrides: settings of individual photographs in a batch.
    reference: the path of the photograph from which colours are picked; it may be deleted before the others.
    """

    step: Step
    overrides: Any = None
    reference: str | None = None


class Visits:
    """Visits by token. keep_for: seconds. clock: returns seconds."""

    def __init__(self, keep_for: float, clock: Callable[[], float] = time.monotonic):
        self._visits: OrderedDict[str, tuple[float, Visit, tuple[str, ...]]] = OrderedDict()
        self._keep_for, self._clock, self._lock = keep_for, clock, threading.Lock()

    def keep(self, token: str, visit: Visit, files: tuple[str, ...]) -> None:
        """Store the state of a page and its files. Invalid tokens are ignored."""
        if not _TOKEN.fullmatch(token):
            return
        with self._lock:
            self._forget()
            self._visits.pop(token, None)
            self._visits[token] = (self._clock(), visit, files)
            while len(self._visits) > MOST:
                self._visits.popitem(last=False)

    def find(self, token: str) -> Visit | None:
        """The state of the page with this token; None if it is unknown, too old, or its files are gone."""
        with self._lock:
            self._forget()
            found = self._visits.get(token)
            if found and not all(Path(path).is_file() for path in found[2]):
                del self._visits[token]
                return None
        return found[1] if found else None

    def _forget(self) -> None:
        """Drop states that are older than files are kept; the oldest come first."""
        limit = self._clock() - self._keep_for
        while self._visits and next(iter(self._visits.values()))[0] < limit:
            self._visits.popitem(last=False)
