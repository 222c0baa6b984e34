"""The formats that are read, in one list: what may be opened, by which names, and by whom it is decoded.

A decoder of our own is a module of its own, for files that Pillow would cut to 8 bits or cannot read.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
from PIL import ImageFile

from colourizer.photo.gif import count_frames as count_gif
from colourizer.photo.jpeg2000 import OPENER as ANY_JPEG_2000
from colourizer.photo.jpeg2000 import read_jpeg2000
from colourizer.photo.jpegxl import read_jpegxl
from colourizer.photo.png import read_png
from colourizer.photo.pnm import read_pnm
from colourizer.photo.sixteen_bit import Raster
from colourizer.photo.tiff import OPENER as ANY_TIFF
from colourizer.photo.tiff import count_pages, read_tiff

pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Format:
    """A format of files.

    name: Pillow's. title: what people call it. suffixes: of its files' names. opener: Pillow's name of what opens it,
    where that is another. decode: an opened file → its picture, or None where Pillow's own decoding is right for it.
    count: an opened file, and up to how many one wants to know → its pages or frames. Without it the first picture is
    the only one: others are previews and gain maps.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    opener: str = ""
    decode: Callable[[ImageFile.ImageFile], Raster | None] = lambda _: None
    count: Callable[[ImageFile.ImageFile, float], int] = lambda _, __: 1


def _frames(image: ImageFile.ImageFile, _: float) -> int:
    return getattr(image, "n_frames", 1)


_ALL = (
    Format("JPEG", "JPEG", (".jpg", ".jpeg")),
    Format("PNG", "PNG", (".png",), decode=read_png, count=_frames),
    Format("WEBP", "WebP", (".webp",), count=_frames),
    Format("TIFF", "TIFF", (".tif", ".tiff"), ANY_TIFF, read_tiff, count_pages),
    Format("JPEG2000", "JPEG 2000", (".jp2", ".jpx", ".jpf", ".j2k", ".j2c", ".jpc"), ANY_JPEG_2000, read_jpeg2000),
    Format("JXL", "JPEG XL", (".jxl",), decode=read_jpegxl),
    Format("HEIF", "HEIC", (".heic", ".heif"), count=_frames),
    Format("AVIF", "AVIF", (".avif",), count=_frames),
    Format("GIF", "GIF", (".gif",), count=count_gif),
    Format("PPM", "PNM", (".pgm", ".ppm", ".pbm", ".pnm"), decode=read_pnm),
    Format("BMP", "BMP", (".bmp",)),
)
FORMATS = {each.name: each for each in _ALL} | {"MPO": _ALL[0]}  # which Pillow calls a JPEG with previews
OPENERS = tuple(each.opener or each.name for each in _ALL)  # may be tried, whatever a file calls itself
SUFFIXES = tuple(suffix for each in _ALL for suffix in each.suffixes)
TITLES = tuple(each.title for each in _ALL)


def format_names(conjunction: str = "or") -> str:
    """All formats in a row, as they stand in a sentence: "JPEG, PNG or BMP"."""
    return f"{', '.join(TITLES[:-1])} {conjunction} {TITLES[-1]}"


def read_own(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened file, by a decoder of ours; None where Pillow's own decoding is right."""
    known = FORMATS.get(image.format or "")
    return known.decode(image) if known else None
