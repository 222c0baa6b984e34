"""A pool of processes that survives the death of any of them."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

_SIGNALS = (signal.SIGINT, signal.SIGTERM)  # sent to the whole group; only the parent handles them, and ends the others

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    processes: int,
    start: Callable[..., None] | None = None,
    arguments: tuple = (),
) -> Iterator[tuple[Task, Result | None]]:
    """Yields (task, `work(task)`) as tasks end, and (task, None) for a task that crashed its process.

    Each process first calls `start(*arguments)`. If one dies, the running tasks are retried one at a time, to find the
    one that crashed it.
    """
    waiting: deque[Task] = deque(tasks)
    suspects: deque[Task] = deque()
    while waiting or suspects:
        queue, count = (suspects, 1) if suspects else (waiting, processes)
        ahead = 1 if suspects else 2 * processes  # so that no process waits for its next task
        running: dict[Future[Result], Task] = {}
        pool = ProcessPoolExecutor(
            count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(start, arguments)
        )
        try:
            while queue or running:
                with _signals_deferred():  # inherited by the processes that start now
                    while queue and len(running) < ahead:
                        running[pool.submit(work, queue[0])] = queue[0]
                        queue.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    yield running.pop(future), result
        except BrokenProcessPool:
            if len(running) == 1:
                yield running.popitem()[1], None
            suspects.extend(running.values())
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(start: Callable[..., None] | None, arguments: tuple) -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if start:
        start(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _signals_deferred() -> Iterator[None]:
    """Block signals within the context, also for processes started in it. Windows has no signal mask."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
