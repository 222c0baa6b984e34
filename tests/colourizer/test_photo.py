"""Reading and writing photographs."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from colourizer.photo import Photo, PhotoError, load_photo, load_rgb, save_rgb

RAMP = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
def test_grey_photographs_of_every_format_are_read(kind):
    photo = load_photo(encoded(Image.fromarray(RAMP), kind))
    assert photo.size == (64, 48)
    assert not photo.in_colour
    assert photo.lightness.min() < 2 and photo.lightness.max() > 98


def test_sixteen_bits_of_grey_are_kept():
    deep = np.linspace(0, 65535, 64 * 48).astype(np.uint16).reshape(48, 64)
    for kind in ("TIFF", "PNG"):
        photo = load_photo(encoded(Image.fromarray(deep), kind))
        assert len(np.unique(photo.lightness)) > 3000, kind
        assert np.all(np.diff(photo.lightness.ravel()) >= -1e-4)


def test_a_photograph_in_colour_says_so_and_gives_its_lightness():
    colours = np.zeros((20, 20, 3), np.uint8)
    colours[..., 0] = 255
    photo = load_photo(encoded(Image.fromarray(colours), "PNG"))
    assert photo.in_colour
    np.testing.assert_allclose(photo.lightness, 53.24, atol=0.1)


def test_orientation_is_applied():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    photo = load_photo(encoded(Image.fromarray(RAMP), "JPEG", exif=exif))
    assert photo.size == (48, 64)


def test_transparency_is_laid_on_white():
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert load_photo(encoded(clear, "PNG")).lightness.min() > 99


def test_modes_that_people_have_are_read():
    for image in (
        Image.fromarray(RAMP).convert("1"),
        Image.fromarray(RAMP).convert("P"),
        Image.fromarray(RAMP).convert("LA"),
        Image.fromarray(RAMP).convert("RGB").convert("CMYK"),
        Image.fromarray(RAMP.astype(np.float32) / 255),
    ):
        kind = "PNG" if image.mode in ("1", "P", "LA") else "TIFF"
        photo = load_photo(encoded(image, kind))
        assert photo.size == (64, 48), image.mode
        assert np.ptp(photo.lightness) > 60, image.mode


def test_an_embedded_profile_is_converted():
    """Lab D50's mid grey under sRGB's own profile must come out as it went in."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.fromarray(np.dstack([RAMP, RAMP, 255 - RAMP]))
    plain, tagged = load_rgb(encoded(image, "PNG")), load_rgb(encoded(image, "PNG", icc_profile=profile))
    assert np.abs(plain.astype(int) - tagged.astype(int)).max() <= 1
    assert load_photo(encoded(image, "PNG", icc_profile=b"no profile at all")).size == (64, 48)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no photograph"),
        (b"this is a text file named .jpg", "no photograph"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no photograph"),
        (encoded(Image.fromarray(RAMP), "JPEG")[:300], "damaged"),
        (encoded(Image.fromarray(np.full((40, 40), np.nan, np.float32)), "TIFF"), "no numbers"),
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
        load_photo(encoded(Image.fromarray(RAMP), "PNG"), max_pixels=1000)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PhotoError, match="There is no file"):
        load_photo(tmp_path / "nowhere.jpg")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif"])
def test_what_is_saved_reads_back(tmp_path, name):
    rgb = np.dstack([RAMP, RAMP[:, ::-1], RAMP])
    save_rgb(rgb, tmp_path / name)
    assert np.abs(load_rgb(tmp_path / name).astype(int) - rgb).mean() < 3


def test_saving_under_an_unknown_ending_is_refused(tmp_path):
    for name in ("a.pdf", "a.bmp", "a"):  # BMP could not say that its colours are simulated
        with pytest.raises(PhotoError, match=r"\.png, \.jpg, \.webp or \.tif"):
            save_rgb(np.zeros((4, 4, 3), np.uint8), tmp_path / name)


def test_arrays_make_photographs_too():
    assert np.abs(Photo.from_rgb(RAMP).lightness - Photo.from_rgb(np.dstack([RAMP] * 3)).lightness).max() < 1e-3
