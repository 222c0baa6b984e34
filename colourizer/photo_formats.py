"""The formats that are read, in one list: what may be opened, by which names, and by whom it is decoded.

A decoder of our own is a module of its own, for files that Pillow would cut to 8 bits or cannot read.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pillow_heif
from PIL import ImageFile

from colourizer.photo_deep import Raster
from colourizer.photo_png import read_png
from colourizer.photo_tiff import OPENER as ANY_TIFF
from colourizer.photo_tiff import read_tiff

pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Format:
    """A format of files.

    name: Pillow's. title: what people call it. suffixes: of its files' names. paged: whether its further pictures are
    pages or frames, and not previews or gain maps. opener: Pillow's name of what opens it, if it is another.
    decode: an opened file → its picture, or None where Pillow's own decoding is right for it.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    paged: bool = False
    opener: str = ""
    decode: Callable[[ImageFile.ImageFile], Raster | None] = lambda _: None


_ALL = (
    Format("JPEG", "JPEG", (".jpg", ".jpeg")),
    Format("PNG", "PNG", (".png",), paged=True, decode=read_png),
    Format("WEBP", "WebP", (".webp",), paged=True),
    Format("TIFF", "TIFF", (".tif", ".tiff"), paged=True, opener=ANY_TIFF, decode=read_tiff),
    Format("HEIF", "HEIC", (".heic", ".heif"), paged=True),
    Format("AVIF", "AVIF", (".avif",), paged=True),
    Format("BMP", "BMP", (".bmp",)),
)
FORMATS = {each.name: each for each in _ALL}
OPENERS = tuple(each.opener or each.name for each in _ALL)  # may be tried, whatever a file calls itself
SUFFIXES = tuple(suffix for each in _ALL for suffix in each.suffixes)
TITLES = tuple(each.title for each in _ALL)


def named(conjunction: str = "or") -> str:
    """All formats in a row, as they stand in a sentence: "JPEG, PNG or BMP"."""
    return f"{', '.join(TITLES[:-1])} {conjunction} {TITLES[-1]}"


def read_own(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened file, by a decoder of ours; None where Pillow's own decoding is right."""
    known = FORMATS.get(image.format or "")
    return known.decode(image) if known else None
