"""Where a network runs: the processor, or a GPU."""

from collections.abc import Callable

import torch

AUTO = "auto"
# Each kind of device, by the name that PyTorch has for it, and whether it is there; the fastest first.
_KINDS: dict[str, Callable[[], bool]] = {
    "cuda": torch.cuda.is_available,
    "mps": torch.backends.mps.is_available,
    "cpu": lambda: True,
}
NAMES = (AUTO, "cpu", "cuda", "mps")


def device_named(name: str) -> str:
    """The device of PyTorch that is meant; "auto" is the fastest there is. Raises ValueError with a sentence.

    A GPU is told to compute in all the bits of float32, as the processor does: by itself it rounds within convolutions
    (TensorFloat-32), and colours would differ by a step or two.
    """
    there = [kind for kind, available in _KINDS.items() if available()]
    found = there[0] if name == AUTO else name
    if found not in there:
        raise ValueError(f"There is no device {name} here. Choose one of: {', '.join([AUTO, *reversed(there)])}.")
    if found == "cuda":
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_tf32 = False
    return found
