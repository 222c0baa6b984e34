"""The machine's processors."""

import os


def usable_cores() -> int:
    """The number of processor cores that this process may use: fewer than the machine has, in many containers."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
