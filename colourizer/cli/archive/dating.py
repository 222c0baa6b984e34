"""The creation date written into a result: always the same for a photograph, however often the run was interrupted.

Archives compare files by hash. So the date is when the work in the folder began, as stored in colourized.json, or the
modification time of the photograph's file if that is later. The summary has the time of each run.
"""

from datetime import UTC, datetime

from colourizer.photo.provenance import now


def date_of(started_at: str, modified: int) -> str:
    """The date of a result, ISO 8601, UTC. started_at: likewise. modified: of the photograph, in ns since 1970.

    A time in the future, as from a camera with a wrong clock, is ignored.
    """
    try:
        changed = datetime.fromtimestamp(modified // 10**9, UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):  # a file time beyond the calendar
        return started_at
    return changed if started_at < changed <= now() else started_at
