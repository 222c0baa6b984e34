"""The reports after a run: the summary and, on request, the contact sheet and the IIIF manifest."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from colourizer.cli.archive.archive import Archive
from colourizer.cli.archive.contact_sheet import write_sheet
from colourizer.cli.archive.iiif import Addresses, write_iiif
from colourizer.cli.archive.summary import Run, as_text, write_summary
from colourizer.photo.opening import printable
from colourizer.photo.provenance import VERSION

if TYPE_CHECKING:
    from colourizer.cli.archive.ray_engine import RayArchive

_MOVED = 60  # seconds: smaller corrections of the clock are not reported


@dataclass(frozen=True)
class Clocks:
    """When a run began: by the system clock, which may be adjusted, and by a steady one."""

    wall: float = field(default_factory=lambda: time.time())
    steady: float = field(default_factory=lambda: steady_seconds())

    @property
    def seconds(self) -> float:
        """Seconds since then."""
        return steady_seconds() - self.steady

    @property
    def moved(self) -> float:
        """How many seconds the system clock was adjusted since then; 0 for less than a minute."""
        moved = time.time() - self.wall - self.seconds
        return moved if abs(moved) > _MOVED else 0


def steady_seconds() -> float:
    """Seconds of a clock that is never adjusted and, if available, also runs while the machine sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def write_reports(
    archive: "Archive | RayArchive",
    place: Path,
    clocks: Clocks,
    before: int,
    coloured: int,
    processes: int,
    *,
    sheet: bool,
    addresses: Addresses | None,
) -> None:
    """Write to `place` the summary, with `sheet` the contact sheet, and with `addresses` the IIIF manifest.

    before, coloured: how many were done before, and in this run. Raises OSError.
    """
    statement = archive.statement
    settings = {name: value for name, value in statement.items() if name not in ("photographs", "model", "weights")}
    begun = datetime.fromtimestamp(clocks.wall, UTC).isoformat(timespec="seconds")
    counts = (round(clocks.seconds, 1), coloured, before, len(archive.failures))
    run = Run(begun, *counts, statement["model"], statement["weights"], as_text(settings), VERSION)
    done = [archive.done[photo] for photo in sorted(archive.done)]  # in the same order, whichever run coloured each
    write_summary(place, run, done, archive.failures)
    if addresses:
        write_iiif(place, addresses, archive.name, statement["model"], done)
    if sheet:
        archive.make_missing_thumbnails(processes)
        write_sheet(
            place, archive.name, f"the model {statement['model']!r}", done, archive.failures, archive.has_thumbnails
        )


def clock_sentence(moved: float) -> str:
    """The warning about a clock that was adjusted during a run."""
    way = "forward" if moved > 0 else "back"
    return (
        f"This machine's clock was set {way} by {abs(moved):.0f} seconds during the run: the times in the results' "
        "metadata may be wrong. The pictures are whole."
    )


def path_of(archive: "Archive | RayArchive", name: str) -> str:
    """The path of a file among the results, for messages."""
    return printable(f"{archive.output}/{name}")
