"""The list of formats that are read: their names, and how they are opened and decoded.

Files that Pillow would cut to 8 bits, or cannot read, have their own decoder modules.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
from PIL import ImageFile

from colourizer.photo.bmp import OPENER as ANY_BMP
from colourizer.photo.bmp import read_bmp
from colourizer.photo.gif import count_frames as count_gif
from colourizer.photo.jpeg2000 import OPENER as ANY_JPEG_2000
from colourizer.photo.jpeg2000 import read_jpeg2000
from colourizer.photo.jpegxl import read_jpegxl
from colourizer.photo.png import read_png
from colourizer.photo.pnm import count_images, read_pnm
from colourizer.photo.sixteen_bit import Raster
from colourizer.photo.tiff import OPENER as ANY_TIFF
from colourizer.photo.tiff import read_tiff
from colourizer.photo.tiff_pictures import count_pages

pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Format:
    """A format of files.

    name: Pillow's. title: for people. suffixes: of file names. opener: Pillow's name of the plugin that opens it, if it
    differs. decode: an opened file → its picture, or None if Pillow should decode it. count: (opened file, limit) → its
    pages or frames, counted up to the limit. Without `count` the first picture is the only one: others are previews and
    gain maps.
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
    Format("PPM", "PNM", (".pgm", ".ppm", ".pbm", ".pnm"), decode=read_pnm, count=count_images),
    Format("BMP", "BMP", (".bmp",), ANY_BMP, read_bmp),
)
FORMATS = {each.name: each for each in _ALL} | {"MPO": _ALL[0]}  # Pillow's name of a JPEG with previews
OPENERS = tuple(each.opener or each.name for each in _ALL)  # tried on every file, whatever its name
SUFFIXES = tuple(suffix for each in _ALL for suffix in each.suffixes)
TITLES = tuple(each.title for each in _ALL)


def format_names(conjunction: str = "or") -> str:
    """All formats as a list in a sentence: "JPEG, PNG or BMP"."""
    return f"{', '.join(TITLES[:-1])} {conjunction} {TITLES[-1]}"


def read_own(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened file, by one of our decoders; None if Pillow should decode it."""
    known = FORMATS.get(image.format or "")
    return known.decode(image) if known else None
