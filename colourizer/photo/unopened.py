"""Why a file could not be opened, by how it begins: it was cut off, or what else it is."""

import os
import re
from typing import BinaryIO

from colourizer.photo.errors import PhotoError
from colourizer.photo.formats import format_names
from colourizer.photo.jpeg import jpeg_frame
from colourizer.photo.jpeg2000 import boxes

_HEAD = 4096  # bytes
# Regular expressions of how files begin that are read if they are whole.
_READ = (
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|II\+\0"
    rb"|\xff\x4f\xff\x51|\0\0\0\x0cjP  \r\n\x87\n|\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n|.{4}ftypavi[fs]"
)
_HEIC = rb".{4}ftyp(?:he[iv][cmsx]|mif1|msf1)"


def why_unopened(stream: BinaryIO) -> PhotoError:
    """The error of a file that Pillow does not know, from a seekable stream; its position is changed."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if (frame := jpeg_frame(stream)) and frame[0] != 8:
        return PhotoError.of("jpeg_bits", bits=frame[0])
    if frame and frame[1] not in (1, 3, 4):
        return PhotoError.of("unclear", format="JPEG", reason=f"it has {frame[1]} channels")
    if _begins(head, _HEIC) and _is_complete(stream):
        reason = "it is damaged, or stored in a way that is not known here"
        return PhotoError.of("unclear", format="HEIC", reason=reason)
    if _begins(head, _READ) or _begins(head, _HEIC):
        return PhotoError.of("damaged")
    return PhotoError.of("not_a_photograph", formats=format_names())


def _begins(head: bytes, pattern: bytes) -> bool:
    return re.match(pattern, head, re.DOTALL) is not None


def _is_complete(stream: BinaryIO) -> bool:
    """Whether all boxes of a file (ISO 14496-12) end within it, and there is one of pixels."""
    size, kinds = stream.seek(0, os.SEEK_END), set()
    stream.seek(0)
    for kind, length in boxes(stream, None):
        if stream.tell() + length > size:
            return False
        kinds.add(kind)
    return b"mdat" in kinds
