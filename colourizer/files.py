"""Files that are written completely, or left as they were."""

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

    Its permissions follow the umask, whatever those are with which it was written. Raises OSError.
    """
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        temporary.touch()
        mode = temporary.stat().st_mode
        yield temporary
        if temporary.stat().st_mode != mode:  # some libraries write files for their owner alone
            temporary.chmod(mode)
        temporary.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8, completely or not at all; missing folders are created. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def remove_leftovers(folder: Path) -> None:
    """Remove, at any depth, the temporary files of processes that were killed while they wrote. Raises OSError."""
    for path in folder.rglob(".*.tmp"):
        if _TEMPORARY.fullmatch(path.name):
            path.unlink()
