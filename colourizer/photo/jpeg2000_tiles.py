"""Whether a JPEG 2000 is whole: OpenJPEG leaves the tiles empty that a file cut off between two of them lacks."""

import os
import struct
from typing import IO

_TILE = b"\xff\x90"  # SOT, ISO 15444-1 A.4.2
_SIZE = 8  # where the size stands in a codestream, ISO 15444-1 A.5.1
_MOST = 100_000  # segments and pieces of tiles; where there are more, they are not counted


def has_every_tile(stream: IO[bytes], start: int) -> bool:
    """Whether all tiles of the codestream at `start` are there, with as many pieces as they say, and to their end.

    stream: seekable; its position is changed. Raises struct.error for a file cut off before its tiles.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(start + _SIZE)
    right, bottom, _, _, across, down, left, top = struct.unpack(">8I", stream.read(32))
    at, found, stated = start + 2, {}, {}
    for _ in range(_MOST):
        stream.seek(at)
        head = stream.read(12)
        if head.startswith(_TILE):
            tile, length, _, pieces = struct.unpack(">4xHIBB", head)
            found[tile] = found.get(tile, 0) + 1
            stated[tile] = max(stated.get(tile, 1), pieces)
            at = at + max(length, len(head)) if length else size  # 0: up to the end
        elif found:
            tiles = -((left - right) // across) * -((top - bottom) // down)
            return at <= size and len(found) == tiles and all(found[tile] >= stated[tile] for tile in found)
        else:
            at += 2 + struct.unpack(">2xH", head[:4])[0]
    return True
