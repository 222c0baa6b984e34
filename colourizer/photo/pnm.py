"""PBM, PGM and PPM of more than 8 bits: Pillow would cut colours to 8."""

import re

import numpy as np
from PIL import ImageFile

from colourizer.photo.errors import PhotoError
from colourizer.photo.sixteen_bit import Raster, full_range, raster_of, white_of_floats, whole_file

_GAP = rb"(?:\s|#[^\r\n]*[\r\n])+"  # white space and comments
_HEAD = re.compile(rb"(P[56])" + _GAP + rb"(\d+)" + _GAP + rb"(\d+)" + _GAP + rb"(\d+)\s")


def read_pnm(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened file of more than 8 bits, or of floating-point numbers; None for any other."""
    if image.mode == "F":
        image.load()
        values = np.asarray(image)
        return raster_of((values / white_of_floats(values)).clip(0, 1).astype(np.float32))
    data = whole_file(image)
    head = _HEAD.match(data)
    if head is None or int(head[4]) < 256:
        if not image.mode.startswith("I"):
            return None
        image.load()  # values as text: Pillow has scaled them to 16 bits
        return raster_of(np.asarray(image).astype(np.uint16))
    channels = 3 if head[1] == b"P6" else 1
    count = image.width * image.height * channels
    if len(data) < head.end() + 2 * count or (int(head[2]), int(head[3])) != image.size:
        raise PhotoError.of("damaged")
    stored = np.frombuffer(data, ">u2", count, head.end()).reshape(image.height, image.width, channels)
    fill, white = full_range(int(head[4])), int(head[4])
    space = "RGB " if channels == 3 else "GRAY"

    def rows(some: slice) -> np.ndarray:
        values = fill(np.minimum(stored[some], white))
        return values if channels == 3 else values[..., 0]

    return Raster(image.width, image.height, rows, space, True)
