"""How many frames a GIF has: counted without decoding any, and no further than one wants to know."""

from typing import IO

from PIL import ImageFile

_EXTENSION, _IMAGE = b"!", b","  # what a block begins with, GIF89a
_MOST_PIECES = 2**20  # of a block, up to 255 bytes each


def count_frames(image: ImageFile.ImageFile, most: float) -> int:
    """The frames of an opened file; more than `most` are not counted. A damaged file ends where it is damaged."""
    stream = image.fp
    assert stream is not None, "the file is still open"
    position = stream.tell()
    try:
        stream.seek(6)
        _skip_colours(stream.read(7)[4:5], stream)
        frames = pieces = 0
        while frames <= most and pieces < _MOST_PIECES:
            kind = stream.read(1)
            if kind == _IMAGE:
                frames += 1
                _skip_colours(stream.read(9)[8:9], stream)
                stream.seek(1, 1)  # the size of its codes
            elif kind == _EXTENSION:
                stream.seek(1, 1)
            else:
                break
            while (length := stream.read(1)) > b"\0":
                stream.seek(length[0], 1)
                pieces += 1
        return max(1, frames)
    finally:
        stream.seek(position)


def _skip_colours(flags: bytes, stream: IO[bytes]) -> None:
    """Pass over a table of colours, where the flags say that there is one."""
    if flags and flags[0] & 0x80:
        stream.seek(3 << (flags[0] & 7) + 1, 1)
