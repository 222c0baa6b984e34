"""Hugging Face's ZeroGPU: a GPU that is allocated only while a network runs.

It has no effect elsewhere. ZeroGPU provides the package `spaces`, which calls decorated functions in a forked process:
arguments and results are small and can be pickled, and only the GPU computes there, since OpenMP and OpenCV may break
after a fork.

Large models should be moved to the GPU before the app is launched, when ZeroGPU emulates one and keeps their weights.
Ours take a few megabytes: moving them at the first call takes milliseconds, while that emulation took 12 s at each
start.

Source: huggingface.co/docs/hub/spaces-zerogpu, and the code of `spaces` 0.51.
"""

import logging
import os
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import gradio as gr

from demo.gradio_app import private
from demo.gradio_app.networks import device

try:
    import spaces  # pyright: ignore[reportMissingImports]  # imported before anything uses CUDA; installed on Spaces
except ImportError:
    spaces = None

T = TypeVar("T")

SECONDS = 10  # requested from a visitor's daily quota; a network takes less than one
ON_ZERO_GPU = spaces is not None and os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")


def run_on_gpu(task: Callable[..., T]) -> Callable[..., T]:
    """Decorate `task(*arguments, device)`, to be called without `device`: "cuda" on ZeroGPU, otherwise the host's."""
    on_gpu = task if spaces is None else spaces.GPU(duration=SECONDS)(task)

    @wraps(task)
    def run(*arguments) -> T:
        if not ON_ZERO_GPU:
            return task(*arguments, device())
        # While the pages are built, there is no request, and therefore no GPU.
        if not private.in_event():
            return task(*arguments, "cpu")
        try:
            return on_gpu(*arguments, "cuda")
        except gr.Error as error:  # for example an exhausted quota; the CPU takes only a tenth of a second
            logging.getLogger(__name__).warning("No GPU was available, so the CPU is used: %s", error.message)
            return task(*arguments, "cpu")

    return run
