"""The record of each photograph of an archive: a line of the manifest, or why it could not be coloured."""

import json
from dataclasses import dataclass
from typing import IO


class ArchiveError(ValueError):
    """The folders cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Done:
    """A line of the manifest. photo, result: paths within their folders. modified: of the photograph, in ns.
    sha256: of the photograph's file. remarks: on the result, for its owner. identifier: in a catalogue, as the file
    states it. width, height: in pixels. seconds: of work. hints: SHA-256 of the hint file next to the photograph; empty
    without one. Lines of older versions lack the last five.
    """

    photo: str
    bytes: int
    modified: int
    sha256: str
    result: str
    result_bytes: int
    remarks: str
    identifier: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0
    hints: str = ""


@dataclass(frozen=True)
class Failure:
    """A photograph that could not be coloured, or a folder that could not be read.

    photo: its path within the folder of photographs. halts: whether all others would fail for the same reason.
    """

    photo: str
    error: str
    halts: bool = False


def read_manifest(stream: IO[bytes]) -> dict[str, Done]:
    """The lines of a manifest by photograph. A last line that was cut off is removed from the file."""
    stream.seek(0)
    done, whole = {}, 0
    for line in stream:
        if not line.endswith(b"\n"):
            break
        whole += len(line)
        try:
            entry = Done(**json.loads(line))
            done[entry.photo] = entry
        except (ValueError, TypeError):
            continue  # that photograph is coloured again
    stream.truncate(whole)
    return done
