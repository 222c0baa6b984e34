"""Choose the engine for the networks, and its number of threads."""

import os
from importlib.util import find_spec

from colourizer.processors import usable_cores

VARIABLE = "COLOURIZER_ENGINE"
AUTO, TORCH, ONNX = "auto", "torch", "onnx"
_MOST_THREADS = 8  # more do not help a network that takes 30 ms

_limit: int | None = None


def requested_engine(engine: str | None = None) -> str:
    """The requested engine: "torch", "onnx", or "auto" for whichever is installed and fits the device.

    engine: None for the environment variable COLOURIZER_ENGINE. Raises ValueError for any other name.
    """
    name = (engine or os.environ.get(VARIABLE) or AUTO).lower()
    if name not in (AUTO, TORCH, ONNX):
        raise ValueError(f"There is no engine {name!r}. Set {VARIABLE} to one of: {AUTO}, {TORCH}, {ONNX}.")
    return name


def has_torch() -> bool:
    """Whether PyTorch is installed; checked without importing it, which takes seconds."""
    return find_spec("torch") is not None


def has_onnx() -> bool:
    """Whether ONNX Runtime is installed."""
    return find_spec("onnxruntime") is not None


def limit_threads(count: int) -> None:
    """Set the number of threads for networks that this process loads from now on."""
    global _limit
    _limit = count


def thread_limit() -> int | None:
    """The number set by `limit_threads`; None if it was not called."""
    return _limit


def threads() -> int:
    """The number of threads for engines without their own default."""
    if _limit:
        return _limit
    value = os.environ.get("OMP_NUM_THREADS", "")
    if value.isdecimal() and int(value):
        return int(value)
    return min(usable_cores(), _MOST_THREADS)
