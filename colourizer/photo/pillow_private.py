"""All uses of Pillow's private API.

tests/colourizer/photo/test_pillow_private.py lists what this relies on, and fails when Pillow changes it.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFile


def set_undecodable(image: ImageFile.ImageFile, mode: str, size: tuple[int, int]) -> None:
    """Describe an opened file that Pillow cannot decode, from a plugin's `_open`. size: (width, height)."""
    image._size = size
    image._mode, image.tile = mode, []


def pieces(image: ImageFile.ImageFile) -> int:
    """The number of pieces in which Pillow decodes an opened picture: 0 if it cannot, or already has."""
    return len(image.tile)


def raw_modes(image: ImageFile.ImageFile) -> str:
    """How the samples of an opened picture are stored, as text to search in, such as "RGB;16B"."""
    return " ".join(str(tile.args) for tile in image.tile)


def decode_jpeg_into(pixels: np.ndarray, image: ImageFile.ImageFile, update: Callable[[], None]) -> None:
    """Decode a JPEG into `pixels`, (H, W, 4), uint8: red, green, blue, and 255. update: called between two reads.

    Raises OSError for a broken file; AttributeError, TypeError or ValueError if Pillow has changed.
    """
    try:
        read = image.load_read  # pyright: ignore[reportAttributeAccessIssue]  # of JpegImageFile

        def read_and_update(size: int) -> bytes:
            update()
            return read(size)

        # The mode "RGBX" shares the array's memory; for "RGB", Pillow allocates its own.
        image._mode = "RGBX"
        image.im = Image.frombuffer("RGBX", image.size, pixels, "raw", "RGBX", 0, 1).im
        image.tile = [image.tile[0]._replace(args=("RGBX", ""))]
        image.load_read = read_and_update  # pyright: ignore[reportAttributeAccessIssue]
        image.load()
    finally:
        vars(image).pop("load_read", None)  # it would keep the picture in memory by a reference cycle
