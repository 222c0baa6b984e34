"""Commands whose output is piped into a program that stops reading, as in `colourize inspect old.jpg | head`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

CLOSED_PIPE = 141  # the exit status that shells report for SIGPIPE: 128 + 13


@contextmanager
def ends_quietly() -> Iterator[None]:
    """End the program without a traceback when standard output or error is closed: raises SystemExit(CLOSED_PIPE).

    SIGPIPE itself stays ignored: it would also end a program that loses a connection or one of its processes.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # here, because Python's own flush at exit prints an error
    except BrokenPipeError:
        _discard_the_rest()
        raise SystemExit(CLOSED_PIPE) from None


def _discard_the_rest() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
