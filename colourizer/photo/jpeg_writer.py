"""JPEG coded strip by strip, on all cores, while the next strip is still being painted.

An encoder goes from the top to the bottom, so one core works and the others wait. But coded data behind a restart
marker know nothing of those before it (ITU-T T.81, E.1.4): so each strip is coded as a JPEG of its own, and their coded
data are laid behind one header, with markers between. What is decoded of it is, to the last bit, what one encoder would
have written, since without subsampling no block of 8x8 pixels sees another.
"""

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from colourizer.colour.row_threads import PIXELS_OF_PLANES, map_bands, row_bands

_BLOCK = 8  # pixels a side
# Markers, ITU-T T.81, table B.1.
_START, _END, _RESTART, _SCAN, _FRAME = b"\xff\xd8", b"\xff\xd9", 0xD0, 0xDA, 0xC0
_METADATA_MARKERS = (*range(0xE0, 0xF0), 0xFE)  # what applications say, and comments


@dataclass(frozen=True, eq=False)
class EncodedJpeg:
    """An encoded picture without metadata.

    size: (width, height) in pixels. tables: the marker segments that decoding needs. segments: the coded data of each
    band of rows, from the top.
    """

    size: tuple[int, int]
    tables: bytes
    segments: list[bytes]

    def pieces(self, **metadata: Any) -> Iterator[bytes]:
        """The file, piece by piece. metadata: what Pillow's `save` takes for a JPEG's metadata, such as `exif`."""
        stream = io.BytesIO()
        Image.new("RGB", (1, 1)).save(stream, "JPEG", **metadata)
        yield _START
        yield from (segment for marker, segment in _segments(stream.getvalue()) if marker in _METADATA_MARKERS)
        yield self.tables
        for index, band in enumerate(self.segments):
            if index:
                yield bytes((0xFF, _RESTART + (index - 1) % 8))
            yield band
        yield _END


def encode_jpeg(size: tuple[int, int], paint: Callable[[slice], np.ndarray], quality: int) -> EncodedJpeg:
    """Code a picture of (width, height) pixels without subsampling of its colours; `quality` is 1 to 100.

    paint: some rows → sRGB (n, width, 3), uint8. It is called from several threads at once.
    """
    width, height = size
    rows = row_bands(height, width, PIXELS_OF_PLANES, multiple=_BLOCK)
    blocks = -(-width // _BLOCK) * -(-rows[0].stop // _BLOCK)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_RST_INTERVAL, blocks]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]

    def encoded(band: slice) -> tuple[bytes, bytes]:
        """The tables of the picture, and the coded data of the strip."""
        bgr = cv2.cvtColor(paint(band), cv2.COLOR_RGB2BGR)
        jpeg = cv2.imencode(".jpg", bgr, options)[1].tobytes()
        tables = [_tall(segment, height) if marker == _FRAME else segment for marker, segment in _segments(jpeg)]
        return b"".join(tables[1:]), jpeg[len(_START) + sum(map(len, tables)) : -len(_END)]  # without JFIF's

    parts = map_bands(encoded, rows)
    return EncodedJpeg(size, parts[0][0], [data for _, data in parts])


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment) of each of a JPEG's segments before its coded data."""
    at, marker = len(_START), 0
    while marker != _SCAN:
        marker, end = jpeg[at + 1], at + 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
        yield marker, jpeg[at:end]
        at = end


def _tall(frame: bytes, height: int) -> bytes:
    """The header of a frame for a picture of another height, which stands behind marker, length and precision."""
    return frame[:5] + struct.pack(">H", height) + frame[7:]
