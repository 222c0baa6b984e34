"""What is told of an archive after a run: the summary, and on request the contact sheet."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from colourizer.cli.archive.archive import Archive
from colourizer.cli.archive.contact_sheet import SHEET, remake_thumbnails, thumbnails, write_sheet
from colourizer.cli.archive.iiif import Addresses, write_iiif
from colourizer.cli.archive.summary import Run, as_text, write_summary
from colourizer.cli.process_pool import in_processes
from colourizer.photo.opening import shown
from colourizer.photo.provenance import VERSION

_MOVED = 60  # seconds that a clock may be put right by, without a word


@dataclass(frozen=True)
class Clocks:
    """When a run began, by the clock on the wall, which may be set, and by one that only runs on."""

    wall: float = field(default_factory=lambda: time.time())
    steady: float = field(default_factory=lambda: steady_seconds())

    @property
    def seconds(self) -> float:
        """Since then."""
        return steady_seconds() - self.steady

    @property
    def moved(self) -> float:
        """By how many seconds the clock on the wall was set since then; 0 for less than a minute."""
        moved = time.time() - self.wall - self.seconds
        return moved if abs(moved) > _MOVED else 0


def steady_seconds() -> float:
    """By a clock that nobody sets, and that goes on while the machine sleeps where there is one."""
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def write_reports(
    archive: Archive,
    clocks: Clocks,
    before: int,
    coloured: int,
    processes: int,
    *,
    sheet: bool,
    addresses: Addresses | None,
) -> None:
    """Write the summary, the contact sheet where `sheet` asks for it, and IIIF's manifest for `addresses`.

    before, coloured: how many were done before, and in this run. Raises OSError.
    """
    said = archive.statement
    settings = {name: value for name, value in said.items() if name not in ("photographs", "model", "weights")}
    begun = datetime.fromtimestamp(clocks.wall, UTC).isoformat(timespec="seconds")
    counts = (round(clocks.seconds, 1), coloured, before, len(archive.failures))
    run = Run(begun, *counts, said["model"], said["weights"], as_text(settings), VERSION)
    done = [archive.done[photo] for photo in sorted(archive.done)]  # whichever run each is of
    write_summary(archive.output, run, done, archive.failures)
    if addresses:
        write_iiif(archive.output, addresses, archive.folder.name, said["model"], done)
    if sheet:
        folders = (archive.folder, archive.output, archive.choice.limits)
        missing = [(*folders, each) for each in done if not _has_thumbnails(archive, each.photo)]
        for _ in in_processes(remake_thumbnails, missing, processes, _nothing) if missing else ():
            pass
        write_sheet(archive.output, archive.folder.name, f"the model {said['model']!r}", done, archive.failures)


def clock_sentence(moved: float) -> str:
    """What is said of a clock that was set while work was under way."""
    way = "forward" if moved > 0 else "back"
    return (
        f"This machine's clock was set {way} by {abs(moved):.0f} seconds during the run: the times in the results' "
        "metadata may be wrong. The pictures are whole."
    )


def sheet_of(archive: Archive) -> str:
    """Where the contact sheet stands, for people."""
    return shown(archive.output / SHEET)


def _has_thumbnails(archive: Archive, photo: str) -> bool:
    return all((archive.output / path).exists() for path in thumbnails(photo))


def _nothing() -> None:
    pass
