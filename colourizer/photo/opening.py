"""Open image files safely: limits, and one error type for everything that can go wrong.

Limits are checked against a file's header, before anything is decoded.
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
from colourizer.photo.formats import FORMATS, OPENERS, SUFFIXES
from colourizer.photo.unopened import why_unopened

__all__ = ["FORMATS", "LIMITS", "MAX_SIDE", "SUFFIXES", "Limits", "PhotoError", "Source", "opened", "pages", "readable"]

MAX_SIDE = 65_535  # pixels: of JPEG; a strip of one row must stay small
_BYTES_A_PIXEL = 16  # at most, at the megapixel limit; smaller pictures may take more

Source = str | Path | bytes | BinaryIO
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """The limits of files that are decoded: size in MB of 2^20 bytes, pixels, and pages or frames."""

    megabytes: float = 200
    megapixels: float = 100
    pages: float = 1000

    @classmethod
    def from_environment(cls) -> "Limits":
        """The limits that a host sets: COLOURIZER_MAX_MEGABYTES, COLOURIZER_MAX_MEGAPIXELS, COLOURIZER_MAX_PAGES."""
        names = ("megabytes", "megapixels", "pages")
        found = {name: os.environ.get(f"COLOURIZER_MAX_{name.upper()}") for name in names}
        try:
            return cls(**{name: float(value) for name, value in found.items() if value})
        except ValueError as error:
            raise ValueError(f"COLOURIZER_MAX_… are numbers, such as 200: {error}.") from error


LIMITS = Limits.from_environment()


@contextmanager
def readable(source: Source, limits: Limits = LIMITS) -> Iterator[io.BufferedReader | io.BytesIO]:
    """A file, its bytes, or an open file, as a seekable stream. Raises PhotoError."""
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
    """An opened, not yet decoded photograph. Every error within the context becomes a PhotoError."""
    known = Image.MAX_IMAGE_PIXELS  # Pillow's own limit, raised only for a higher one of ours
    if known is not None and limits.megapixels * 1e6 > known:
        Image.MAX_IMAGE_PIXELS = int(limits.megapixels * 1e6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about broken metadata, and half of Pillow's own limit
        try:
            with Image.open(stream, formats=OPENERS) as image:
                _check_picture(image, limits)
                yield image
        except PhotoError:
            raise
        except (Image.DecompressionBombError, MemoryError) as error:
            raise PhotoError.of("too_large", limit=f"{limits.megapixels:g}") from error
        except UnidentifiedImageError as error:
            raise why_unopened(stream) from error
        except Exception as error:  # decoders raise any exception on broken files
            _log.debug("a file could not be decoded", exc_info=True)
            raise PhotoError.of("damaged") from error


def pages(image: ImageFile.ImageFile, limits: Limits = LIMITS) -> int:
    """The number of pages or frames; only the first is read. Raises PhotoError above the limit."""
    known = FORMATS.get(image.format or "")
    count = known.count(image, limits.pages) if known else 1
    if count > limits.pages:
        raise PhotoError.of("too_many_pages", limit=f"{limits.pages:g}")
    return count


def printable(name: str | Path) -> str:
    """A file's name for messages: short, and without control characters."""
    text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(name))
    return text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}"


def _file(path: str | Path) -> io.BufferedReader:
    try:
        stream: io.BufferedReader = io.BufferedReader(io.FileIO(path, opener=_not_waiting))
    except FileNotFoundError as error:
        raise PhotoError.of("absent", file=printable(path)) from error
    except IsADirectoryError as error:
        raise PhotoError.of("not_a_file", file=printable(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = getattr(error, "strerror", None) or error
        raise PhotoError.of("unreadable", file=printable(path), reason=reason) from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise PhotoError.of("not_a_file", file=printable(path))
    return stream


def _not_waiting(path: str, flags: int) -> int:
    # Non-blocking, so that a pipe without a writer is refused like anything else that is not a file.
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
