"""Select the photographs of a folder, and name their results."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from colourizer.cli.archive.records import ArchiveError
from colourizer.photo.opening import printable
from colourizer.photo.photo import SUFFIXES, WRITTEN_SUFFIXES

_SAME = {".jpeg": ".jpg", ".tiff": ".tif"}  # endings of one format


@dataclass(frozen=True)
class Selection:
    """Which photographs are coloured. only: patterns, one of which must match a photograph's path or name; empty for
    all. since: skip files modified earlier.
    """

    only: tuple[str, ...] = ()
    since: datetime | None = None

    def has(self, photo: Path, modified: Callable[[], float]) -> bool:
        """Whether a photograph, a path within the folder, is selected. A missing one is, so that it is reported.

        modified: returns its file's modification time, in seconds since 1970; called only if needed.
        """
        path = photo.as_posix()
        if self.only and not any(fnmatchcase(path, each) or fnmatchcase(photo.name, each) for each in self.only):
            return False
        try:
            return self.since is None or modified() >= self.since.timestamp()
        except OSError:
            return True


def find_photos(
    folder: Path, leaving_out: Path | None = None, on_error: Callable[[OSError], object] | None = None
) -> list[Path]:
    """All files under `folder` with a photograph's ending, as sorted relative paths; hidden files are skipped.

    on_error: called for each folder that cannot be read, as by `os.walk`.
    """
    found = []
    for place, folders, files in os.walk(folder, onerror=on_error):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(".") and here / name != leaving_out]
        paths = (here / name for name in files if not name.startswith("."))
        found += [path.relative_to(folder) for path in paths if path.suffix.lower() in SUFFIXES and path.is_file()]
    return sorted(found)


def result_of(photo: Path, suffix: str = "") -> Path:
    """A result's path in the folder of results: with the ending `suffix`, or that of the photograph.

    A format that cannot be written becomes PNG.
    """
    suffix = suffix or (photo.suffix if photo.suffix.lower() in WRITTEN_SUFFIXES else ".png")
    own = photo.suffix.lower()
    return (
        photo
        if _SAME.get(own, own) == _SAME.get(suffix.lower(), suffix.lower())
        else photo.with_name(f"{photo.name}{suffix}")
    )


def check_results(photos: Iterable[Path], suffix: str, own: str) -> None:
    """Raises ArchiveError if two photographs would share a result, or one would be in our own folder `own`."""
    taken: dict[Path, Path] = {}
    for photo in photos:
        other = taken.setdefault(result_of(photo, suffix), photo)
        if other != photo:
            raise ArchiveError(f"{printable(other)} and {printable(photo)} would have one result. Rename one of them.")
        if photo.parts[0] == own:
            raise ArchiveError(f"The folder {own} holds the small pictures of a contact sheet. Rename yours.")
