"""Handles Ctrl-C and SIGTERM: a run saves itself and says how to resume; other commands stop with a message."""

import os
import signal
import sys
import time
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_AGAIN = 1.0  # seconds: a terminal signals the workers, and torchrun immediately forwards the same signal to them


class Interruption:
    """A context manager that only records the first signal, so that the run can save itself. A second one stops it.

    signal: the number of the received signal, or 0.
    """

    def __init__(self) -> None:
        self.signal, self._at = 0, 0.0
        self._owner = os.getpid()
        self._before: dict[int, object] = {}

    def __bool__(self) -> bool:
        return bool(self.signal)

    def __enter__(self) -> "Interruption":
        self._before = {number: signal.signal(number, self._note) for number in _heeded()}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # pyright: ignore[reportArgumentType]  # what signal.signal returned

    def _note(self, number: int, frame: FrameType | None) -> None:
        if os.getpid() != self._owner:  # the data loader's worker inherits this handler, and exits with its parent
            return
        if self.signal:
            if time.monotonic() - self._at > _AGAIN:
                raise KeyboardInterrupt
            return
        self.signal, self._at = number, time.monotonic()
        print("\nStopping after this batch. Once more stops at once, without saving.", file=sys.stderr, flush=True)


def exit_on_signals() -> None:
    """Make Ctrl-C and SIGTERM end a process that is still importing, with a message.

    KeyboardInterrupt is not used: libraries convert it to other errors when it is raised during their import.
    """
    for number in _heeded():
        signal.signal(number, _exit)


def interrupt_on_signals() -> None:
    """Make Ctrl-C and SIGTERM raise KeyboardInterrupt: the command closes its files and ends with a message."""
    for number in _heeded():
        signal.signal(number, _interrupt)


def _heeded() -> list[signal.Signals]:
    """The signals that this process does not ignore: shells start background processes with Ctrl-C ignored."""
    return [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]


def _exit(number: int, frame: FrameType | None) -> None:
    os.write(sys.stderr.fileno(), b"Stopped before anything began.\n")
    os._exit(128 + number)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
