"""Opening image files: what may be opened at all, and the one error for everything that goes wrong with it.

Limits are checked on what a file says of itself, before anything of it is decoded.
"""

import io
import logging
import os
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile, UnidentifiedImageError

from colourizer.photo.errors import PhotoError
from colourizer.photo.formats import FORMATS, OPENERS, SUFFIXES, format_names
from colourizer.photo.jpeg import jpeg_bits

__all__ = ["FORMATS", "LIMITS", "MAX_SIDE", "SUFFIXES", "Limits", "PhotoError", "Source", "opened", "pages", "readable"]

MAX_SIDE = 65_535  # pixels: of JPEG; a strip of one row must stay small
_BYTES_A_PIXEL = 16  # at most, for as many megapixels as there may be

Source = str | Path | bytes | BinaryIO
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How large a file may be to be decoded at all: its size in MB of 2^20 bytes, its pixels, its pages or frames."""

    megabytes: float = 200
    megapixels: float = 100
    pages: float = 1000

    @classmethod
    def from_environment(cls) -> "Limits":
        """Those that a host sets: COLOURIZER_MAX_MEGABYTES, COLOURIZER_MAX_MEGAPIXELS, COLOURIZER_MAX_PAGES."""
        names = ("megabytes", "megapixels", "pages")
        found = {name: os.environ.get(f"COLOURIZER_MAX_{name.upper()}") for name in names}
        try:
            return cls(**{name: float(value) for name, value in found.items() if value})
        except ValueError as error:
            raise ValueError(f"COLOURIZER_MAX_… are numbers, such as 200: {error}.") from error


LIMITS = Limits.from_environment()


@contextmanager
def readable(source: Source, limits: Limits = LIMITS) -> Iterator[io.BufferedReader | io.BytesIO]:
    """A file, its bytes, or an open file, as a stream that can be searched. Raises PhotoError."""
    if isinstance(source, (str, Path)):
        with _file(source) as stream:
            _check_bytes(os.fstat(stream.fileno()).st_size, limits)
            yield stream
        return
    data = source if isinstance(source, bytes) else source.read(int(limits.megabytes * 2**20) + 1)
    _check_bytes(len(data), limits)
    yield io.BytesIO(data)


@contextmanager
def opened(stream: BinaryIO, limits: Limits = LIMITS) -> Iterator[ImageFile.ImageFile]:
    """A photograph that is open but not decoded. Whatever goes wrong with it, also later, becomes a PhotoError."""
    known = Image.MAX_IMAGE_PIXELS  # Pillow's own limit, raised by who asks for more only
    if known is not None and limits.megapixels * 1e6 > known:
        Image.MAX_IMAGE_PIXELS = int(limits.megapixels * 1e6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken metadata, and of half of Pillow's own limit
        try:
            with Image.open(stream, formats=OPENERS) as image:
                _check_picture(image, limits)
                yield image
        except PhotoError:
            raise
        except (Image.DecompressionBombError, MemoryError) as error:
            raise PhotoError.of("too_large", limit=f"{limits.megapixels:g}") from error
        except UnidentifiedImageError as error:
            stream.seek(0)
            if bits := jpeg_bits(stream):
                raise PhotoError.of("jpeg_bits", bits=bits) from error
            raise PhotoError.of("not_a_photograph", formats=format_names()) from error
        except Exception as error:  # decoders raise anything at all on broken files
            _log.debug("a file could not be decoded", exc_info=True)
            raise PhotoError.of("damaged") from error


def pages(image: ImageFile.ImageFile, limits: Limits = LIMITS) -> int:
    """How many pages or frames a file has, of which only the first is read. Raises PhotoError above the limit."""
    known = FORMATS.get(image.format or "")
    count = known.count(image, limits.pages) if known else 1
    if count > limits.pages:
        raise PhotoError.of("too_many_pages", limit=f"{limits.pages:g}")
    return count


def printable(name: str | Path) -> str:
    """A file's name as it may stand in a sentence: short, and with nothing that a terminal or a page would obey."""
    text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(name))
    return text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}"


def _file(path: str | Path) -> io.BufferedReader:
    try:
        stream: io.BufferedReader = io.BufferedReader(io.FileIO(path, opener=_not_waiting))
    except FileNotFoundError as error:
        raise PhotoError(f"There is no file {printable(path)}.") from error
    except IsADirectoryError as error:
        raise PhotoError(f"{printable(path)} is not a file. Name a photograph.") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise PhotoError(f"{printable(path)} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise PhotoError(f"{printable(path)} is not a file. Name a photograph.")
    return stream


def _not_waiting(path: str, flags: int) -> int:
    # So that a pipe with nobody at its other end is refused like whatever else is no file.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_bytes(size: int, limits: Limits) -> None:
    if size > limits.megabytes * 2**20:
        raise PhotoError.of("too_many_megabytes", limit=f"{limits.megabytes:g}")


def _check_picture(image: Image.Image, limits: Limits) -> None:
    megapixels = image.width * image.height / 1e6
    if megapixels > limits.megapixels:
        limit = f"{limits.megapixels:g}"
        raise PhotoError.of("too_many_megapixels", megapixels=f"{megapixels:.0f}", limit=limit)
    if getattr(image, "bytes_a_pixel", 0) * megapixels > _BYTES_A_PIXEL * limits.megapixels:
        raise PhotoError.of("too_many_bits")
    if max(image.size) > MAX_SIDE:
        raise PhotoError.of("too_long", pixels=max(image.size), limit=MAX_SIDE)
