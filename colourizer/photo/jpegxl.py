"""JPEG XL (ISO 18181): its header is parsed here, so that limits are checked before libjxl decodes it."""

import struct
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PIL import Image, ImageFile

from colourizer.colour.lab import srgb_from_linear
from colourizer.photo.errors import PhotoError
from colourizer.photo.jpegxl_header import Header, read_header
from colourizer.photo.pillow_private import set_undecodable
from colourizer.photo.sixteen_bit import Raster, full_range, raster_of, to_unit_range, whole_file

OPENER = "JXL"
_CODESTREAM, _BOXES = b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"
_MOST_BOXES = 10_000
_LONGEST_BOX = 2**24  # bytes of EXIF or of XMP
_HEADER = 4096  # bytes: the most that a header may take, with the names of channels
_ORIENTATION = 0x0112  # of EXIF


class JpegXl(ImageFile.ImageFile):
    """A JPEG XL that is open, but not decoded."""

    format = "JXL"
    format_description = "JPEG XL (ISO 18181)"
    bytes_a_pixel = 16  # libjxl decodes into floating-point numbers
    header: Header

    def _open(self) -> None:
        assert self.fp is not None
        data = self.fp.read(_HEADER)
        if not data.startswith(_CODESTREAM):
            data = b"".join(self._codestream())
        self.header = read_header(data[len(_CODESTREAM) :])
        if not self.header.srgb:
            raise PhotoError.of("not_srgb")
        width, height = self.header.size
        size = (height, width) if self.header.orientation > 4 else (width, height)
        set_undecodable(self, "RGB", size)

    def _codestream(self) -> Iterator[bytes]:
        """Yield the beginning of the codestream; the content of other boxes goes to `info`."""
        assert self.fp is not None
        at, found = 0, 0
        for _ in range(_MOST_BOXES):
            self.fp.seek(at)
            head = self.fp.read(8)
            if len(head) < 8 or found >= _HEADER:
                break
            length, kind = struct.unpack(">I4s", head)
            start = 8
            if length == 1:
                (length,) = struct.unpack(">Q", self.fp.read(8))
                start = 16
            size = _HEADER if length == 0 else min(length - start, _LONGEST_BOX)  # 0: up to the end
            if size < 0:
                break
            if kind in (b"jxlc", b"jxlp"):
                piece = self.fp.read(min(size, _HEADER))[4 if kind == b"jxlp" else 0 :]
                found += len(piece)
                yield piece
            elif kind == b"Exif":
                self.info["exif"] = b"Exif\0\0" + self.fp.read(size)[4:]
            elif kind == b"xml ":
                self.info["xmp"] = self.fp.read(size)
            if length == 0:
                break
            at += length

    def getexif(self) -> Image.Exif:
        """The file's EXIF without the orientation: libjxl applies the codestream's."""
        exif = super().getexif()
        exif.pop(_ORIENTATION, None)
        return exif


def _accepts(prefix: bytes) -> bool:
    return prefix.startswith((_CODESTREAM, _BOXES))


Image.register_open(OPENER, JpegXl, _accepts)


def read_jpegxl(image: ImageFile.ImageFile) -> Raster:
    """The picture, or the first frame, in an opened file."""
    assert isinstance(image, JpegXl)
    import imagecodecs  # takes a quarter of a second to import, and few files need it

    header = image.header
    first = 0 if header.animated else None
    pixels = np.asarray(imagecodecs.jpegxl_decode(whole_file(image), index=first))
    colours = 1 if header.grey else 3
    if pixels.shape[:2] != (image.height, image.width) or pixels.ndim > 3 or pixels.dtype.kind not in "uf":
        raise PhotoError.of("damaged")
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels < colours:
        raise PhotoError.of("damaged")
    opacity = header.opacity and channels > colours
    if pixels.ndim == 3:
        pixels = pixels[..., : colours + opacity] if colours + opacity > 1 else pixels[..., 0]
    if pixels.dtype.kind == "f" and not np.isfinite(pixels).all():
        raise PhotoError.of("not_finite")
    if pixels.dtype.kind == "f":
        pixels = pixels.astype(np.float32).clip(0, 1)
    elif pixels.dtype not in (np.uint8, np.uint16) or not 0 < header.bits <= 16:
        raise PhotoError.of("damaged")
    elif header.bits not in (8, 16):
        pixels = full_range(2**header.bits - 1)(np.minimum(pixels, 2**header.bits - 1))
    raster = raster_of(np.ascontiguousarray(pixels), opacity=opacity, multiplied=header.multiplied)
    return replace(raster, rows=lambda some: _encoded(pixels[some], raster.colours)) if header.linear else raster


def _encoded(values: np.ndarray, colours: int) -> np.ndarray:
    """Linear light as sRGB, float32; opacity, after the colours, is unchanged."""
    light = to_unit_range(values)
    every = light if light.ndim == 2 else light[..., :colours]
    every[...] = srgb_from_linear(every.reshape(len(every), -1)).reshape(every.shape)  # OpenCV drops an axis of one
    return light
