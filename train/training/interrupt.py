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
        self._before = {number: signal.signal(number, self._note) for number in _heeded()}
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


def exit_on_signals() -> None:
    """Let Ctrl-C and SIGTERM end a process that is still importing, with a sentence.

    Not as KeyboardInterrupt: libraries turn one that is raised while they are imported into errors of their own.
    """
    for number in _heeded():
        signal.signal(number, _exit)


def interrupt_on_signals() -> None:
    """Let Ctrl-C and SIGTERM interrupt a command: it ends with a sentence, and with its files closed."""
    for number in _heeded():
        signal.signal(number, _interrupt)


def _heeded() -> list[signal.Signals]:
    """The signals that this process was not begun to ignore, as a shell's background does with Ctrl-C."""
    return [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]


def _exit(number: int, frame: FrameType | None) -> None:
    os.write(sys.stderr.fileno(), b"Stopped before anything began.\n")
    os._exit(128 + number)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
