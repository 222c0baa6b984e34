"""The manifest of work that many machines do at once: shards, each of which one machine puts in place whole.

A shard has the lines of some photographs, and is put once all their results are there. Its name comes from what it is
about, so whoever does the same work again replaces it by the same.
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
_MANY = 256  # shards: more are merged into one, or a later run would read for long


def shard_name(photos: Iterable[Entry]) -> str:
    """Where the lines of these photographs stand within the folder of results."""
    what = "\n".join(f"{each.path}\0{each.bytes}\0{each.modified}" for each in photos)
    return f"{SHARDS}/{hashlib.sha256(what.encode(errors='surrogateescape')).hexdigest()[:32]}.jsonl"


def write_shard(store: Store, name: str, lines: Iterable[Done]) -> None:
    """Put a shard. Raises OSError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shard"
        path.write_bytes(b"".join(json.dumps(asdict(line)).encode() + b"\n" for line in lines))
        store.put(path, name)


def read_shard(store: Store, name: str) -> list[Done] | None:
    """The lines of a shard; None where there is none. Raises OSError."""
    found = store.read(name)
    return None if found is None else list(read_manifest(io.BytesIO(found)).values())


def read_shards(store: Store, current: Callable[[Done], bool]) -> dict[str, Done]:
    """The lines of all shards by photograph, but only those that are `current`. Raises OSError."""
    return _lines(store, _names(store), current)


def merge_shards(store: Store, current: Callable[[Done], bool], most: int = _MANY) -> None:
    """Make one of many, of what is `current`. Whoever is killed meanwhile leaves both, which say the same.

    Raises OSError.
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
