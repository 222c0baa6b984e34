"""Levels: a file that uses little of its range is reported, stretched on request, and labelled as stretched."""

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer
from colourizer.__main__ import main
from colourizer.cli.archive.archive import STATEMENT
from colourizer.cli.archive_command import main as archive_main
from colourizer.colour.lab import lightness_of
from colourizer.photo.levels import Levels, Span, auto_levels
from colourizer.photo.photo import load_photo, read_provenance
from tests.files import encoded, srgb, tiff
from tests.tiffs import INK, WHITE_IS_ZERO, tiff_of
from tests.truth import COLOURS, GREY, whole

TWELVE = whole(GREY, 4080).astype(np.uint16)  # in a file of 16 bits
FULL = lightness_of((TWELVE / 4080).astype(np.float32))


def test_twelve_bits_in_sixteen_are_remarked_on_and_stretched_on_demand():
    data = tiff(TWELVE)
    kept, stretched = load_photo(data), load_photo(data, levels="auto")
    assert kept.lightness.max() < 6 and kept.levels is None
    assert kept.span.narrow and 0.06 < kept.span.share < 0.063
    np.testing.assert_allclose(stretched.lightness, FULL, atol=0.3)
    assert 0.06 < stretched.levels.white < 0.063 and stretched.levels.black == 0


@pytest.mark.parametrize("used", [8, 10, 12, 14, 15])
def test_every_kind_of_deep_file_is_measured_by_its_own_range(used):
    white = 2**used - 1
    files = {
        "unsigned": tiff(whole(GREY, white).astype(np.uint16)),
        "negative": tiff_of(np.uint64(65535) - whole(GREY, white), 16, photometric=WHITE_IS_ZERO),
        "PNG": encoded(whole(GREY, white).astype(np.uint16), "PNG"),
        "colours": tiff(whole(COLOURS, white).astype(np.uint16), photometric="rgb"),
        "under a profile": tiff(whole(COLOURS, white).astype(np.uint16), photometric="rgb", iccprofile=srgb()),
        "32 bits": tiff(whole(GREY, white).astype(np.uint32) * 65537),
        "floating-point": tiff((GREY * white / 65535).astype(np.float32)),
        "grey and opacity": tiff_of(np.dstack([whole(GREY, white), whole(GREY * 0 + 1, 65535)]), 16, extra=(2,)),
    }
    for name, data in files.items():
        truth = lightness_of((COLOURS if name in ("colours", "under a profile") else GREY).astype(np.float32))
        assert load_photo(data).span.narrow, name
        off = 1.2 if used == 8 else 0.6
        np.testing.assert_allclose(load_photo(data, levels="auto").lightness, truth, atol=off, err_msg=name)


def test_white_with_little_below_it_is_remarked_on_too():
    inverted = tiff_of(whole(GREY, 4095), 16, photometric=WHITE_IS_ZERO)
    photo = load_photo(inverted)
    assert photo.span.narrow and photo.span.darkest > 0.9
    truth = lightness_of((1 - GREY).astype(np.float32))
    np.testing.assert_allclose(load_photo(inverted, levels="auto").lightness, truth, atol=0.6)


def test_usual_files_are_not_remarked_on():
    assert not load_photo(tiff(whole(GREY, 65535).astype(np.uint16))).span.narrow
    assert not load_photo(tiff(whole(0.2 + 0.4 * GREY, 65535).astype(np.uint16))).span.narrow  # faded
    assert not load_photo(encoded(whole(GREY * 0.2, 255).astype(np.uint8), "PNG")).span.narrow  # 8 bits are 8 bits
    assert not load_photo(tiff(np.zeros((9, 9), np.uint16))).span.narrow
    assert Span(0, 0.5).narrow and not Span(0, 0.51).narrow


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_eight_bits_and_ink_are_stretched_too(kind):
    faded = whole(0.3 + 0.3 * GREY, 255).astype(np.uint8)
    photo = load_photo(encoded(faded, kind, **({"quality": 98} if kind == "JPEG" else {})), levels="auto")
    assert photo.lightness.min() < 3 and photo.lightness.max() > 97
    ink = tiff_of(whole(np.dstack([0.3 + 0.3 * GREY] * 3 + [GREY * 0]), 65535), 16, photometric=INK)
    photo = load_photo(ink, levels="auto")
    assert photo.lightness[0, 0] > 97 and photo.lightness[-1, -1] < 3


def test_single_specks_do_not_hinder():
    values = np.tile(whole(GREY, 4080).astype(np.uint16), (4, 4))
    values[5, 5], values[7, 7] = 65535, 0
    photo = load_photo(tiff(values), levels="auto")
    off = np.abs(photo.lightness - np.tile(FULL, (4, 4)))
    assert np.delete(off, [5, 7], axis=0).max() < 1


def with_hot_pixels(values: np.ndarray, hot: list[float], white: float) -> np.ndarray:
    """A picture tiled 3x3, with hot pixels at these shares of white."""
    large = np.tile(values, (3, 3))
    large.flat[np.arange(len(hot)) * 997 + 500] = np.array(hot) * white
    return large


HOT = {"one": [1.0], "many at white": [1.0] * 18, "many of all kinds": np.linspace(0.08, 1, 18).tolist()}


@pytest.mark.parametrize("hot", HOT.values(), ids=HOT)
def test_hot_pixels_hide_no_narrow_range(hot):
    files = {
        "unsigned": tiff(with_hot_pixels(TWELVE, hot, 65535)),
        "32 bits": tiff(with_hot_pixels(TWELVE.astype(np.uint32) * 65537, hot, 2**32 - 1)),
        "floating-point": tiff(with_hot_pixels((TWELVE / 65535).astype(np.float32), hot, 1)),
        "negative": tiff(65535 - with_hot_pixels(TWELVE, hot, 65535), photometric="miniswhite"),
    }
    for name, data in files.items():
        kept, stretched = load_photo(data), load_photo(data, levels="auto")
        assert kept.span.narrow and 0.06 < kept.span.share < 0.063, name
        assert 0 < kept.span.apart <= 18 / kept.lightness.size, name
        off = np.abs(stretched.lightness - np.tile(FULL, (3, 3)))
        assert np.median(off) < 1.2 and np.mean(off > 2) < 0.002, name
    dead = tiff(65535 - with_hot_pixels(TWELVE, hot, 65535))
    assert load_photo(dead).span.narrow and load_photo(dead).span.darkest > 0.9
    assert load_photo(dead, levels="auto").levels.black > 0.9


def night(rng: np.random.Generator) -> np.ndarray:
    """A street at night, in shares of white: dark walls, and a few lamps with their glow."""
    scene = np.exp(rng.normal(np.log(0.03), 0.6, (240, 320)))
    rows, columns = np.mgrid[:240, :320]
    for row, column in ((60, 40), (70, 160), (90, 280)):
        scene += 1 / (1 + ((rows - row) ** 2 + (columns - column) ** 2) / 4)
    return np.clip(scene, 0, 1)


def test_a_night_with_few_lamps_uses_its_range():
    scene = night(np.random.default_rng(0))
    assert np.mean(scene > 0.5) < 0.001 and np.median(scene) < 0.05
    for data in (tiff((scene * 65535).astype(np.uint16)), tiff(scene.astype(np.float32))):
        photo = load_photo(data)
        assert not photo.span.narrow and photo.span.apart == 0
        clipped = np.mean(load_photo(data, levels="auto").lightness > 99.9)
        assert clipped < 0.002
    narrow = load_photo(tiff((scene * 4095).astype(np.uint16)))
    assert narrow.span.narrow and narrow.span.apart == 0


def test_stretching_is_not_advised_where_it_found_nothing_to_stretch(tiny, tmp_path, capsys):
    one_value = np.tile(np.full((40, 56), 300, np.uint16), (3, 3))
    one_value[7, 7] = 0
    (tmp_path / "even.tif").write_bytes(tiff(one_value))
    arguments = [str(tmp_path / "even.tif"), "--model", str(tiny["unet"]), "--output", str(tmp_path / "new.tif")]
    assert main(arguments) == 0
    assert "--levels auto" in capsys.readouterr().out
    assert main([*arguments[:-1], str(tmp_path / "other.tif"), "--levels", "auto"]) == 0
    assert "levels" not in capsys.readouterr().out


def test_what_has_one_value_only_stays_as_it_is():
    photo = load_photo(tiff(np.full((9, 9), 300, np.uint16)), levels="auto")
    assert photo.levels is None and np.isfinite(photo.lightness).all()
    assert auto_levels([slice(0, 9)], lambda _: np.zeros((9, 9), np.float32)) is None


@pytest.mark.parametrize("kind", [np.int32, np.uint32, np.int64, np.uint64])
@pytest.mark.parametrize("white", [255, 4095])
def test_small_values_in_whole_numbers_of_32_or_64_bits_are_stretched(kind, white):
    data = tiff_of(
        whole(GREY, white).astype(kind), np.iinfo(kind).bits, sampleformat=2 if np.iinfo(kind).min < 0 else 1
    )
    photo = load_photo(data, levels="auto")
    assert photo.levels
    np.testing.assert_allclose(photo.lightness, lightness_of(GREY.astype(np.float32)), atol=0.6)


def test_stretching_leaves_opacity_alone():
    values = np.dstack([np.full((2, 2), 200, np.uint16), np.full((2, 2), 300, np.uint16)])
    stretched = Levels(0, 200 / 65535).stretched(values, 1)
    assert (stretched[..., 0] == 65535).all() and (stretched[..., 1] == 300).all()


def test_a_negative_of_twelve_bits_is_turned_after_it_is_stretched(tiny, tmp_path, capsys):
    dark, full = load_photo(tiff(TWELVE)), load_photo(tiff(TWELVE), levels="auto").inverted()
    assert dark.span.narrow and dark.span.darkest < 0.1
    assert dark.inverted().span.narrow and dark.inverted().span.darkest > 0.9
    assert full.negative and full.levels and np.abs(full.lightness - (100 - FULL)).max() < 1
    (tmp_path / "dark.tif").write_bytes(tiff(TWELVE))
    arguments = [str(tmp_path / "dark.tif"), "--model", str(tiny["unet"]), "--invert", "--frame", "none"]
    assert main([*arguments, "--output", str(tmp_path / "kept.tif")]) == 0
    assert "nearly white" in capsys.readouterr().out
    assert main([*arguments, "--levels", "auto", "--output", str(tmp_path / "new.tif")]) == 0
    said = read_provenance(tmp_path / "new.tif").settings
    assert said["inverted"] and said["levels"].startswith("stretched from")


def test_the_network_sees_it_and_the_result_says_it(tiny, tmp_path, capsys):
    (tmp_path / "dark.tif").write_bytes(tiff(TWELVE))
    assert main([str(tmp_path / "dark.tif"), "--model", str(tiny["unet"]), "--output", str(tmp_path / "kept.tif")]) == 0
    told = capsys.readouterr().out
    assert "6.2% of the file's range" in told and "nearly black: --levels auto stretches them" in told
    arguments = [str(tmp_path / "dark.tif"), "--model", str(tiny["unet"]), "--levels", "auto"]
    assert main([*arguments, "--output", str(tmp_path / "new.tif")]) == 0
    assert "its levels were stretched from 0.0000% and 6.2" in capsys.readouterr().out
    assert np.abs(load_photo(tmp_path / "new.tif").lightness - FULL).max() < 1
    assert read_provenance(tmp_path / "new.tif").settings["levels"].startswith("stretched from 0.0000% and 6.2")
    assert "levels" not in read_provenance(tmp_path / "kept.tif").settings
    assert main(["inspect", str(tmp_path / "new.tif")]) == 0
    assert "levels                 stretched from 0.0000%" in capsys.readouterr().out
    colourizer = Colourizer.from_pretrained(tiny["unet"])
    dark, light = (
        colourizer.preprocess(load_photo(tmp_path / "dark.tif", levels=levels)) for levels in ("kept", "auto")
    )
    assert light.max() > 80 > 10 > dark.max()


def test_the_remark_says_that_a_few_values_lie_apart(tiny, tmp_path, capsys):
    (tmp_path / "hot.tif").write_bytes(tiff(with_hot_pixels(TWELVE, [1.0], 65535)))
    arguments = [str(tmp_path / "hot.tif"), "--model", str(tiny["unet"])]
    assert main([*arguments, "--output", str(tmp_path / "kept.tif")]) == 0
    assert "all but a few of its values fill only 6.2% of the file's range" in capsys.readouterr().out
    assert main([*arguments, "--levels", "auto", "--output", str(tmp_path / "new.tif")]) == 0
    told = capsys.readouterr().out
    assert "its levels were stretched from 0.0" in told and "--levels auto" not in told


def test_an_archive_does_not_mix_levels(tiny, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    Image.fromarray(TWELVE).save(tmp_path / "in" / "dark.tif")
    arguments = [str(tmp_path / "in"), "--output", str(tmp_path / "out"), "--model", str(tiny["unet"])]
    assert archive_main([*arguments, "--levels", "auto"]) == 0
    assert '"levels": "auto"' in (tmp_path / "out" / STATEMENT).read_text()
    assert archive_main(arguments) == 2
    assert "other settings" in capsys.readouterr().err
