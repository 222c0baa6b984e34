"""Photographs of 16 bits a channel, which Pillow would cut to 8: read by tifffile and imagecodecs, and their profiles.

Both libraries are imported where they are used: few files need them, and they take a quarter of a second to start.
"""

import io
import logging
from collections.abc import Callable
from typing import IO

import numpy as np
from PIL import Image, ImageCms, ImageFile, TiffImagePlugin

from colourizer.photo.opening import PhotoError

# What it says of broken tags goes to whoever asked for logs, not to everybody's terminal.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_FULL = 65535
_BITS, _PHOTOMETRIC = 258, 262  # tags of TIFF
_WHITE_IS_ZERO = 0
_OPACITY = 2  # of the values of ExtraSamples: not multiplied into the colours
_CODECS = {1, 5, 8, 32773, 32946}  # none, LZW, Deflate, PackBits, old Deflate: what scanners write


def read_deep(image: ImageFile.ImageFile) -> np.ndarray | None:
    """The pixels (H, W, 3 or 4), uint16, of an opened RGB file of 16 bits a channel, as stored; None for any other.

    The fourth channel, where there is one, is opacity.
    """
    if image.mode not in ("RGB", "RGBA", "LA") or image.format not in ("PNG", "TIFF") or not _sixteen_bits(image):
        return None
    stream = image.fp
    assert stream is not None, "the file is still open"
    position = stream.tell()
    stream.seek(0)
    try:
        if image.format == "PNG":
            return _read_png(stream.read())
        return _read_tiff(stream, image.width * image.height)
    finally:
        stream.seek(position)


def to_srgb_deep(profile: bytes | None) -> Callable[[np.ndarray], np.ndarray]:
    """What turns (h, W, 3 or 4), uint16, under an embedded profile into sRGB (h, W, 3), uint16, on white."""
    source = _usable(profile, "RGB ")

    def convert(pixels: np.ndarray) -> np.ndarray:
        if pixels.shape[2] == 4:
            opacity = pixels[..., 3:].astype(np.float32) / _FULL
            pixels = np.round(pixels[..., :3] * opacity + _FULL * (1 - opacity)).astype(np.uint16)
        return _transformed(pixels, source, "rgb") if source else pixels

    return convert


def deep_grey_table(image: Image.Image) -> np.ndarray:
    """For an opened grey file of up to 16 bits: what each value is in sRGB, (1, 65536), uint16.

    Twelve bits are stretched, a negative is turned, and an embedded profile is applied.
    """
    values = np.arange(_FULL + 1, dtype=np.uint16)
    tags = getattr(image, "tag_v2", {})
    bits = tags.get(_BITS, (16,))[0]
    if 8 < bits < 16:
        values = np.round(np.minimum(values / (2**bits - 1), 1) * _FULL).astype(np.uint16)
    if tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        values = _FULL - values
    if source := _usable(image.info.get("icc_profile"), "GRAY"):
        values = _transformed(values[None], source, "gray")[0, :, 1][values]
    return np.ascontiguousarray(values[None])


def _sixteen_bits(image: ImageFile.ImageFile) -> bool:
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return set(image.tag_v2.get(_BITS, (8,))) == {16}
    return any("16" in str(tile.args) for tile in image.tile)


def _read_png(data: bytes) -> np.ndarray | None:
    import imagecodecs

    pixels = imagecodecs.png_decode(data)
    if pixels.dtype != np.uint16 or pixels.ndim != 3:
        return None
    if pixels.shape[2] == 2:  # grey and opacity
        return np.ascontiguousarray(pixels[..., [0, 0, 0, 1]])
    return pixels


def _read_tiff(stream: IO[bytes], size: int) -> np.ndarray | None:
    import tifffile

    with tifffile.TiffFile(stream) as file:
        page = file.pages.first
        if page.photometric != tifffile.PHOTOMETRIC.RGB or page.compression not in _CODECS or page.ndim != 3:
            return None
        tile = float(page.tilewidth) * page.tilelength if page.is_tiled else 0  # allocated as the file says it
        if page.imagewidth * page.imagelength != size or tile > 4 * size + 2**24:
            raise PhotoError("This file is damaged and cannot be read. Try to export or scan it again.")
        pixels, extra = page.asarray(), page.extrasamples
        if page.axes == "SYX":  # one plane after the other
            pixels = np.moveaxis(pixels, 0, 2)
    if pixels.dtype != np.uint16 or pixels.shape[2] < 3:
        return None
    return pixels[..., : 4 if extra[:1] == (_OPACITY,) else 3]


def _usable(profile: bytes | None, space: str) -> bytes | None:
    """An embedded profile, if it is one and for this ICC colour space."""
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
    except (ImageCms.PyCMSError, OSError):
        return None  # a broken profile says nothing; the numbers are then most likely sRGB
    # Its `profile` is declared as whatever it was made of.
    fits = found and found.profile.xcolor_space == space  # pyright: ignore[reportAttributeAccessIssue]
    return profile if fits else None


def _transformed(pixels: np.ndarray, profile: bytes, space: str) -> np.ndarray:
    import imagecodecs

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels = np.ascontiguousarray(pixels)
    return imagecodecs.cms_transform(pixels, profile, srgb, colorspace=space, outcolorspace="rgb")
