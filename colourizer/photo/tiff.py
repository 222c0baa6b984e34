"""TIFF, with values of any kind: they are scaled to their full range, or refused with a message.

Pillow opens the file, and decodes integers of up to 8 bits. tifffile decodes everything else; it is imported on use,
since few files need it, and it takes a quarter of a second.

The first picture of a file may be a preview, with the photograph itself behind it or in a SubIFD (DNG, and what some
scanning programs write): then the photograph itself is read.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFile, TiffImagePlugin

from colourizer.colour.lab import lab_to_rgb
from colourizer.photo.errors import PhotoError
from colourizer.photo.pillow_private import pieces, set_undecodable
from colourizer.photo.sixteen_bit import Raster, Rows, full_range, white_of_floats
from colourizer.photo.tiff_inks import why_not_cmyk
from colourizer.photo.tiff_pictures import find_photograph, is_reduced, lost_tags

if TYPE_CHECKING:
    import tifffile

OPENER = "TIFF OF ANY KIND"  # in Pillow's registry, next to its own plugin
# Its messages about broken tags go to the log, not to the terminal.
logging.getLogger("tifffile").addHandler(logging.NullHandler())

_BIG, _BIG_BIG_ENDIAN = b"II+\0", b"MM\0+"
_CANON = b"\x10\0\0\0CR\2\0"  # how a CR2 goes on after the head of a TIFF
# Tags and their values, TIFF 6.0.
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES = 256, 257, 258, 259, 262, 277
_PLANES, _COLOURS, _FORMAT, _PROFILE = 284, 320, 339, 34675
_SUBPICTURES, _XMP, _ORIENTATION = 330, 700, 274
# Name, description, orientation, resolution (three tags), artist, rights.
_DESCRIBING = {269, 270, _ORIENTATION, 282, 283, 296, 315, 33432}
# What the pixels are not read rightly without: their sizes, kinds and places, and their profile.
_NEEDED = {*range(254, 267), 273, *range(277, 280), 284, 317, *range(320, 326), 332, 338, 339, 347, 530, _PROFILE}
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _INK, _YCBCR, _LAB, _ICC_LAB = 0, 1, 2, 3, 5, 6, 8, 9
_RAW = {32803, 34892}  # colours that are not developed: a colour filter array, and LinearRaw of DNG
_UNSIGNED, _SIGNED, _FLOAT = 1, 2, 3
_MULTIPLIED, _OPACITY = 1, 2
_KNOWN_WELL = {1, 2, 3, 4, 5, 6, 7, 8, 32771, 32773, 32946}  # compressions: none, fax, LZW, JPEG, Deflate, PackBits
_JPEGS = {6, 7}
_JPEG_2000 = {33003, 33004, 33005, 34712}
_CODECS = _KNOWN_WELL | _JPEG_2000 | {34925, 34926, 34927, 50000, 50001, 50002, 52546}  # LZMA, Zstandard, WebP, JPEG XL
_CHANNELS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _PALETTE: 1, _INK: 4, _LAB: 3, _ICC_LAB: 3}


class AnyTiff(TiffImagePlugin.TiffImageFile):
    """Pillow's class, which also opens files that Pillow cannot decode."""

    def _open(self) -> None:
        assert self.fp is not None
        head, more = self.fp.read(4), self.fp.read(8)
        if head == _BIG_BIG_ENDIAN:
            raise PhotoError.of("big_tiff")
        if more == _CANON:  # whose first picture is a preview that does not say so
            raise PhotoError.of("camera_raw")
        self.fp.seek(0)
        super()._open()
        # Pillow does not know the data type in which a BigTIFF stores the offsets of its SubIFDs.
        if is_reduced(self.tag_v2) or _SUBPICTURES in self.tag_v2 or head == _BIG:
            self._find_photograph()

    def _setup(self) -> None:
        try:
            super()._setup()
        except (SyntaxError, KeyError, IndexError):
            set_undecodable(self, "L", (self.tag_v2[_WIDTH], self.tag_v2[_HEIGHT]))
            if _PROFILE in self.tag_v2:
                self.info["icc_profile"] = self.tag_v2[_PROFILE]

    def _find_photograph(self) -> None:
        """Move to the photograph itself, the largest picture that is not reduced. Raises PhotoError if there is none.

        The first picture's metadata are kept, unless the photograph has its own.
        """
        assert self.fp is not None
        largest = find_photograph(self.fp, self.tag_v2)
        if largest is None:
            raise _refusal("first picture is only a preview, and the photograph itself is not in the file")
        if largest == self.tag_v2.offset:
            return
        exif = self.getexif()
        orientation = exif.get(_ORIENTATION)
        for name in ("icc_profile", "dpi", "resolution"):
            self.info.pop(name, None)
        self.fp.seek(largest)
        self.tag_v2.load(self.fp)
        for tag in _DESCRIBING & self.tag_v2.keys():
            exif[tag] = self.tag_v2[tag]
        if orientation and _ORIENTATION not in self.tag_v2:
            self.tag_v2[_ORIENTATION] = orientation
        if _XMP in self.tag_v2:
            self.info["xmp"] = self.tag_v2[_XMP]
        self._setup()

    @property
    def bytes_a_pixel(self) -> float:
        """Bytes that a decoded pixel takes."""
        bits = self.tag_v2.get(_BITS, (1,))
        samples = max(len(bits), self.tag_v2.get(_SAMPLES, 1))
        return samples * max(1, max(bits) / 8)


def _accepts(prefix: bytes) -> bool:
    return prefix[:4] in (b"II*\0", b"MM\0*", _BIG, _BIG_BIG_ENDIAN)


Image.register_open(OPENER, AnyTiff, _accepts)


def read_tiff(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened TIFF file; None if Pillow decodes it fully.

    Raises PhotoError if it was cut off, or is unclear.
    """
    assert isinstance(image, AnyTiff) and image.fp is not None
    if lost_tags(image.fp, image.tag_v2.offset) & _NEEDED:
        raise PhotoError.of("damaged")
    if image.tag_v2.get(_PHOTOMETRIC) in _RAW:
        raise PhotoError.of("camera_raw")
    if image.tag_v2.get(_PHOTOMETRIC) == _INK and (reason := why_not_cmyk(image.tag_v2)):
        raise _refusal(reason)
    if _pillow_knows(image):
        return None
    formats = set(image.tag_v2.get(_FORMAT, (_UNSIGNED,)))
    if len(formats) > 1 or not formats <= {_UNSIGNED, _SIGNED, _FLOAT}:
        raise _refusal("numbers are complex or of no known kind")
    import tifffile

    stream = image.fp
    assert stream is not None, "the file is still open"
    position = stream.tell()
    stream.seek(0)
    try:
        with tifffile.TiffFile(stream) as file:
            file.filehandle.seek(image.tag_v2.offset)
            page = tifffile.TiffPage(file, index=0)
            _check(page, stream.seek(0, 2))
            if page.imagewidth * page.imagelength != image.width * image.height:
                raise PhotoError.of("damaged")
            pixels = page.asarray()
        return _raster(page, np.moveaxis(pixels, 0, 2) if page.axes == "SYX" else pixels)
    finally:
        stream.seek(position)


def _pillow_knows(image: AnyTiff) -> bool:
    tags = image.tag_v2
    photometric, compression = tags.get(_PHOTOMETRIC), tags.get(_COMPRESSION, 1)
    if not pieces(image) or max(tags.get(_BITS, (1,))) > 8 or set(tags.get(_FORMAT, (1,))) != {_UNSIGNED}:
        return False
    if tags.get(_PLANES, 1) != 1:
        return False
    if photometric == _PALETTE and max(tags.get(_COLOURS, (0,))) < 256:
        return False  # 8-bit palettes instead of 16-bit ones, as some programs write them
    return compression in _KNOWN_WELL and (photometric in _CHANNELS or compression in _JPEGS)


def _check(page: "tifffile.TiffPage", length: int) -> None:
    """Raises PhotoError for unclear or damaged content, before anything is decoded."""
    if page.photometric == _YCBCR:
        raise _refusal("colours are stored as YCbCr without JPEG")
    if page.photometric not in _CHANNELS:
        raise _refusal(f"colours are of the kind {getattr(page.photometric, 'name', page.photometric)}")
    if page.compression not in _CODECS:
        raise _refusal(f"compression is {getattr(page.compression, 'name', page.compression)}")
    bits = sorted(set(np.atleast_1d(page.tags.valueof(_BITS) or 1)))
    wide = page.compression in _JPEG_2000 and bits[-1] > 16
    if page.dtype is None or bits[-1] == 24 or len(bits) > 1 or wide:
        raise _refusal(f"numbers have {' and '.join(map(str, bits))} bits")
    channels, extra = _CHANNELS[page.photometric], page.samplesperpixel - _CHANNELS[page.photometric]
    if extra < 0 or extra > 4 or (channels == 1 and extra > 1) or page.axes not in ("YX", "YXS", "SYX"):
        raise _refusal(f"pixels have {page.samplesperpixel} channels whose meaning is not stated")
    size = float(page.imagewidth) * page.imagelength
    tile = float(page.tilewidth) * page.tilelength if page.is_tiled else 0  # allocated by the stated size
    whole = all(
        offset > 0 and count > 0 and offset + count <= length
        for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True)
    )
    if not whole or tile > 4 * size + 2**24:
        raise PhotoError.of("damaged")


def _raster(page: "tifffile.TiffPage", pixels: np.ndarray) -> Raster:
    height, width = pixels.shape[:2]
    channels = _CHANNELS[page.photometric]
    kinds = page.extrasamples[: 1 if pixels.ndim == 3 and pixels.shape[2] > channels else 0]
    opacity = bool(kinds) and kinds[0] in (_OPACITY, _MULTIPLIED)
    pixels = pixels if pixels.ndim == 2 else pixels[..., : channels + opacity]
    pixels = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[2] == 1 else pixels
    if page.photometric in (_LAB, _ICC_LAB):
        return Raster(width, height, _lab(page, pixels), "RGB ", page.bitspersample > 8)
    if page.photometric == _PALETTE:
        return Raster(width, height, _coloured(page, pixels), "RGB ", False)
    to_share = _in_range(page, pixels)
    space = {1: "GRAY", 3: "RGB ", 4: "CMYK"}[channels]
    deep = page.bitspersample > 8
    negative = page.photometric == _WHITE_IS_ZERO

    def rows(some: slice) -> np.ndarray:
        values = to_share(pixels[some])
        if negative:
            colours = values[..., :1] if opacity else values
            np.subtract(1 if values.dtype == np.float32 else np.iinfo(values.dtype).max, colours, out=colours)
        return values

    return Raster(width, height, rows, space, deep, opacity, opacity and kinds[0] == _MULTIPLIED)


def _in_range(page: "tifffile.TiffPage", pixels: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A function that scales a file's values to their full range: uint8, uint16, or float32 in [0, 1]."""
    if page.sampleformat == _FLOAT:
        white = white_of_floats(pixels, "TIFF")
        return lambda values: np.clip(values.astype(np.float64) / white, 0, 1).astype(np.float32)
    if page.sampleformat == _SIGNED:
        if pixels.min() < 0:
            raise _refusal(f"numbers go down to {pixels.min()}, and it does not say which of them is black")
        white = 2 ** (page.bitspersample - 1) - 1
    else:
        white = 2**page.bitspersample - 1
    if white > 65535:
        return lambda values: (values / white).astype(np.float32)
    return full_range(white)


def _coloured(page: "tifffile.TiffPage", pixels: np.ndarray) -> Rows:
    """The colours of a palette, uint8."""
    palette = page.colormap
    if palette is None or pixels.dtype.kind not in "ub" or pixels.max(initial=0) >= palette.shape[1]:
        raise PhotoError.of("damaged")
    table = np.ascontiguousarray((palette if palette.max() < 256 else palette >> 8).T.astype(np.uint8))
    return lambda rows: table[pixels[rows].astype(np.uint16, copy=False)]


def _lab(page: "tifffile.TiffPage", pixels: np.ndarray) -> Rows:
    """CIE Lab as sRGB, float32. The file's a and b are signed or, as in ICC, offset by half the range."""
    bits = page.bitspersample
    if bits not in (8, 16) or page.sampleformat == _FLOAT:
        raise _refusal(f"Lab has {bits} bits")
    unsigned, signed = (np.uint8, np.int8) if bits == 8 else (np.uint16, np.int16)
    step = 1 if bits == 8 else 256
    white = 255 if bits == 8 else 65280 if page.photometric == _ICC_LAB else 65535

    def rows(some: slice) -> np.ndarray:
        stored = np.ascontiguousarray(pixels[some][..., :3])
        lightness = np.minimum(stored[..., :1].view(unsigned).astype(np.float32) * np.float32(100 / white), 100)
        if page.photometric == _LAB:
            chroma = stored[..., 1:].view(signed).astype(np.float32) / step
        else:
            chroma = stored[..., 1:].view(unsigned).astype(np.float32) / step - 128
        return lab_to_rgb(np.concatenate([lightness, chroma], axis=2))

    return rows


def _refusal(what: str) -> PhotoError:
    return PhotoError.of("unclear", format="TIFF", reason=f"its {what}")
