"""A Ray cluster at work on an archive: photographs in chunks, and what is tried again when a machine dies.

The machine where the command runs hands out chunks of photographs, a few more than there are cores at work, and counts
what comes back. A chunk whose machine dies is given to another; one that dies again is taken apart, so that a single
photograph that ends its process costs nobody else anything.

These are plain tasks, and not Ray Data with actors: each process keeps its network anyway, and Ray Data neither says
which photographs a dead worker had, nor takes a chunk apart to find the one that killed it.
"""

import logging
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from colourizer.cli.archive import ray_worker
from colourizer.cli.archive.archive import PROCESS_DIED
from colourizer.cli.archive.records import ArchiveError, Done, Failure
from colourizer.cli.archive.store import Entry
from colourizer.photo.opening import printable

LOCAL = "local"  # the address of a cluster of this machine alone
_MOST = 32  # photographs in a chunk: what is lost at most when a machine dies
_TRIES = 4  # of a photograph, the first two of them in its chunk
_GPU = 0.25  # of one for each task: its network takes the smallest part of the time


@dataclass(frozen=True)
class _Chunk:
    photos: tuple[Entry, ...]
    tries: int = 0


def begin(address: str, processes: int) -> None:
    """Join the cluster at `address`, or begin one of this machine with `processes` cores. Raises ArchiveError."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # it tells its makers of its use unless it is told not to
    import ray  # pyright: ignore[reportMissingImports]  # of an extra

    if ray.is_initialized():
        return
    own = {"num_cpus": processes, "include_dashboard": False} if address == LOCAL else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError, SystemExit) as error:  # with which it ends some programs
        raise ArchiveError(
            f"There is no Ray cluster at {printable(address)}: {ray_worker.error_message(error)}."
        ) from error


def colour(job: ray_worker.Job, photos: list[Entry]) -> Iterator[Done | Failure]:
    """Colour photographs on the cluster that was begun; yields the outcome of each once it is recorded."""
    import ray  # pyright: ignore[reportMissingImports]  # of an extra
    from ray.exceptions import RayError  # pyright: ignore[reportMissingImports]

    gpu = {} if job.choice.device == "cpu" else {"num_gpus": _GPU}
    work = ray.remote(ray_worker.colour_some).options(num_cpus=1, max_retries=0, **gpu)
    shared = ray.put(job)
    size = max(1, min(_MOST, len(photos) // (4 * _cores())))
    queue = deque(_Chunk(tuple(photos[start : start + size])) for start in range(0, len(photos), size))
    running: dict = {}
    while queue or running:
        while queue and len(running) < 2 * _cores():  # so that nobody waits for the next
            chunk = queue.popleft()
            running[work.remote(shared, list(chunk.photos))] = chunk
        ended, _ = ray.wait(list(running), timeout=10)  # now and then: the cluster may have grown
        for reference in ended:
            chunk = running.pop(reference)
            try:
                yield from ray.get(reference)
            except RayError:  # it died, or its machine did
                again = list(_again(chunk))
                queue.extendleft(reversed(again))
                if not again:
                    yield Failure(chunk.photos[0].path, PROCESS_DIED)


def _again(chunk: _Chunk) -> Iterator[_Chunk]:
    """What is tried next of a chunk without an outcome: the same once more, then each photograph by itself."""
    tries = chunk.tries + 1
    if tries < _TRIES // 2 or (len(chunk.photos) == 1 and tries < _TRIES):
        yield _Chunk(chunk.photos, tries)
    elif len(chunk.photos) > 1:
        yield from (_Chunk((photo,), tries) for photo in chunk.photos)


def _cores() -> int:
    import ray  # pyright: ignore[reportMissingImports]  # of an extra

    return max(1, int(ray.cluster_resources().get("CPU", 1)))
