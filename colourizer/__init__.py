"""Colourizelt!: black-and-white landscape photographs in colour.

>>> from colourizer import Colourizer
>>> coloured = Colourizer.from_pretrained("chroma")("old.jpg")
>>> coloured.save("old-in-colour.png")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from colourizer.checkpoint import CheckpointError
    from colourizer.inference import Colourization, Colourizer
    from colourizer.photo import Photo, PhotoError, load_photo

__all__ = ["CheckpointError", "Colourization", "Colourizer", "Photo", "PhotoError", "load_photo"]

_HOMES = {
    "CheckpointError": "checkpoint",
    "Colourization": "inference",
    "Colourizer": "inference",
    "Photo": "photo",
    "PhotoError": "photo",
    "load_photo": "photo",
}


def __getattr__(name: str) -> object:
    # On first use: the networks bring torch, 500 MB and two seconds that a page which only reads results can save.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
