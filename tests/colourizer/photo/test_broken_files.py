"""Broken or unusual files are read as far as they are intact, or refused with a plain message."""

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer
from colourizer.photo.photo import PhotoError, load_photo, read_facts
from tests.colourizer.photo.surviving import survives
from tests.files import GREY, GREY16, RGB, RGB16, encoded, every_format, tiff

FILES = every_format()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_stops_early(name):
    """Truncated at every tenth, and by one byte: never half a picture."""
    data = FILES[name]
    results = [survives(data[: len(data) * tenth // 10]) for tenth in range(10)]
    assert not any(results[:4])  # three pages, the first of which is in the first half
    survives(data[:-1])
    assert survives(data)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG", "WEBP"])
def test_the_thinnest_pictures(kind, tiny):
    colourizer = Colourizer.from_pretrained(tiny["unet"])
    for size in ((1, 1), (1, 9000), (9000, 1), (2, 3)):
        photo = load_photo(encoded(Image.new("L", size, 99), kind))
        assert photo.size == size
        assert colourizer(photo).rgb.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("value", [0, 255])
def test_nothing_but_black_or_white(value, tiny):
    photo = load_photo(encoded(np.full((30, 40), value, np.uint8), "PNG"))
    coloured = Colourizer.from_pretrained(tiny["unet"])(photo)
    assert np.ptp(coloured.rgb) == 0  # black and white cannot have colour, whatever the network predicts
    assert (coloured.rgb == value).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none(value):
    pixels = (GREY / 255).astype(np.float32)
    pixels[3, 5] = value
    with pytest.raises(PhotoError, match="no numbers"):
        load_photo(encoded(pixels, "TIFF"))


def test_numbers_beyond_all_measure():
    assert survives(encoded(np.full((9, 9), 2**31 - 1, np.int32), "TIFF"))
    for value in (3e38, -5):
        with pytest.raises(PhotoError, match="does not say which are black and white"):
            load_photo(encoded(np.full((9, 9), value, np.float32), "TIFF"))


def test_unusual_modes():
    image = Image.fromarray(RGB)
    for mode, kind in (("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("PA", "TIFF"), ("CMYK", "JPEG"), ("YCbCr", "JPEG")):
        image_in_mode = image.convert("P").convert(mode) if mode == "PA" else image.convert(mode)
        assert survives(encoded(image_in_mode, kind)), mode
    assert survives(tiff(GREY16, byteorder=">"))


def test_broken_metadata_costs_nothing_but_itself():
    picture = Image.fromarray(RGB)
    for exif in (b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(50)):
        assert load_photo(encoded(picture, "JPEG", exif=exif)).size == picture.size
    for profile in (b"", b"garbage", bytes(128), b"\xff" * 4000):
        assert load_photo(encoded(picture, "JPEG", icc_profile=profile)).size == picture.size
        assert load_photo(tiff(RGB16, photometric="rgb", iccprofile=profile or None)).size == picture.size
    for packet in (
        b"<",
        b"\xff" * 999,
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<?xml version='1.0' encoding='no'?><a/>",
    ):
        data = encoded(picture, "JPEG", xmp=packet)
        assert load_photo(data).size == picture.size
        assert read_facts(data).provenance is None


def test_an_orientation_that_does_not_exist():
    exif = Image.Exif()
    exif[0x0112] = 99
    assert load_photo(encoded(Image.fromarray(RGB), "JPEG", exif=exif)).size == (RGB.shape[1], RGB.shape[0])
