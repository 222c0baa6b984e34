"""Count the frames of a GIF, up to a limit, without decoding them."""

from typing import IO

from PIL import ImageFile

_EXTENSION, _IMAGE = b"!", b","  # first bytes of blocks, GIF89a
_MOST_PIECES = 2**20  # of a block, up to 255 bytes each


def count_frames(image: ImageFile.ImageFile, most: float) -> int:
    """The frames of an opened file, counted up to just over `most`, or up to damage."""
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
    """Skip a table of colours, if the flags announce one."""
    if flags and flags[0] & 0x80:
        stream.seek(3 << (flags[0] & 7) + 1, 1)
