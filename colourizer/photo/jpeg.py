"""The bit depth of a JPEG that Pillow cannot open."""

import struct
from typing import BinaryIO

_START = b"\xff\xd8"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of frames, ITU-T T.81, table B.1
_MOST = 1000  # segments before it


def jpeg_bits(stream: BinaryIO) -> int:
    """The bits per channel of a JPEG, if they are not 8; 0 for any other file."""
    if stream.read(2) != _START:
        return 0
    for _ in range(_MOST):
        head = stream.read(5)
        if len(head) < 5 or head[0] != 0xFF:
            return 0
        if head[1] in _FRAMES:
            return head[4] if head[4] != 8 else 0
        stream.seek(max(2, struct.unpack(">H", head[2:4])[0]) - 3, 1)
    return 0
