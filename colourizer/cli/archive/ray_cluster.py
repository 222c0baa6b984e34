"""Colour an archive on a Ray cluster: photographs are sent in chunks, which are retried when a machine dies.

The driver keeps two chunks per core in flight and collects the outcomes. If a machine dies, its chunk is retried on
another. If it dies again, its photographs are retried one by one, so that one that crashes its process does not affect
the others.

These are plain tasks, not Ray Data with actors: each process keeps its network anyway, and Ray Data neither reports
which photographs a dead worker had, nor splits a chunk to find the one that crashed it.
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
_MOST = 32  # photographs in a chunk: the most work lost when a machine dies
_TRIES = 4  # attempts per photograph, the first two in its chunk
_GPU = 0.25  # share of a GPU per task: the network takes the smallest part of the time


@dataclass(frozen=True)
class _Chunk:
    photos: tuple[Entry, ...]
    tries: int = 0


def begin(address: str, processes: int) -> None:
    """Join the cluster at `address`, or start one on this machine with `processes` cores. Raises ArchiveError."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # Ray sends usage statistics unless this is set
    import ray  # pyright: ignore[reportMissingImports]  # an optional dependency

    if ray.is_initialized():
        return
    own = {"num_cpus": processes, "include_dashboard": False} if address == LOCAL else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError, SystemExit) as error:  # `ray.init` exits on some errors
        raise ArchiveError(
            f"There is no Ray cluster at {printable(address)}: {ray_worker.error_message(error)}."
        ) from error


def colour(job: ray_worker.Job, photos: list[Entry]) -> Iterator[Done | Failure]:
    """Colour photographs on the cluster that `begin` joined; yields the outcome of each once it is recorded."""
    import ray  # pyright: ignore[reportMissingImports]  # an optional dependency
    from ray.exceptions import RayError  # pyright: ignore[reportMissingImports]

    gpu = {} if job.choice.device == "cpu" else {"num_gpus": _GPU}
    work = ray.remote(ray_worker.colour_some).options(num_cpus=1, max_retries=0, **gpu)
    shared = ray.put(job)
    size = max(1, min(_MOST, len(photos) // (4 * _cores())))
    queue = deque(_Chunk(tuple(photos[start : start + size])) for start in range(0, len(photos), size))
    running: dict = {}
    while queue or running:
        while queue and len(running) < 2 * _cores():  # so that no core waits for its next chunk
            chunk = queue.popleft()
            running[work.remote(shared, list(chunk.photos))] = chunk
        ended, _ = ray.wait(list(running), timeout=10)  # look again now and then: the cluster may have grown
        for reference in ended:
            chunk = running.pop(reference)
            try:
                yield from ray.get(reference)
            except RayError:  # the worker or its machine died
                again = list(_again(chunk))
                queue.extendleft(reversed(again))
                if not again:
                    yield Failure(chunk.photos[0].path, PROCESS_DIED)


def _again(chunk: _Chunk) -> Iterator[_Chunk]:
    """The retries of a failed chunk: first the same chunk, then each photograph by itself."""
    tries = chunk.tries + 1
    if tries < _TRIES // 2 or (len(chunk.photos) == 1 and tries < _TRIES):
        yield _Chunk(chunk.photos, tries)
    elif len(chunk.photos) > 1:
        yield from (_Chunk((photo,), tries) for photo in chunk.photos)


def _cores() -> int:
    import ray  # pyright: ignore[reportMissingImports]  # an optional dependency

    return max(1, int(ray.cluster_resources().get("CPU", 1)))
