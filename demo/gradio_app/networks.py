"""The bundled networks, each loaded once for all visitors. Does not import Gradio, so that they can load meanwhile."""

import os
import threading
from functools import cache

from colourizer import Colourizer
from colourizer.devices import device_named
from colourizer.engines.choice import TORCH

VARIABLE = "COLOURIZER_DEVICE"
_LOADING = threading.Lock()  # `cache` alone would load a network twice if two threads request it at once


def network(model: str, engine: str | None = None) -> Colourizer:
    """The bundled network `model`; engine: as in `Colourizer.from_pretrained`, by default one that fits the device.

    Raises CheckpointError, and ValueError as `device` does.
    """
    engine = engine or (TORCH if device() != "cpu" else None)
    with _LOADING:
        return _loaded(model, engine)


@cache
def device() -> str:
    """The device for networks, by PyTorch's name: the environment variable COLOURIZER_DEVICE, by default the CPU.

    Raises ValueError with a sentence for an unavailable device.
    """
    try:
        return device_named((os.environ.get(VARIABLE) or "cpu").lower())
    except ValueError as error:
        raise ValueError(f"{VARIABLE}: {error}") from error


@cache
def _loaded(model: str, engine: str | None) -> Colourizer:
    return Colourizer.from_pretrained(model, engine=engine)


def forget() -> None:
    """Drop all networks, so that they are loaded again on next use."""
    _loaded.cache_clear()
