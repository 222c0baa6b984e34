"""Processes many photographs in parallel on all cores."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import torch

from colourizer.processors import usable_cores

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2  # queued tasks per thread


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], threads: int | None = None) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order. The first exception stops it and cancels pending tasks.

    threads: one per core by default. NumPy, OpenCV and PyTorch release the GIL, and small pictures gain little from
    several threads within one operation, so PyTorch is set to one thread per operation meanwhile.
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
