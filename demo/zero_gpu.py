"""Hugging Face's ZeroGPU, where the app runs on it: a GPU that is lent for the moment in which a network runs.

Anywhere else nothing of this has an effect, and the network runs where it is. ZeroGPU brings the package `spaces`,
which calls the decorated function in a process of its own: what goes in and out is small and can be pickled.

Source: the package's own code (0.51) and huggingface.co/docs/hub/spaces-zerogpu.
"""

import logging
import os

import gradio as gr
import numpy as np
from gradio.context import LocalContext

from colourizer import Colourizer
from colourizer.inference import Prediction

try:
    import spaces  # before anything touches CUDA
except ImportError:
    spaces = None

SECONDS = 10  # of a visitor's quota that are asked for; a network takes far less than one
ON_ZERO_GPU = spaces is not None and os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")

_placed: dict[str, Colourizer] = {}  # by the networks' names


def place(network: Colourizer) -> Colourizer:
    """Tell ZeroGPU of a network's weights, which it wants to know before the app is launched. Returns `network`."""
    if ON_ZERO_GPU:
        _placed[network.name] = network.to("cuda")  # a copy: what does not run the network reads weights, too
    return network


def predict(network: Colourizer, seen: np.ndarray) -> Prediction:
    """`network.predict(seen)`, on the lent GPU where there is one, and for a visitor who may have one."""
    # While the pages are built nobody has asked yet, and there is no GPU.
    if not ON_ZERO_GPU or not LocalContext.in_event_listener.get(False):
        return network.predict(seen)
    try:
        return _predict_on_gpu(network.name, seen)
    except gr.Error as error:  # such as a quota that is used up: the CPU takes a tenth of a second, so nobody waits
        logging.getLogger(__name__).warning("ZeroGPU lent no GPU, so the CPU has to do: %s", error.message)
        return network.predict(seen)


def _predict_on_gpu(name: str, seen: np.ndarray) -> Prediction:
    return _placed[name].predict(seen)


if spaces is not None:
    _predict_on_gpu = spaces.GPU(duration=SECONDS)(_predict_on_gpu)
