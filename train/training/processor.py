"""CPU settings that affect the speed of training."""

import time

import torch
import torch.nn.functional as F
from torch import Tensor

from colourizer.glibc import M_MMAP_MAX, M_TOP_PAD, M_TRIM_THRESHOLD, mallopt
from train.errors import TrainingError

_SPARE = 256 * 2**20  # bytes by which the heap grows at a time


def keep_freed_memory() -> bool:
    """Make the process keep freed memory; returns whether this succeeded.

    By default glibc returns the memory of large tensors to the system when they are freed, and the kernel has to
    zero-fill new pages for the next step: a fifth of the CPU time when training `chroma` on batches of 32. Other C
    libraries are not changed.
    """
    return mallopt({M_MMAP_MAX: 0, M_TRIM_THRESHOLD: -1, M_TOP_PAD: _SPARE})


def use_threads(count: int | None) -> None:
    """Set the number of PyTorch's threads; None for its default. Raises TrainingError for less than one."""
    if count is None:
        return
    if count < 1:
        raise TrainingError(f"--threads is {count}: give a number from 1.")
    torch.set_num_threads(count)


def slowdown_of_bf16(repeats: int = 3) -> float:
    """The time of a bfloat16 convolution on the CPU relative to float32. Measuring takes some milliseconds.

    Below 1 on CPUs with native bfloat16 (AMX, AVX512-BF16); 2 to 4 where it is emulated.
    """
    picture = torch.rand(4, 64, 48, 48).to(memory_format=torch.channels_last)
    weight = torch.rand(64, 64, 3, 3).to(memory_format=torch.channels_last)
    times = []
    for dtype in (torch.bfloat16, torch.float32):
        x, kernel = picture.to(dtype), weight.to(dtype)
        times.append(min(_seconds(x, kernel) for _ in range(repeats + 1)))  # the first run includes kernel set-up
    return times[0] / times[1]


def _seconds(picture: Tensor, weight: Tensor) -> float:
    start = time.perf_counter()
    F.conv2d(picture, weight, padding=1)
    return time.perf_counter() - start
