"""The same work for many photographs, on every core at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import torch

from colourizer.processors import usable_cores

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2  # tasks that wait for each thread


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], threads: int | None = None) -> Iterator[Result]:
    """Yields `work(item)` of each item, in order. The first exception ends it, and what has not begun is dropped.

    threads: one for each core by default. NumPy, OpenCV and PyTorch let go of Python's lock, and small pictures gain
    little from several threads within one operation: so PyTorch has one thread per operation meanwhile.
    """
    threads, before = threads or usable_cores(), torch.get_num_threads()
    running: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        try:
            for item in items:
                running.append(pool.submit(work, item))
                if len(running) > _AHEAD * threads:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()
            torch.set_num_threads(before)
