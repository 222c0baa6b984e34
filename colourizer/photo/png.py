"""16-bit PNG, which Pillow would cut to 8 bits if it has colours or opacity."""

import numpy as np
from PIL import ImageFile

from colourizer.photo.pillow_private import raw_modes
from colourizer.photo.sixteen_bit import Raster, raster_of, whole_file


def read_png(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened PNG file of 16 bits a channel; None for any other."""
    if "16" not in raw_modes(image):
        return None
    import imagecodecs  # takes a quarter of a second to import, and few files need it

    pixels = imagecodecs.png_decode(whole_file(image))
    if pixels.dtype != np.uint16:
        return None
    return raster_of(pixels, opacity=pixels.ndim == 3 and pixels.shape[2] in (2, 4))
