"""The machine's processors."""

import os


def usable_cores() -> int:
    """The number of CPU cores that this process may use; in many containers fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
