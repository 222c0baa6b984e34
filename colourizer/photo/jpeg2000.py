"""JPEG 2000 (ISO 15444), used by many libraries for masters: its true size, precision and profile, and deep pixels.

Pillow opens it, and decodes 8 bits with OpenJPEG. But it ignores embedded profiles, trusts the size stated outside the
codestream, and does not scale precisions other than 8 bits: hence this module.
"""

import struct
from collections.abc import Iterator
from typing import IO

import numpy as np
from PIL import Image, ImageFile, Jpeg2KImagePlugin

from colourizer.photo.errors import PhotoError
from colourizer.photo.jpeg2000_tiles import has_every_tile
from colourizer.photo.sixteen_bit import Raster, full_range, usable_profile, whole_file

OPENER = "JPEG 2000 OF ANY PRECISION"  # in Pillow's registry, next to its own plugin
_CODESTREAM = b"\xff\x4f\xff\x51"  # SOC and SIZ
_BOXES = b"\0\0\0\x0cjP  \r\n\x87\n"
_XMP = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")
_INK, _SRGB, _GREY, _YCC, _BILEVEL = 12, 16, 17, 18, (0, 15)  # enumerated colour spaces, ISO 15444-1 and -2
_COLOUR, _OPACITY, _MULTIPLIED = 0, 1, 2  # types of channels in a `cdef` box
_MOST_BOXES = 10_000
_LONGEST_BOX = 2**24  # bytes of a profile or of XMP


class Jpeg2000(Jpeg2KImagePlugin.Jpeg2KImageFile):
    """Pillow's class, with the properties that it ignores.

    start: offset of the codestream, in bytes. bits: of each channel. space: the number of its colour space; None if it
    is given by a profile, or unknown. coarse: whether chroma is, or may be, subsampled.
    channels: (channel, type, colour it belongs to) of each, if stated. Pillow takes any fourth channel for opacity.
    """

    start: int = 0
    bits: int
    space: int | None = None
    coarse: bool
    channels: tuple[tuple[int, int, int], ...] = ()

    def _open(self) -> None:
        super()._open()
        assert self.fp is not None
        self.fp.seek(0)
        if self.fp.read(4) == _CODESTREAM:
            self._read_size(self.fp)
            return
        self.fp.seek(0)
        for kind, length in boxes(self.fp, None):
            if kind == b"jp2h":
                self._read_header(self.fp, length)
            elif kind == b"uuid" and length < _LONGEST_BOX and self.fp.read(16) == _XMP:
                self.info["xmp"] = self.fp.read(length - 16)
            elif kind == b"jp2c":
                self.start = self.fp.tell()
                if self.fp.read(4) != _CODESTREAM:
                    raise PhotoError.of("damaged")
                self._read_size(self.fp)
                return
        raise PhotoError.of("damaged")

    @property
    def bytes_a_pixel(self) -> int:
        """OpenJPEG decodes each channel into 32 bits."""
        return 4 * len(self.getbands())

    def _read_header(self, stream: IO[bytes], length: int) -> None:
        for kind, size in boxes(stream, stream.tell() + length):
            if kind == b"colr" and size >= 3 and "icc_profile" not in self.info and self.space is None:
                method = stream.read(3)[0]
                if method == 1:
                    (self.space,) = struct.unpack(">I", stream.read(4))
                elif method in (2, 3) and size < _LONGEST_BOX:
                    self.info["icc_profile"] = stream.read(size - 3)
            elif kind == b"cdef" and 2 <= size < _LONGEST_BOX:
                (count,) = struct.unpack(">H", stream.read(2))
                self.channels = tuple(struct.iter_unpack(">3H", stream.read(6 * min(count, (size - 2) // 6))))

    def _read_size(self, stream: IO[bytes]) -> None:
        """SIZ, ISO 15444-1 A.5.1. Raises PhotoError for inconsistent or unsupported values."""
        _, _, right, bottom, left, top, *_, channels = struct.unpack(">HH8IH", stream.read(38))
        parts = [struct.unpack("BBB", stream.read(3)) for _ in range(min(channels, 5))]
        if (right - left, bottom - top) != self.size or channels > 4 or len(self.getbands()) != channels:
            raise PhotoError.of("damaged")
        if len({bits for bits, *_ in parts}) != 1 or parts[0][0] & 0x80 or parts[0][0] > 15:
            raise _refusal("its channels are signed, differ, or have more than 16 bits")
        self.bits = parts[0][0] + 1
        if self.space not in (None, _SRGB, _GREY, _YCC, _INK, *_BILEVEL):
            raise _refusal("it is not in grey, RGB or CMYK")
        if self.bits != 8 and self.mode in ("P", "PA"):
            raise _refusal("it has a palette")
        self.coarse = self.space == _YCC or any(part[1:] != (1, 1) for part in parts)
        if self.bits != 8 and self.coarse:
            raise _refusal("its colours are coarser than its lightness")

    def order(self, colours: int) -> tuple[list[int], int | None, bool]:
        """The colour channels in order; the opacity channel, if any; and whether the colours are multiplied by it.

        Raises PhotoError if not every colour has a channel.
        """
        if not self.channels:
            return list(range(colours)), None, False
        found = {colour: channel for channel, kind, colour in self.channels if kind == _COLOUR}
        clear = [(channel, kind) for channel, kind, colour in self.channels if kind in (_OPACITY, _MULTIPLIED)]
        order = [found.get(colour, -1) for colour in range(1, colours + 1)]
        known = range(len(self.getbands()))
        if not {*order, *(channel for channel, _ in clear)} <= set(known) or len(clear) > 1:
            raise _refusal("it does not say which channels are its colours")
        return order, clear[0][0] if clear else None, bool(clear) and clear[0][1] == _MULTIPLIED


def _accepts(prefix: bytes) -> bool:
    return prefix.startswith((_CODESTREAM, _BOXES))


Image.register_open(OPENER, Jpeg2000, _accepts)


def read_jpeg2000(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened file with other than 8 bits, in CMYK, or with unusual channels; else None.

    Raises PhotoError if it was cut off, or is unclear.
    """
    assert isinstance(image, Jpeg2000) and image.fp is not None
    position = image.fp.tell()
    if not has_every_tile(image.fp, image.start):
        raise PhotoError.of("damaged")
    image.fp.seek(position)
    profiled_ink = image.mode == "RGBA" and usable_profile(image.info.get("icc_profile"), "CMYK") is not None
    ink = profiled_ink or image.space == _INK
    colours = 4 if ink else 3 if len(image.getbands()) >= 3 else 1
    if image.mode in ("P", "PA"):
        return None
    order, clear, multiplied = image.order(colours)
    usual = order == list(range(colours)) and not multiplied
    if image.bits == 8 and not profiled_ink and usual and (clear == colours) == (image.mode in ("LA", "RGBA")):
        return None
    if image.coarse:
        raise _refusal("its colours are coarser than its lightness, and its channels are not the usual ones")
    import imagecodecs  # takes a quarter of a second to import, and few files need it

    # Only the codestream: given the boxes around it, imagecodecs would apply the profile, too.
    pixels = np.asarray(imagecodecs.jpeg2k_decode(whole_file(image)[image.start :]))
    height, width = pixels.shape[:2]
    if (width, height) != image.size or pixels.ndim > 3 or pixels.dtype not in (np.uint8, np.uint16):
        raise PhotoError.of("damaged")
    kept = [*order, *([] if clear is None else [clear])]
    fill = full_range(2**image.bits - 1)

    def rows(some: slice) -> np.ndarray:
        stored = fill(pixels[some])
        return stored if stored.ndim == 2 else stored[..., kept] if len(kept) > 1 else stored[..., kept[0]]

    space = {1: "GRAY", 3: "RGB ", 4: "CMYK"}[colours]
    return Raster(width, height, rows, space, image.bits > 8, clear is not None, multiplied)


def boxes(stream: IO[bytes], end: int | None) -> Iterator[tuple[bytes, int]]:
    """(type, length of the content) of each box up to `end`, or the end of the file; the stream is at the content."""
    at = stream.tell()
    for _ in range(_MOST_BOXES):
        if end is not None and at + 8 > end:
            return
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            return
        length, kind = struct.unpack(">I4s", head)
        start = 8
        if length == 1:
            (length,) = struct.unpack(">Q", stream.read(8))
            start = 16
        if length == 0:  # up to the end
            length = stream.seek(0, 2) - at
            stream.seek(at + start)
        if length < start:
            return
        yield kind, length - start
        at += length


def _refusal(what: str) -> PhotoError:
    return PhotoError.of("unclear", format="JPEG 2000", reason=what)
