"""Reading photographs: lightness is correct for every kind of file."""

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from colourizer.colour.lab import lightness_of
from colourizer.photo.photo import Limits, Photo, PhotoError, load_photo, load_rgb
from tests.files import GREY, GREY16, HEIGHT, RGB, RGB16, WIDTH, encoded, every_format, srgb, swapped, tiff

RAMP = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))
FILES = every_format()
LOSSY = ("JPEG", "WebP", "GIF", "HEIC", "AVIF", "PNG palette", "BMP palette", "TIFF JPEG", "TIFF WebP")
OTHER_NUMBERS = ("clear", "1 bit", "fax", "Lab", "CMYK", "palette", "12 bit", "64 bit", "signed", "bitmap", "JPEG XL")
DEEP = ("12 bit", "16 bit", "32 bit", "64 bit", "float")
EXACT = [name for name in FILES if not name.startswith(LOSSY) and not any(word in name for word in OTHER_NUMBERS)]


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_read_upright_and_at_its_size(name):
    photo = load_photo(FILES[name])
    turned = b"A harbour" in FILES[name] and name in ("JPEG", "PNG", "WebP", "AVIF")
    assert photo.size == ((HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT))
    assert photo.lightness.dtype == np.float32
    assert np.ptp(photo.lightness) > 30


@pytest.mark.parametrize("name", EXACT)
def test_lightness_is_that_of_the_pixels(name):
    grey16 = 65535 - GREY16 if "negative" in name else GREY16
    grey = grey16 if "16 bit grey" in name or "negative" in name else GREY
    expected = lightness_of(grey if any(word in name for word in ("grey", "float", "negative")) else RGB)
    expected = np.rot90(expected, -1) if name == "PNG" else expected
    np.testing.assert_allclose(load_photo(FILES[name]).lightness, expected, atol=0.01)


def test_sixteen_bits_are_kept():
    deep = np.linspace(0, 65535, 64 * 48).astype(np.uint16).reshape(48, 64)
    for kind in ("TIFF", "PNG"):
        photo = load_photo(encoded(deep, kind))
        assert len(np.unique(photo.lightness)) > 3000, kind
        assert np.all(np.diff(photo.lightness.ravel()) >= -1e-4)
    for name, data in FILES.items():
        assert load_photo(data).depth == (16 if any(word in name for word in DEEP) else 8), name


def test_sixteen_bits_of_colour_are_finer_than_eight():
    fine = np.linspace(20_000, 21_000, 64 * 48).astype(np.uint16).reshape(48, 64)
    photo = load_photo(tiff(np.dstack([fine, fine, fine]), photometric="rgb"))
    assert len(np.unique(photo.lightness)) > 900
    assert load_rgb(tiff(np.dstack([fine, fine, fine]), photometric="rgb")).dtype == np.uint8


@pytest.mark.parametrize("options", [{}, {"compression": "zlib"}])
def test_a_negative_of_sixteen_bits_is_turned(options):
    negative = load_photo(tiff(GREY16, photometric="miniswhite", **options))
    positive = load_photo(tiff(65535 - GREY16, photometric="minisblack", **options))
    np.testing.assert_array_equal(negative.lightness, positive.lightness)


def test_a_grey_profile_is_applied_alike_at_8_and_at_16_bits():
    """Greys of gamma 1.0, as in linear scans, differ much from the same numbers in sRGB."""
    linear = grey_profile(gamma=1.0)
    assert ImageCms.ImageCmsProfile(io.BytesIO(linear)).profile.xcolor_space == "GRAY"
    shallow = load_photo(encoded(GREY, "PNG", icc_profile=linear)).lightness
    deep = load_photo(tiff(GREY.astype(np.uint16) * 257, iccprofile=linear)).lightness
    light = GREY / 255
    expected = np.where(light > 0.008856, 116 * np.cbrt(light) - 16, 903.3 * light)
    for lightness in (shallow, deep):
        assert np.abs(lightness - expected).max() < 1
    assert np.abs(lightness_of(GREY) - expected).max() > 10


def grey_profile(gamma: float) -> bytes:
    """A grey ICC profile (version 2) with a power curve."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    white = b"XYZ " + bytes(4) + struct.pack(">iii", 63190, 65536, 54061)  # D50
    name = b"desc" + bytes(4) + struct.pack(">I", 2) + b"g\0" + bytes(78) + bytes(4)
    tags, body, at = b"", b"", 128 + 4 + 3 * 12
    for signature, data in ((b"kTRC", curve), (b"wtpt", white), (b"desc", name)):
        tags += signature + struct.pack(">II", at + len(body), len(data))
        body += data
    header = bytearray(128)
    struct.pack_into(">I4sI4s4s4s", header, 0, at + len(body), bytes(4), 0x02100000, b"mntr", b"GRAY", b"XYZ ")
    header[36:40] = b"acsp"
    struct.pack_into(">iii", header, 68, 63190, 65536, 54061)
    return bytes(header) + struct.pack(">I", 3) + tags + body


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("deep", [False, True])
def test_every_orientation_is_applied_once(orientation, deep):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = load_photo(encoded(RGB, "PNG", exif=exif)).lightness
    pixels = RGB16 if deep else RGB
    stored = tiff(pixels, photometric="rgb", extratags=[(0x0112, "H", 1, orientation, True)])
    np.testing.assert_allclose(load_photo(stored).lightness, turned, atol=0.01)
    flat = lightness_of(RGB)
    across = [flat, flat[:, ::-1], flat[::-1, ::-1], flat[::-1], flat.T, np.rot90(flat, -1), flat[::-1, ::-1].T]
    np.testing.assert_allclose(turned, [*across, np.rot90(flat)][orientation - 1], atol=0.01)


def test_of_several_pages_the_first_is_read_and_the_photo_says_so():
    photo = load_photo(FILES["TIFF pages"])
    assert photo.pages == 3
    np.testing.assert_array_equal(photo.lightness, load_photo(encoded(RGB, "TIFF")).lightness)
    assert load_photo(FILES["WebP animated"]).pages == 3
    assert load_photo(FILES["TIFF"]).pages == 1


def test_transparency_is_laid_on_white():
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert load_photo(encoded(clear, "PNG")).lightness.min() > 99
    half = np.full((8, 8, 4), 65535, np.uint16)
    half[..., :3], half[..., 3] = 0, 32768
    stored = tiff(half, photometric="rgb", extrasamples=["unassalpha"])
    np.testing.assert_allclose(load_photo(stored).lightness, lightness_of(np.uint16([[32767]]))[0, 0], atol=0.01)


def test_an_embedded_profile_is_converted():
    plain, tagged = load_rgb(encoded(RGB, "PNG")), load_rgb(encoded(RGB, "PNG", icc_profile=srgb()))
    np.testing.assert_array_equal(plain, tagged)  # the sRGB profile changes nothing
    assert load_photo(encoded(RGB, "PNG", icc_profile=b"no profile at all")).size == (WIDTH, HEIGHT)


def test_an_unusual_profile_is_converted_alike_at_8_and_at_16_bits():
    ImageCms.ImageCmsProfile(io.BytesIO(swapped()))
    expected = lightness_of(np.ascontiguousarray(RGB[..., ::-1]))
    shallow = load_photo(encoded(RGB, "PNG", icc_profile=swapped()))
    deep = load_photo(tiff(RGB16, photometric="rgb", iccprofile=swapped()))
    assert (shallow.depth, deep.depth) == (8, 16)
    for photo in (shallow, deep):
        assert np.abs(photo.lightness - expected).max() < 0.5
    assert np.abs(lightness_of(RGB) - expected).max() > 10


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "nothing in this file"),
        (b"this is a text file named .jpg", "no photograph"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "PostScript"),
        (encoded(RAMP, "JPEG")[:300], "damaged"),
        (encoded(np.full((40, 40), np.nan, np.float32), "TIFF"), "no numbers"),
    ],
)
def test_what_is_no_photograph_gets_a_sentence(data, sentence):
    with pytest.raises(PhotoError, match=sentence):
        load_photo(data)


def test_too_many_pixels_are_refused_before_they_are_decoded():
    bomb = encoded(Image.new("1", (12_600, 12_600)), "PNG")
    assert len(bomb) < 30_000
    with pytest.raises(PhotoError, match="159 megapixels"):
        load_photo(bomb)
    with pytest.raises(PhotoError, match=r"too large|megapixels"):
        load_photo(encoded(Image.new("1", (14_500, 14_500)), "PNG"))
    with pytest.raises(PhotoError, match="megapixels"):
        load_photo(encoded(RAMP, "PNG"), limits=Limits(megapixels=0.001))
    with pytest.raises(PhotoError, match="70000 pixels long"):
        load_photo(encoded(Image.new("1", (70_000, 1)), "PNG"))


def test_too_many_bytes_or_pages_are_refused(tmp_path):
    large = tmp_path / "large.png"
    large.write_bytes(encoded(RAMP, "PNG") + bytes(2**20))
    for source in (large, large.read_bytes(), io.BytesIO(large.read_bytes())):
        with pytest.raises(PhotoError, match="larger than 1 MB"):
            load_photo(source, limits=Limits(megabytes=1))
    assert load_photo(large).size == (64, 48)
    with pytest.raises(PhotoError, match="more than 2 pages"):
        load_photo(FILES["TIFF pages"], limits=Limits(pages=2))


def test_a_host_sets_the_limits_by_environment(monkeypatch):
    monkeypatch.setenv("COLOURIZER_MAX_MEGAPIXELS", "12.5")
    assert Limits.from_environment() == Limits(megapixels=12.5)
    monkeypatch.setenv("COLOURIZER_MAX_PAGES", "many")
    with pytest.raises(ValueError, match="are numbers"):
        Limits.from_environment()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PhotoError, match="There is no file"):
        load_photo(tmp_path / "nowhere.jpg")


def test_arrays_make_photographs_too():
    assert np.abs(Photo.from_rgb(RAMP).lightness - Photo.from_rgb(np.dstack([RAMP] * 3)).lightness).max() < 1e-3
    assert Photo.from_rgb(RGB).in_colour
