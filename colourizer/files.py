"""Atomic writes: a file is written completely, or left unchanged."""

import contextlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A temporary, empty file next to `target`, which replaces it at the end, or is removed after an error.

    Its permissions follow the umask, even if the writing library sets others. Raises OSError.
    """
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        temporary.touch()
        mode = temporary.stat().st_mode
        yield temporary
        if temporary.stat().st_mode != mode:  # some libraries write files that only the owner can read
            temporary.chmod(mode)
        temporary.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8, atomically; missing folders are created. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files, at any depth, of processes that were killed while writing. Raises OSError."""
    for path in folder.rglob(".*.tmp"):
        if _TEMPORARY.fullmatch(path.name):
            path.unlink()
