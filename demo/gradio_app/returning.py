"""What a visitor finds again after a reload, or after the connection was lost: their photograph and its settings.

The page makes a token of 256 bits that nobody can guess, and the browser keeps it for as long as the tab is open; here,
in memory alone, lies what the token stands for. It goes no later than the files it speaks of, and with the server.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from demo.gradio_app.history import Step

MOST = 1000  # visitors that are remembered, at less than a kilobyte each
_TOKEN = re.compile("[0-9a-f]{64}")


class Visits:
    """Steps by token. keep_for: seconds. clock: of seconds."""

    def __init__(self, keep_for: float, clock: Callable[[], float] = time.monotonic):
        self._visits: OrderedDict[str, tuple[float, Step, tuple[str, ...]]] = OrderedDict()
        self._keep_for, self._clock, self._lock = keep_for, clock, threading.Lock()

    def keep(self, token: str, step: Step, files: tuple[str, ...]) -> None:
        """Remember how a page is set, and the files that it shows. A token that no page makes is not kept."""
        if not _TOKEN.fullmatch(token):
            return
        with self._lock:
            self._forget()
            self._visits.pop(token, None)
            self._visits[token] = (self._clock(), step, files)
            while len(self._visits) > MOST:
                self._visits.popitem(last=False)

    def find(self, token: str) -> Step | None:
        """How the page was set whose token this is; None where that is unknown, too long ago, or its files are gone."""
        with self._lock:
            self._forget()
            found = self._visits.get(token)
            if found and not all(Path(path).is_file() for path in found[2]):
                del self._visits[token]
                return None
        return found[1] if found else None

    def _forget(self) -> None:
        """Drop what is older than files are kept; the oldest come first."""
        limit = self._clock() - self._keep_for
        while self._visits and next(iter(self._visits.values()))[0] < limit:
            self._visits.popitem(last=False)
