"""The bit depth and the channels of a JPEG that Pillow cannot open."""

import struct
from typing import BinaryIO

_START = b"\xff\xd8"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of frames, ITU-T T.81, table B.1
_MOST = 1000  # segments before it


def jpeg_frame(stream: BinaryIO) -> tuple[int, int] | None:
    """The bits per channel of a JPEG, and its channels; None for any other file, and one cut off before it says so."""
    if stream.read(2) != _START:
        return None
    for _ in range(_MOST):
        head = stream.read(10)
        if len(head) < 10 or head[0] != 0xFF:
            return None
        if head[1] in _FRAMES:
            return head[4], head[9]
        stream.seek(max(2, struct.unpack(">H", head[2:4])[0]) - 8, 1)
    return None
