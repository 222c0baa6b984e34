"""The manifest of a run on many machines: shards, each uploaded as a whole by one machine.

A shard holds the lines of some photographs, and is uploaded once all their results are. Its name is a hash of the
photographs, so doing the same work again replaces it.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from colourizer.cli.archive.records import Done, read_manifest
from colourizer.cli.archive.store import Entry, Store

SHARDS = "manifest"
_MANY = 256  # shards: more are merged into one, to keep later runs fast


def shard_name(photos: Iterable[Entry]) -> str:
    """The path, within the folder of results, of the shard for these photographs."""
    what = "\n".join(f"{each.path}\0{each.bytes}\0{each.modified}" for each in photos)
    return f"{SHARDS}/{hashlib.sha256(what.encode(errors='surrogateescape')).hexdigest()[:32]}.jsonl"


def write_shard(store: Store, name: str, lines: Iterable[Done]) -> None:
    """Upload a shard. Raises OSError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shard"
        path.write_bytes(b"".join(json.dumps(asdict(line)).encode() + b"\n" for line in lines))
        store.put(path, name)


def read_shard(store: Store, name: str) -> list[Done] | None:
    """The lines of a shard; None if it does not exist. Raises OSError."""
    found = store.read(name)
    return None if found is None else list(read_manifest(io.BytesIO(found)).values())


def read_shards(store: Store, current: Callable[[Done], bool]) -> dict[str, Done]:
    """The lines of all shards by photograph, but only those that are `current`. Raises OSError."""
    return _lines(store, _names(store), current)


def merge_shards(store: Store, current: Callable[[Done], bool], most: int = _MANY) -> None:
    """Merge more than `most` shards into one of the `current` lines. Raises OSError.

    A process killed in between leaves both, with the same content.
    """
    names = _names(store)
    if len(names) <= most:
        return
    whole = hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]
    write_shard(store, f"{SHARDS}/{whole}.jsonl", _lines(store, names, current).values())
    store.remove(names)


def _names(store: Store) -> list[str]:
    return [each.path for each in store.entries(SHARDS) if each.path.endswith(".jsonl")]


def _lines(store: Store, names: list[str], current: Callable[[Done], bool]) -> dict[str, Done]:
    found: dict[str, Done] = {}
    for held in store.read_all(names):
        found |= {photo: line for photo, line in read_manifest(io.BytesIO(held)).items() if current(line)}
    return found
