"""Colourizelt!: black-and-white landscape photographs in colour.

A photograph is a file, or an array of sRGB or grey values:

>>> import numpy as np
>>> from colourizer import CheckpointError, Colourizer, Photo, PhotoError, load_photo
>>> ramp = np.tile(np.arange(48, dtype=np.uint8) * 5, (32, 1))
>>> photo = Photo.from_rgb(ramp)
>>> photo.size, photo.lightness.shape, photo.kind.value
((48, 32), (32, 48), 'black and white')

`load_photo` reads a file, its bytes, or an open file. It raises `PhotoError` for anything that is not a photograph:

>>> load_photo(b"no photograph")
Traceback (most recent call last):
colourizer.photo.errors.PhotoError: This file is no photograph that can be read here. Save it as JPEG, ...

A `Colourizer` takes either, of any size, and returns a `Colourization` with the photograph's own lightness:

>>> colourizer = Colourizer.from_pretrained("chroma")
>>> coloured = colourizer(photo)
>>> coloured.size, coloured.rgb.shape, coloured.rgb.dtype
((48, 32), (32, 48, 3), dtype('uint8'))
>>> bool(np.abs(Photo.from_rgb(coloured.rgb).lightness - photo.lightness).max() < 1)
True

Settings can be changed without running the network again. `certainty` is, for every pixel of the network's output, the
probability that the true colour is close to the one shown:

>>> vivid, grey = coloured.adjusted(vividness=1.0), coloured.adjusted(strength=0.0)
>>> bool(np.ptp(grey.rgb.astype(int), axis=2).max() <= 1)
True
>>> bool((coloured.certainty >= 0).all() and (coloured.certainty <= 1).all())
True

`save` chooses the format by the name's ending, and states in the file that the colours are simulated:

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     provenance = coloured.save(Path(folder) / "coloured.png")
...     load_photo(Path(folder) / "coloured.png").size
(48, 32)
>>> provenance.model
'chroma'

Only bundled networks are found by name. Give a folder as a Path, and a repository of the Hub with its revision:

>>> Colourizer.from_pretrained("nobody")
Traceback (most recent call last):
colourizer.checkpoint.CheckpointError: There is no model called 'nobody'. Choose one of: ...
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from colourizer.checkpoint import CheckpointError
    from colourizer.colourization import Colourization
    from colourizer.photo.photo import Photo, PhotoError, load_photo
    from colourizer.pipeline import Colourizer

__all__ = ["CheckpointError", "Colourization", "Colourizer", "Photo", "PhotoError", "load_photo"]

_HOMES = {
    "CheckpointError": "checkpoint",
    "Colourization": "colourization",
    "Colourizer": "pipeline",
    "Photo": "photo.photo",
    "PhotoError": "photo.photo",
    "load_photo": "photo.photo",
}


def __getattr__(name: str) -> object:
    # Imported on first use: torch takes 500 MB and two seconds, which pages that only read results do not need.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
