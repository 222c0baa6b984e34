"""Files in any store that fsspec supports: a folder, a shared mount, or a bucket such as s3://archive/scans.

Uploads are atomic: object stores do this themselves; elsewhere a file is written under a temporary name, then renamed.
https://filesystem-spec.readthedocs.io
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

_WHOLE_PUTS = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "memory"}  # uploads are atomic
_TEMPORARY = ".tmp"


@dataclass(frozen=True, order=True)
class Entry:
    """A file in a store. path: within it. modified: in ns since 1970, as precisely as the store knows."""

    path: str
    bytes: int
    modified: int


class Store:
    """A folder of a filesystem, by its address. Can be pickled for other machines. Raises OSError, ValueError, or
    ImportError if the address needs a package that is not installed.
    """

    def __init__(self, address: str):
        self.address = address if "://" in address else str(Path(address).resolve())
        found, root = url_to_fs(self.address)
        self._fs: Any = found  # return types vary more between filesystems than the annotations say
        self._root = root.rstrip("/")

    def __reduce__(self) -> tuple:
        return Store, (self.address,)

    def entries(self, under: str = "") -> list[Entry]:
        """All files below `under`, sorted; none if there is no such folder."""
        place = self._full(under) if under else self._root
        self._fs.invalidate_cache()
        try:
            found = self._fs.find(place, detail=True)
        except FileNotFoundError:
            return []
        return sorted(self._entry(path, facts) for path, facts in found.items())

    def entry(self, path: str) -> Entry:
        """A file's current entry. Raises OSError."""
        self._fs.invalidate_cache()
        full = self._full(path)
        return self._entry(full, self._fs.info(full))

    def get(self, path: str, target: Path) -> None:
        """Download a file. Raises OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        self._fs.get_file(self._full(path), str(target))

    def put(self, source: Path, path: str) -> None:
        """Upload a file, atomically. Raises OSError."""
        full = self._full(path)
        if _protocol(self._fs) in _WHOLE_PUTS:
            self._fs.put_file(str(source), full)
            return
        self._fs.makedirs(full.rpartition("/")[0], exist_ok=True)
        beside = f"{full.rpartition('/')[0]}/.{secrets.token_hex(8)}{_TEMPORARY}"
        try:
            self._fs.put_file(str(source), beside)
            if isinstance(self._fs, LocalFileSystem):
                Path(beside).replace(full)
            else:
                self._fs.mv(beside, full)
        finally:
            if self._fs.exists(beside):
                self._fs.rm_file(beside)

    def read(self, path: str) -> bytes | None:
        """The content of a file; None if it does not exist. Raises OSError."""
        self._fs.invalidate_cache()
        try:
            return self._fs.cat_file(self._full(path))
        except FileNotFoundError:
            return None

    def read_all(self, paths: Iterable[str]) -> list[bytes]:
        """The contents of many files, in the same order; read concurrently if the store can. Raises OSError."""
        full = [self._full(path) for path in paths]
        if len(full) < 2:
            return [self._fs.cat_file(path) for path in full]
        found = self._fs.cat(full, on_error="raise")
        return [found[path] for path in full]

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; missing ones are ignored. Raises OSError."""
        full = [self._full(path) for path in paths]
        present = [path for path in full if self._fs.exists(path)]
        if present:
            self._fs.rm(present)

    def _full(self, path: str) -> str:
        """The full path. Raises ValueError for one outside the folder."""
        parts = path.split("/")
        if not path or {"", ".", ".."} & set(parts):
            raise ValueError(f"{path!r} is no path within a folder")
        return f"{self._root}/{path}"

    def _entry(self, full: str, facts: dict) -> Entry:
        path = full.removeprefix(self._root).lstrip("/") if full.startswith(self._root) else full
        return Entry(path, int(facts.get("size") or 0), _modified(facts))


def is_plain(path: str) -> bool:
    """Whether a path stays within its folder; keys of object stores can be anything."""
    return not {"", ".", ".."} & set(path.split("/")) and "\\" not in path and "\0" not in path


def _protocol(filesystem: fsspec.AbstractFileSystem) -> str:
    own = filesystem.protocol
    return own if isinstance(own, str) else own[0]


def _modified(facts: dict) -> int:
    """The modification time in ns since 1970, whose key depends on the filesystem; 0 if unknown."""
    for name in ("mtime", "LastModified", "last_modified", "updated", "modified", "created"):
        value = facts.get(name)
        if isinstance(value, datetime):
            return round(value.timestamp() * 1000) * 10**6
        if isinstance(value, int | float):
            return int(value * 1000) * 10**6
        if isinstance(value, str):
            try:
                return round(datetime.fromisoformat(value).timestamp() * 1000) * 10**6
            except ValueError:
                continue
    return 0
