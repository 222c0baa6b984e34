"""Which engine runs the networks, and on how many threads."""

import os
from importlib.util import find_spec

VARIABLE = "COLOURIZER_ENGINE"
AUTO, TORCH, ONNX = "auto", "torch", "onnx"
_MOST_THREADS = 8  # a network of some 30 ms has no work for more

_limit: int | None = None


def requested_engine(engine: str | None = None) -> str:
    """The engine that is wished for: "torch", "onnx", or "auto" for whichever is here and fits the device.

    engine: what the environment's COLOURIZER_ENGINE says where it is None. Raises ValueError for anything else.
    """
    name = (engine or os.environ.get(VARIABLE) or AUTO).lower()
    if name not in (AUTO, TORCH, ONNX):
        raise ValueError(f"There is no engine {name!r}. Set {VARIABLE} to one of: {AUTO}, {TORCH}, {ONNX}.")
    return name


def has_torch() -> bool:
    """Whether PyTorch is installed; it is not imported, which takes seconds."""
    return find_spec("torch") is not None


def has_onnx() -> bool:
    """Whether ONNX Runtime is installed."""
    return find_spec("onnxruntime") is not None


def limit_threads(count: int) -> None:
    """How many threads a network takes that is loaded from now on in this process."""
    global _limit
    _limit = count


def thread_limit() -> int | None:
    """What `limit_threads` was told; None where nobody did."""
    return _limit


def threads() -> int:
    """How many threads to take where an engine does not know by itself."""
    if _limit:
        return _limit
    value = os.environ.get("OMP_NUM_THREADS", "")
    if value.isdecimal() and int(value):
        return int(value)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_THREADS)
