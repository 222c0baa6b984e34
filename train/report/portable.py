"""Commands as the page shows them."""

import shlex
from pathlib import Path


def portable(command: str) -> str:
    """A command without the local parts of its paths: "/home/me/runs/data" is "…/data"."""
    parts = []
    for word in shlex.split(command):
        name, equals, path = word.rpartition("=")
        parts.append(f"{name}{equals}…/{Path(path).name}" if path.startswith("/") else word)
    return " ".join(parts)
