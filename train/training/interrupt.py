"""Ctrl-C and SIGTERM: a run saves itself and says how to go on; any other command stops with a sentence."""

import os
import signal
import sys
import time
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_AGAIN = 1.0  # seconds: torchrun passes on at once the signal that a terminal has sent to its workers, too


class Interruption:
    """A context in which the first signal is only recorded, so that the run saves itself; a second one stops at once.

    signal: the number of the signal received, 0 before.
    """

    def __init__(self) -> None:
        self.signal, self._at = 0, 0.0
        self._owner = os.getpid()
        self._before: dict[int, object] = {}

    def __bool__(self) -> bool:
        return bool(self.signal)

    def __enter__(self) -> "Interruption":
        self._before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # pyright: ignore[reportArgumentType]  # what signal.signal returned

    def _note(self, number: int, frame: FrameType | None) -> None:
        if (
            os.getpid() != self._owner
        ):  # the process that reads photographs has inherited this, and ends with its parent
            return
        if self.signal:
            if time.monotonic() - self._at > _AGAIN:
                raise KeyboardInterrupt
            return
        self.signal, self._at = number, time.monotonic()
        print("\nStopping after this batch. Once more stops at once, without saving.", file=sys.stderr, flush=True)


def terminable() -> None:
    """Let SIGTERM end a command as Ctrl-C does: with a sentence, and with its files closed."""
    signal.signal(signal.SIGTERM, _interrupt)


def quiet_at_the_start() -> None:
    """Let Ctrl-C end a process that is still importing with a sentence, too."""
    usual = sys.excepthook

    def interrupt_quietly(kind, error, trace) -> None:
        if issubclass(kind, KeyboardInterrupt):
            print("Stopped before anything began.", file=sys.stderr)
        else:
            usual(kind, error, trace)

    sys.excepthook = interrupt_quietly
    terminable()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
