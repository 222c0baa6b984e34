"""What makes training faster, or slower than it could be, on this processor."""

import time

import torch
import torch.nn.functional as F
from torch import Tensor

from colourizer.glibc import M_MMAP_MAX, M_TOP_PAD, M_TRIM_THRESHOLD, mallopt
from train.errors import TrainingError

_SPARE = 256 * 2**20  # bytes by which the heap grows at a time


def keep_freed_memory() -> bool:
    """Let the process keep the memory that it frees; returns whether it succeeded.

    By default glibc gives large tensors back to the system as soon as they are freed, and for the next step the kernel
    fills as many pages with zeros again: a fifth of the processor's time in training `chroma` on batches of 32. Other
    C libraries are left as they are.
    """
    return mallopt({M_MMAP_MAX: 0, M_TRIM_THRESHOLD: -1, M_TOP_PAD: _SPARE})


def use_threads(count: int | None) -> None:
    """Let PyTorch use this many threads; None for as many as it chooses. Raises TrainingError for less than one."""
    if count is None:
        return
    if count < 1:
        raise TrainingError(f"--threads is {count}: give a number from 1.")
    torch.set_num_threads(count)


def slowdown_of_bf16(repeats: int = 3) -> float:
    """The time of a convolution in bfloat16 on the CPU, divided by that in float32; takes some milliseconds.

    Below 1 where the processor multiplies bfloat16 natively (AMX, AVX512-BF16); 2 to 4 where it is emulated.
    """
    picture = torch.rand(4, 64, 48, 48).to(memory_format=torch.channels_last)
    weight = torch.rand(64, 64, 3, 3).to(memory_format=torch.channels_last)
    times = []
    for dtype in (torch.bfloat16, torch.float32):
        x, kernel = picture.to(dtype), weight.to(dtype)
        times.append(min(_seconds(x, kernel) for _ in range(repeats + 1)))  # the first also sets up the kernels
    return times[0] / times[1]


def _seconds(picture: Tensor, weight: Tensor) -> float:
    start = time.perf_counter()
    F.conv2d(picture, weight, padding=1)
    return time.perf_counter() - start
