"""A JPEG 2000 `cdef` box defines the channels: opacity only if declared, and colours in the declared order."""

import struct

import numpy as np
import pytest

from colourizer.photo.photo import PhotoError, load_photo
from tests.colourizer.photo.test_more_formats import box, jpeg2000
from tests.truth import COLOURS, GREY, HEIGHT, WIDTH, check

INFRARED = np.tile(np.linspace(0, 0.2, WIDTH), (HEIGHT, 1))[..., None]
UNSPECIFIED = 65535


def defined(data: bytes, *channels: tuple[int, int, int]) -> bytes:
    """A JP2 with these channel definitions: (channel, type, colour); without a `cdef` box if there are none."""
    at = data.index(b"jp2h") - 4
    (length,) = struct.unpack_from(">I", data, at)
    header = data[at + 8 : at + length]
    if b"cdef" in header:
        start = header.index(b"cdef") - 4
        header = header[:start] + header[start + struct.unpack_from(">I", header, start)[0] :]
    content = struct.pack(">H", len(channels)) + b"".join(struct.pack(">3H", *each) for each in channels)
    return data[:at] + box(b"jp2h", header + (box(b"cdef", content) if channels else b"")) + data[at + length :]


@pytest.mark.parametrize("bits", [8, 16])
def test_a_channel_that_is_not_called_opacity_is_left_out(bits):
    for picture, count in ((GREY[..., None], 1), (COLOURS, 3)):
        truth = picture[..., 0] if count == 1 else picture
        pixels = np.concatenate([picture, INFRARED], axis=2)
        colours = [(n, 0, n + 1) for n in range(count)]
        check(defined(jpeg2000(pixels, bits)), truth, 0.3)
        check(defined(jpeg2000(pixels, bits), *colours, (count, UNSPECIFIED, UNSPECIFIED)), truth, 0.3)
        check(jpeg2000(pixels, bits, "j2k"), truth, 0.3)
        opacity = defined(jpeg2000(pixels, bits), *colours, (count, 1, 0))
        laid = pixels[..., :count] * INFRARED + 1 - INFRARED
        check(opacity, laid[..., 0] if count == 1 else laid, 0.6)
        multiplied = np.concatenate([picture * INFRARED, INFRARED], axis=2)
        data = defined(jpeg2000(multiplied, bits), *colours, (count, 2, 0))
        check(data, laid[..., 0] if count == 1 else laid, 1)


@pytest.mark.parametrize("bits", [8, 16])
def test_colours_in_another_order(bits):
    data = defined(jpeg2000(np.ascontiguousarray(COLOURS[..., ::-1]), bits), (0, 0, 3), (1, 0, 2), (2, 0, 1))
    check(data, COLOURS, 0.3)
    first = np.concatenate([INFRARED, COLOURS], axis=2)
    check(defined(jpeg2000(first, bits), (0, UNSPECIFIED, 0), (1, 0, 1), (2, 0, 2), (3, 0, 3)), COLOURS, 0.3)


def test_channels_that_are_not_the_colours_are_refused():
    for wrong in ([(0, 0, 1), (1, 0, 2)], [(0, 0, 1), (1, 0, 2), (9, 0, 3)]):
        with pytest.raises(PhotoError, match="which channels are its colours"):
            load_photo(defined(jpeg2000(COLOURS, 16), *wrong))
