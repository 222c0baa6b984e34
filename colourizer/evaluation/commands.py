"""The commands that made results, for pages and downloads: without local paths."""

import shlex
from itertools import takewhile
from pathlib import Path


def portable(command: str) -> str:
    """A command without the local parts of its paths: "/home/me/runs/data" is "…/data".

    A checkpoint keeps the name of its run, since all folders are called "checkpoint": "…/cgan-quick/checkpoint".
    """
    return " ".join(map(_quoted, map(_portable, shlex.split(command))))


def models_of(command: str) -> str:
    """The networks in an evaluation's command, as `portable` shows them; DIR if there are none."""
    words = shlex.split(command)
    named = words[words.index("--models") + 1 :] if "--models" in words else []
    return " ".join(map(_portable, takewhile(lambda word: not word.startswith("--"), named))) or "DIR"


def _quoted(word: str) -> str:
    """Quote a word for a shell; an apostrophe stays readable."""
    if not any(map(str.isspace, word)):
        return word
    return f'"{word}"' if "'" in word and not set(word) & set('"$`\\!') else shlex.quote(word)


def _portable(word: str) -> str:
    name, equals, text = word.rpartition("=")
    if not text.startswith("/"):
        return word
    path = Path(text)
    return f"{name}{equals}…/{'/'.join(path.parts[-2:] if path.name == 'checkpoint' else path.parts[-1:])}"
