"""The bundled networks, each loaded once for all visitors. Imports no Gradio, so that they can load beside it."""

import threading
from functools import cache

from colourizer import Colourizer

_LOADING = threading.Lock()  # `cache` alone would load one twice where two threads ask for it at once


def network(model: str, engine: str | None = None) -> Colourizer:
    """The bundled network `model`; engine: as in `Colourizer.from_pretrained`. Raises CheckpointError."""
    with _LOADING:
        return _loaded(model, engine)


@cache
def _loaded(model: str, engine: str | None) -> Colourizer:
    return Colourizer.from_pretrained(model, engine=engine)


def forget() -> None:
    """Load them anew when they are asked for next."""
    _loaded.cache_clear()
