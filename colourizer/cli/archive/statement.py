"""colourized.json: the settings that decide the colours of the results in a folder, and when the work there began.

A folder holds results of one set of settings; a run with other settings is refused.
"""

import hashlib
from pathlib import Path

from colourizer.cli.archive.records import ArchiveError
from colourizer.cli.options import Choice
from colourizer.hints import write_hints
from colourizer.photo.levels import KEPT
from colourizer.photo.opening import printable
from colourizer.photo.provenance import VERSION, now
from colourizer.photo.saving import QUALITY

STATEMENT = "colourized.json"
_BEFORE = {"frame": "none", "invert": False, "hints": "", "engine": "processes"}  # where older statements lack an entry
_BEGUN, _VERSION = "begun", "version"


def current_settings(choice: Choice, folder: str | Path, suffix: str) -> dict:
    """The statement of a new run. Raises CheckpointError for an unknown model."""
    colourizer = choice.colourizer()
    others = {"levels": (choice.levels, KEPT), "quality": (choice.quality, QUALITY), "format": (suffix, "")}
    others["c2pa"] = (choice.signer is not None, False)
    return {
        "photographs": str(folder),
        "model": colourizer.name,
        "weights": colourizer.checkpoint.sha256,
        "settings": choice.settings | {name: value for name, (value, usual) in others.items() if value != usual},
        "mark": choice.mark,
        "frame": choice.frame,
        "invert": choice.invert,
        "hints": hashlib.sha256(write_hints(choice.hints).encode()).hexdigest() if choice.hints else "",
        "engine": "processes",
    }


def checked_settings(own: dict, recorded: dict | None, output: str | Path) -> dict:
    """The statement for the folder: `recorded`, or `own` in a new folder.

    Raises ArchiveError if the two differ.
    """
    if recorded is None:
        return own | {_VERSION: VERSION, _BEGUN: now()}
    other = [name for name, value in own.items() if (_BEFORE | recorded).get(name) != value]
    if other:
        raise ArchiveError(
            f"{printable(output)} holds results of other {' and '.join(other)}. Name another folder; or, if the "
            f"photographs have only moved, change their place in {STATEMENT}."
        )
    return {_BEGUN: now()} | recorded


def started_at(statement: dict) -> str:
    """When the work began, ISO 8601, UTC."""
    return str(statement[_BEGUN])
