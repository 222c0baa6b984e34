"""The bundled networks, each loaded once for all visitors. Imports no Gradio, so that they can load beside it."""

import os
import threading
from functools import cache

from colourizer import Colourizer
from colourizer.devices import device_named
from colourizer.engines.choice import TORCH

VARIABLE = "COLOURIZER_DEVICE"
_LOADING = threading.Lock()  # `cache` alone would load one twice where two threads ask for it at once


def network(model: str, engine: str | None = None) -> Colourizer:
    """The bundled network `model`; engine: as in `Colourizer.from_pretrained`, by default one that fits the device.

    Raises CheckpointError, and ValueError as `device` does.
    """
    engine = engine or (TORCH if device() != "cpu" else None)
    with _LOADING:
        return _loaded(model, engine)


@cache
def device() -> str:
    """Where networks run, as PyTorch names it: the environment's COLOURIZER_DEVICE, by default the processor.

    Raises ValueError with a sentence for a device that is not here.
    """
    try:
        return device_named((os.environ.get(VARIABLE) or "cpu").lower())
    except ValueError as error:
        raise ValueError(f"{VARIABLE}: {error}") from error


@cache
def _loaded(model: str, engine: str | None) -> Colourizer:
    return Colourizer.from_pretrained(model, engine=engine)


def forget() -> None:
    """Load them anew when they are asked for next."""
    _loaded.cache_clear()
