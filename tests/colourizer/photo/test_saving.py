"""Writing photographs: every format is complete, at its bit depth, and keeps the original's important metadata."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile
from PIL import Image

from colourizer import Colourizer, load_photo
from colourizer.colour.lab import lightness_of
from colourizer.colourization import Colourization
from colourizer.photo.corner_mark import mark_side, marked
from colourizer.photo.photo import WRITTEN_SUFFIXES, Metadata, Photo, PhotoError, load_rgb, read_facts, save_rgb
from tests.files import RGB, RGB16, encoded, every_format, exif

SAID = Metadata("1931-05-04T10:20:30", "A harbour", "Anna Atkins", "Public domain", (300.0, 300.0))
RANDOM = np.random.default_rng(0)


def luminance_grey(rgb: np.ndarray) -> np.ndarray:
    """The grey level of the same lightness, in the pixels' data type; computed in float64 by IEC 61966-2-1."""
    full = np.iinfo(rgb.dtype).max
    encoded_ = rgb / full
    linear = np.where(encoded_ <= 0.04045, encoded_ / 12.92, ((encoded_ + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.212671, 0.715160, 0.072169]
    grey = np.where(luminance <= 0.0031308, luminance * 12.92, 1.055 * luminance ** (1 / 2.4) - 0.055)
    return grey * full


@pytest.mark.parametrize("suffix", WRITTEN_SUFFIXES)
def test_what_is_saved_reads_back(tmp_path, suffix):
    save_rgb(RGB, tmp_path / f"a{suffix}")
    assert np.abs(load_rgb(tmp_path / f"a{suffix}").astype(int) - RGB).mean() < 3


def test_saving_under_an_unknown_ending_is_refused(tmp_path):
    for name in ("a.pdf", "a.bmp", "a", "a.heic"):
        with pytest.raises(PhotoError, match=r"\.png, \.jpg, \.webp or \.tif"):
            save_rgb(RGB, tmp_path / name)


@pytest.mark.parametrize("suffix", WRITTEN_SUFFIXES)
def test_what_the_original_said_goes_from_file_to_file(tiny, tmp_path, suffix):
    original, first, second = tmp_path / "old.jpg", tmp_path / f"new{suffix}", tmp_path / f"again{suffix}"
    original.write_bytes(encoded(RGB, "JPEG", exif=exif(), dpi=(300, 300)))
    colourizer = Colourizer.from_pretrained(tiny["unet"])
    assert load_photo(original).metadata == SAID
    colourizer(original).save(first)
    ended = replace(SAID, description="A harbour.")
    assert read_facts(first).metadata == ended
    colourizer(first).save(second)  # the sentence about the colours is not repeated
    assert read_facts(second).metadata == ended
    assert second.read_bytes().count(b"are simulated") == first.read_bytes().count(b"are simulated") > 0


@pytest.mark.parametrize("suffix", WRITTEN_SUFFIXES)
def test_no_place_and_no_thumbnail_leaves(tiny, tmp_path, suffix):
    original = tmp_path / "old.jpg"
    original.write_bytes(every_format()["JPEG"])
    assert Image.open(original).getexif().get_ifd(0x8825)
    Colourizer.from_pretrained(tiny["unet"])(original).save(tmp_path / f"new{suffix}")
    with Image.open(tmp_path / f"new{suffix}") as image:
        found = image.getexif()
        assert not found.get_ifd(0x8825)
        assert not found.get_ifd(1)  # no thumbnails
        assert found.get(0x0112, 1) == 1  # upright


def test_words_of_any_language_survive(tmp_path):
    said = Metadata("1931", "Hafen — 港 <&>!", "Ægir Ø", "© Museum", (72, 72))
    for suffix in (".jpg", ".tif"):
        photo = Photo.from_rgb(RGB)
        Colourization(photo, np.zeros((2, 2, 2), np.float32), "m").save(tmp_path / f"plain{suffix}")
        assert read_facts(tmp_path / f"plain{suffix}").metadata == Metadata()
        full = Photo(photo.lightness, metadata=said)
        Colourization(full, np.zeros((2, 2, 2), np.float32), "m").save(tmp_path / f"said{suffix}")
        assert read_facts(tmp_path / f"said{suffix}").metadata == said


@pytest.mark.parametrize("depth", [8, 16])
def test_lightness_goes_from_file_to_file_within_one_step(tmp_path, depth):
    """For all chroma values: colours outside sRGB also keep their lightness."""
    grey = RANDOM.integers(0, 2**depth, (301, 203)).astype(np.uint16 if depth == 16 else np.uint8)
    (tmp_path / "old.tif").write_bytes(encoded(grey, "TIFF"))
    photo = load_photo(tmp_path / "old.tif")
    wild = Colourization(photo, RANDOM.uniform(-90, 90, (20, 30, 2)).astype(np.float32), "wild")
    wild.save(tmp_path / "new.tif")
    written = tifffile.imread(tmp_path / "new.tif")
    assert written.dtype == grey.dtype
    assert np.abs(luminance_grey(written) - grey).max() <= 1


def test_sixteen_bits_become_eight_where_a_format_has_no_more(tmp_path):
    for suffix in (".png", ".jpg", ".webp"):
        save_rgb(RGB16, tmp_path / f"a{suffix}")
        assert np.abs(load_rgb(tmp_path / f"a{suffix}").astype(int) - RGB).mean() < 3
    save_rgb(RGB16, tmp_path / "a.tif")
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif"), RGB16)
    np.testing.assert_allclose(load_photo(tmp_path / "a.tif").lightness, lightness_of(RGB16), atol=1e-4)


def test_the_share_of_reduced_pixels_is_told(tmp_path):
    photo = Photo(np.full((40, 50), 60, np.float32))
    modest = Colourization(photo, np.full((4, 5, 2), 5, np.float32), "m")
    assert modest.reduced_share == 0
    wild = np.full((4, 5, 2), 5, np.float32)
    wild[:, :] = 120
    assert Colourization(photo, wild, "m").save(tmp_path / "a.png").settings["reduced_share"] == 1
    assert read_facts(tmp_path / "a.png").provenance.settings["reduced_share"] == 1


@pytest.mark.parametrize("rgb", [RGB.repeat(8, 0).repeat(8, 1), RGB16.repeat(8, 0).repeat(8, 1)])
def test_the_mark_is_small_and_in_the_corner(rgb):
    height, width = rgb.shape[:2]
    before = rgb.copy()
    changed = (marked(rgb) != rgb).any(axis=2)
    np.testing.assert_array_equal(rgb, before)
    assert 0.0005 < changed.mean() < 0.01
    rows, columns = np.nonzero(changed)
    reach = 2 * mark_side(width, height)
    assert rows.min() >= height - reach and columns.min() >= width - reach
    assert marked(rgb[:20, :20]) is not None and mark_side(20, 20) == 0


def test_the_mark_is_drawn_only_if_wished(tmp_path):
    large = RGB.repeat(4, 0).repeat(4, 1)
    save_rgb(large, tmp_path / "plain.png")
    save_rgb(large, tmp_path / "marked.png", mark=True)
    np.testing.assert_array_equal(load_rgb(tmp_path / "plain.png"), large)
    np.testing.assert_array_equal(load_rgb(tmp_path / "marked.png"), marked(large))


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    target = tmp_path / "a.png"
    save_rgb(RGB, target)
    before = target.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(PhotoError, match="No space left"):
        save_rgb(RGB, target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    with pytest.raises(PhotoError, match="cannot be written"):
        save_rgb(RGB, target / "a.tif")


def test_the_folder_of_a_new_file_is_made(tmp_path):
    save_rgb(RGB, tmp_path / "new" / "and deeper" / "a.png")
    assert load_photo(tmp_path / "new" / "and deeper" / "a.png").size == RGB.shape[1::-1]


def test_a_photograph_too_long_for_a_format_is_told_another(tmp_path):
    with pytest.raises(PhotoError, match=r"\.png or \.tif"):
        save_rgb(np.zeros((1, 20_000, 3), np.uint8), tmp_path / "a.webp")
