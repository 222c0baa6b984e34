"""Colourizelt!: black-and-white landscape photographs in colour.

>>> from colourizer import Colourizer
>>> coloured = Colourizer.from_pretrained("cgan")("old.jpg")
>>> coloured.save("old-in-colour.png")
"""

from colourizer.checkpoint import CheckpointError
from colourizer.inference import Colourization, Colourizer
from colourizer.photo import Photo, PhotoError, load_photo

__all__ = ["CheckpointError", "Colourization", "Colourizer", "Photo", "PhotoError", "load_photo"]
