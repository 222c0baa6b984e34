"""Hugging Face's ZeroGPU, where the app runs on it: a GPU that is lent for the moment in which a network runs.

Anywhere else nothing of this has an effect. ZeroGPU brings the package `spaces`, which calls what is decorated in a
process of its own, forked from this one: what goes in and out is small and can be pickled, and in there only the GPU
computes, since neither OpenMP nor OpenCV is sure to survive a fork.

Large models are to be put on the GPU before the app is launched, where ZeroGPU plays a GPU and keeps their weights.
Ours have a few megabytes: moving them at the first call takes milliseconds, while copying them under that play took
12 s at each start.

Source: huggingface.co/docs/hub/spaces-zerogpu, and the code of `spaces` 0.51.
"""

import logging
import os
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import gradio as gr
from gradio.context import LocalContext

try:
    import spaces  # pyright: ignore[reportMissingImports]  # before anything touches CUDA; a Space has it
except ImportError:
    spaces = None

T = TypeVar("T")

SECONDS = 10  # of a visitor's daily quota, that are asked for; a network takes less than one
ON_ZERO_GPU = spaces is not None and os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")


def run_on_gpu(task: Callable[..., T]) -> Callable[..., T]:
    """Decorate `task(*arguments, device)`, to be called without `device`: "cuda" if a GPU is lent, "cpu" otherwise."""
    on_gpu = task if spaces is None else spaces.GPU(duration=SECONDS)(task)

    @wraps(task)
    def run(*arguments) -> T:
        # While the pages are built nobody has asked yet, and no GPU can be lent.
        if not ON_ZERO_GPU or not LocalContext.in_event_listener.get(False):
            return task(*arguments, "cpu")
        try:
            return on_gpu(*arguments, "cuda")
        except gr.Error as error:  # a quota that is used up, say; the CPU takes a tenth of a second, so nobody waits
            logging.getLogger(__name__).warning("No GPU was lent, so the CPU has to do: %s", error.message)
            return task(*arguments, "cpu")

    return run
