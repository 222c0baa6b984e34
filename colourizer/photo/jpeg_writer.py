"""Encode a JPEG band by band, on all cores, while the next bands are still being painted.

An ordinary encoder uses one core, from top to bottom. But data after a restart marker do not depend on the data before
it (ITU-T T.81, E.1.4). So each band is encoded as a separate JPEG, and their data are joined behind one header, with
markers between them. The decoded picture is bit-identical to a single encoder's, since without subsampling blocks of
8x8 pixels are independent.
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
_METADATA_MARKERS = (*range(0xE0, 0xF0), 0xFE)  # applications' data, and comments


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
        """The file, piece by piece. metadata: as for Pillow's `save` of a JPEG, such as `exif`."""
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
    """Encode a picture of (width, height) pixels without chroma subsampling; `quality` is 1 to 100.

    paint: some rows → sRGB (n, width, 3), uint8; called from several threads at once.
    """
    width, height = size
    rows = row_bands(height, width, PIXELS_OF_PLANES, multiple=_BLOCK)
    blocks = -(-width // _BLOCK) * -(-rows[0].stop // _BLOCK)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_RST_INTERVAL, blocks]
    options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]

    def encoded(band: slice) -> tuple[bytes, bytes]:
        """The tables of the picture, and the data of the band."""
        bgr = cv2.cvtColor(paint(band), cv2.COLOR_RGB2BGR)
        jpeg = cv2.imencode(".jpg", bgr, options)[1].tobytes()
        tables = [_tall(segment, height) if marker == _FRAME else segment for marker, segment in _segments(jpeg)]
        return b"".join(tables[1:]), jpeg[len(_START) + sum(map(len, tables)) : -len(_END)]  # without the JFIF segment

    parts = map_bands(encoded, rows)
    return EncodedJpeg(size, parts[0][0], [data for _, data in parts])


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment) of each JPEG segment before the data."""
    at, marker = len(_START), 0
    while marker != _SCAN:
        marker, end = jpeg[at + 1], at + 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
        yield marker, jpeg[at:end]
        at = end


def _tall(frame: bytes, height: int) -> bytes:
    """A frame header with another height, which follows marker, length and precision."""
    return frame[:5] + struct.pack(">H", height) + frame[7:]
