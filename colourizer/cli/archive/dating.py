"""When a result says that it was made: for one photograph always the same, however often the work was interrupted.

Archives compare files by their hashes. So a result bears the time at which the work in its folder was begun, which
colourized.json keeps; or that of its photograph's file, where a photograph came later. When it was really coloured, to
the second, stands in the manifest and in the summary.
"""

from datetime import UTC, datetime

from colourizer.photo.provenance import now


def date_of(started_at: str, modified: int) -> str:
    """What a result says, ISO 8601, UTC. started_at: the same. modified: of the photograph, in ns since 1970.

    A file from the future, as of a camera whose clock is wrong, is not believed.
    """
    try:
        changed = datetime.fromtimestamp(modified // 10**9, UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):  # what files may say that no calendar has
        return started_at
    return changed if started_at < changed <= now() else started_at
