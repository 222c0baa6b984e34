"""The device for a network: CPU or GPU."""

import ctypes
import platform
from collections.abc import Callable
from functools import cache
from pathlib import Path

from colourizer.engines import choice

AUTO = "auto"


def _torch_has(kind: str) -> bool:
    """Whether PyTorch supports a device. It is imported, which takes seconds, only if there may be a GPU."""
    if not _driver_installed(kind) or not choice.has_torch() or choice.requested_engine() == choice.ONNX:
        return False
    import torch

    return torch.cuda.is_available() if kind == "cuda" else torch.backends.mps.is_available()


@cache
def _driver_installed(kind: str) -> bool:
    """Whether a GPU's driver is installed; for PyTorch, AMD GPUs are "cuda", too."""
    if kind == "mps":
        return platform.system() == "Darwin"
    try:
        ctypes.CDLL("nvcuda.dll" if platform.system() == "Windows" else "libcuda.so.1")
    except OSError:
        return Path("/dev/kfd").exists()
    return True


# Whether each device is available, by PyTorch's name, the fastest first.
_KINDS: dict[str, Callable[[], bool]] = {
    "cuda": lambda: _torch_has("cuda"),
    "mps": lambda: _torch_has("mps"),
    "cpu": lambda: True,
}
NAMES = (AUTO, "cpu", "cuda", "mps")


def device_named(name: str) -> str:
    """PyTorch's device for a name; "auto" is the fastest one available. Raises ValueError with a sentence.

    GPUs are set to full float32, like the CPU: by default they round within convolutions (TensorFloat-32), and colours
    would differ by a step or two.
    """
    found = next(kind for kind, available in _KINDS.items() if available()) if name == AUTO else name
    if found != "cpu" and not (found in _KINDS and _KINDS[found]()):
        there = [kind for kind, available in _KINDS.items() if available()]
        raise ValueError(f"There is no device {name} here. Choose one of: {', '.join([AUTO, *reversed(there)])}.")
    if found == "cuda":
        import torch

        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_tf32 = False
    return found
