"""Colour information in PNG files besides profiles: gAMA, cHRM, sRGB and cICP."""

import struct

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from colourizer import Photo
from colourizer.colour.lab import lightness_of
from colourizer.photo.photo import PhotoError, load_photo, load_rgb
from tests.colourizer.photo.test_hostile import chunk
from tests.colourizer.photo.test_photo import grey_profile
from tests.files import encoded
from tests.truth import COLOURS, GREY, whole

LINEAR, USUAL, MAC = (chunk(b"gAMA", struct.pack(">I", value)) for value in (100_000, 45_455, 55_556))
SRGB = chunk(b"sRGB", b"\0")
# Display P3: white, red, green, blue.
WIDE = chunk(b"cHRM", struct.pack(">8I", 31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000))


def png(picture: np.ndarray, bits: int, *chunks: bytes, **options) -> bytes:
    """A PNG file from shares (H, W) or (H, W, 1 to 4), with these chunks before the image data."""
    values = whole(picture, 2**bits - 1).astype(np.uint8 if bits == 8 else np.uint16)
    data = encoded(values, "PNG", **options) if bits == 8 else bytes(imagecodecs.png_encode(values))
    at = data.index(b"IHDR") + 4 + 13 + 4
    return data[:at] + b"".join(chunks) + data[at:]


def cicp(primaries: int, curve: int, full: int = 1) -> bytes:
    return chunk(b"cICP", bytes([primaries, curve, 0, full]))


def in_srgb(linear: np.ndarray) -> np.ndarray:
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def check(data: bytes, srgb: np.ndarray, bits: int) -> None:
    truth = lightness_of(srgb.astype(np.float32))
    np.testing.assert_allclose(load_photo(data).lightness, truth, atol=0.6 if bits == 8 else 0.02)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(("stated", "power"), [(LINEAR, 1.0), (MAC, 1.8), (cicp(1, 8), 1.0), (cicp(1, 5), 2.8)])
def test_a_stated_curve_is_applied(bits, stated, power):
    stored = whole(GREY, 2**bits - 1) / (2**bits - 1)
    check(png(GREY, bits, stated), in_srgb(stored**power), bits)
    stored = whole(COLOURS, 2**bits - 1) / (2**bits - 1)
    check(png(COLOURS, bits, stated), in_srgb(stored**power), bits)
    clear = np.dstack([GREY, np.ones_like(GREY)])
    check(png(clear, bits, stated), in_srgb((whole(GREY, 2**bits - 1) / (2**bits - 1)) ** power), bits)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize(
    "stated",
    [
        (USUAL,),
        (chunk(b"gAMA", struct.pack(">I", 45_000)),),  # as some programs round it
        (SRGB, LINEAR),
        (chunk(b"gAMA", struct.pack(">I", 0)),),
        (chunk(b"gAMA", struct.pack(">I", 2)),),
        (cicp(1, 13), LINEAR),
        (cicp(1, 1), LINEAR),
        (cicp(2, 2),),
    ],
    ids=["usual", "rounded", "sRGB", "zero", "absurd", "cICP", "cICP of television", "cICP of nothing"],
)
def test_what_is_srgb_stays_as_it_is(bits, stated):
    for picture in (GREY, COLOURS):
        kept = load_photo(png(picture, bits)).lightness
        np.testing.assert_array_equal(load_photo(png(picture, bits, *stated)).lightness, kept)


def test_the_highest_statement_counts():
    data = encoded(whole(GREY, 255).astype(np.uint8), "PNG", icc_profile=grey_profile(gamma=1.8))
    at = data.index(b"IHDR") + 4 + 13 + 4
    with_gamma, with_cicp = data[:at] + LINEAR + data[at:], data[:at] + cicp(1, 8) + LINEAR + data[at:]
    np.testing.assert_array_equal(load_photo(with_gamma).lightness, load_photo(data).lightness)
    check(with_cicp, in_srgb(whole(GREY, 255) / 255), 8)
    check(png(GREY, 8, cicp(2, 2), LINEAR), in_srgb(whole(GREY, 255) / 255), 8)


@pytest.mark.parametrize("bits", [8, 16])
def test_stated_primaries_are_applied(bits):
    """Pure Display P3 red is outside sRGB; at half saturation it is a known sRGB colour."""
    stored = np.broadcast_to(np.array([0.6, 0.4, 0.4]), (4, 4, 3))
    linear = np.where(stored <= 0.04045, stored / 12.92, ((stored + 0.055) / 1.055) ** 2.4)
    to_srgb = np.array([[1.2249, -0.2249, 0], [-0.0420, 1.0420, 0], [-0.0197, -0.0786, 1.0983]])
    expected = np.round(in_srgb(linear @ to_srgb.T) * 255)
    assert np.abs(load_rgb(png(stored, bits, cicp(12, 13))) - expected).max() <= 1
    expected = np.round(in_srgb(stored @ to_srgb.T) * 255)
    assert np.abs(load_rgb(png(stored, bits, LINEAR, WIDE)) - expected).max() <= 1
    impossible = chunk(b"cHRM", struct.pack(">8I", *([31_270, 32_900] * 4)))
    np.testing.assert_array_equal(load_rgb(png(stored, bits, LINEAR, impossible)), load_rgb(png(stored, bits, LINEAR)))


@pytest.mark.parametrize("bits", [8, 16])
def test_high_dynamic_range_and_values_of_video_are_refused(bits):
    for curve in (16, 18, 99):
        with pytest.raises(PhotoError, match=r"This PNG cannot be read rightly: its brightness goes beyond white"):
            load_photo(png(GREY, bits, cicp(9, curve)))
    with pytest.raises(PhotoError, match="its values are those of video"):
        load_photo(png(GREY, bits, cicp(1, 1, full=0)))


def test_a_grey_profile_counts_beside_opacity_too():
    values = whole(np.dstack([GREY, np.ones_like(GREY)]), 255).astype(np.uint8)
    data = encoded(Image.fromarray(values, "LA"), "PNG", icc_profile=grey_profile(gamma=1.0))
    check(data, in_srgb(values[..., 0] / 255), 8)


def test_palettes_and_single_bits_follow_the_curve_as_well():
    picture = Image.fromarray(whole(COLOURS, 255).astype(np.uint8)).quantize(32)
    plain = encoded(picture, "PNG")
    at = plain.index(b"IHDR") + 4 + 13 + 4
    stored = np.asarray(picture.convert("RGB")) / 255
    check(plain[:at] + LINEAR + plain[at:], in_srgb(stored), 8)
    bits = encoded(Image.fromarray(whole(GREY, 255).astype(np.uint8)).convert("1"), "PNG")
    lightness = load_photo(bits[:at] + LINEAR + bits[at:]).lightness
    np.testing.assert_allclose(lightness, load_photo(bits).lightness, atol=0.01)


def test_an_image_of_pillows_keeps_what_its_file_said(tmp_path):
    (tmp_path / "a.png").write_bytes(png(GREY, 8, LINEAR))
    with Image.open(tmp_path / "a.png") as image:
        np.testing.assert_array_equal(Photo.of(image).lightness, load_photo(tmp_path / "a.png").lightness)
