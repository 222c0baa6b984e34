"""PBM, PGM and PPM: count pictures, and read more than 8 bits, which Pillow would cut to 8."""

import re

import numpy as np
from PIL import ImageFile

from colourizer.photo.errors import PhotoError
from colourizer.photo.sixteen_bit import Raster, full_range, raster_of, white_of_floats, whole_file

_GAP = rb"(?:\s|#[^\r\n]*[\r\n])+"  # white space and comments
_NUMBER = _GAP + rb"(\d{1,9})"
_DEEP_HEAD = rb"(P[56])" + _NUMBER * 3 + rb"\s"
_HEAD = re.compile(_DEEP_HEAD)
_ANY_HEAD = re.compile(rb"\s*(?:" + _DEEP_HEAD + rb"|P4" + _NUMBER * 2 + rb"\s)")
_LONGEST_HEAD = 4096  # bytes, with comments


def count_images(image: ImageFile.ImageFile, most: float) -> int:
    """The number of pictures in an opened file, which follow each other, counted to just over `most`.

    Text and floating-point numbers cannot be followed by another picture. Anything else ends the counting.
    """
    stream = image.fp
    assert stream is not None, "the file is still open"
    position, start, count = stream.tell(), 0, 0
    try:
        while count <= most:
            stream.seek(start)
            head = _ANY_HEAD.match(stream.read(_LONGEST_HEAD))
            if head is None:
                break
            count += 1
            start += head.end() + _length(head)
        return max(1, count)
    finally:
        stream.seek(position)


def _length(head: re.Match[bytes]) -> int:
    """The bytes of a picture with this head."""
    width, height = int(head[2] or head[5]), int(head[3] or head[6])
    if head[1] is None:  # P4, eight pixels a byte
        return (width + 7) // 8 * height
    return width * height * (3 if head[1] == b"P6" else 1) * (2 if int(head[4]) > 255 else 1)


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
