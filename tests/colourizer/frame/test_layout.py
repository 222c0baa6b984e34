"""The network sees each photograph on a scan separately, and nothing around it is coloured."""

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer, Photo
from colourizer.__main__ import main
from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.frame.frame import WHOLE, Area, Frame, FrameError
from colourizer.frame.layout import cut_out, laid_out
from colourizer.photo.photo import load_photo, read_provenance

RANDOM = np.random.default_rng(0)
HALVES = Frame((Area(0.05, 0.1, 0.4, 0.8), Area(0.55, 0.1, 0.4, 0.8)), "chosen")


@pytest.fixture(scope="module", params=["unet", "autoencoder", "chroma"])
def colourizer(request, tiny):
    return Colourizer.from_pretrained(tiny[request.param])


def picture(width: int, height: int) -> np.ndarray:
    coarse = RANDOM.integers(30, 220, (height // 10, width // 10)).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


@pytest.fixture
def bordered():
    """sRGB grey (300, 400): a picture of 320x200 at (40, 30) on white."""
    grey = np.full((300, 400), 250, np.uint8)
    grey[30:230, 40:360] = picture(320, 200)
    return grey


def test_the_whole_is_coloured_as_it_always_was(colourizer):
    photo = Photo.from_rgb(picture(200, 160))
    plain = colourizer.postprocess(photo, colourizer.predict(colourizer.preprocess(photo)))
    for frame in ("none", WHOLE, "0,0,1,1", "auto"):
        framed = colourizer(photo, frame)
        assert framed.frame.whole
        np.testing.assert_array_equal(framed.chroma, plain.chroma)
        np.testing.assert_array_equal(framed.rgb, plain.rgb)
        assert framed.provenance.settings == plain.provenance.settings
        assert "frame" not in framed.provenance.settings


def test_nothing_outside_is_coloured_and_the_edge_is_exact(colourizer, bordered):
    coloured = colourizer(Photo.from_rgb(bordered), "0.1,0.1,0.8,0.66667").adjusted(strength=2, warmth=1)
    outside = np.ones((300, 400), bool)
    outside[30:230, 40:360] = False
    assert (np.ptp(coloured.rgb[outside].astype(int), axis=1) == 0).all()
    assert np.ptp(coloured.rgb[33:227, 43:357].astype(int), axis=2).mean() > 5


def test_what_is_around_does_not_change_the_colours(colourizer, bordered):
    dark = bordered.copy()
    dark[:30], dark[230:], dark[:, :40], dark[:, 360:] = 5, 5, 5, 5
    frame = Frame((Area(0.1, 0.1, 0.8, 200 / 300),), "chosen")
    one, other = (colourizer(Photo.from_rgb(grey), frame) for grey in (bordered, dark))
    np.testing.assert_array_equal(one.chroma, other.chroma)
    inside = Photo.from_rgb(np.ascontiguousarray(bordered[30:230, 40:360]))
    alone = colourizer(inside, "none")
    # The same as for the cut-out picture, except along the edge and for another sampling grid.
    difference = np.abs(one.rgb[60:200, 70:330].astype(int) - alone.rgb[30:170, 30:290].astype(int))
    assert difference.mean() < 4


def test_each_half_is_seen_by_itself(tiny):
    colourizer = Colourizer.from_pretrained(tiny["chroma"])
    photo = Photo.from_rgb(picture(400, 200))
    other = photo.lightness.copy()
    other[:, 200:] = 30
    one, two = colourizer(photo, HALVES), colourizer(Photo(other), HALVES)
    middle = one.chroma.shape[1] // 2
    np.testing.assert_array_equal(one.chroma[:, : middle - 1], two.chroma[:, : middle - 1])
    assert np.abs(one.chroma[:, middle + 1 :] - two.chroma[:, middle + 1 :]).max() > 0
    assert sum(one.landscapes.values()) == pytest.approx(1, abs=1e-5)
    assert all((np.ptp(one.adjusted(alternative=n).rgb[:15].astype(int), axis=2) <= 0).all() for n in range(2))


def test_nothing_is_claimed_outside(tiny):
    coloured = Colourizer.from_pretrained(tiny["chroma"])(Photo.from_rgb(picture(400, 200)), HALVES)
    assert (coloured.certainty[~coloured.inside] == 1).all()
    assert coloured.mean_certainty == pytest.approx(coloured.certainty[coloured.inside].mean())
    assert coloured.mean_certainty < coloured.certainty.mean()


@pytest.mark.parametrize("angle", [0.0, 3.0, -2.0])
def test_what_was_cut_out_comes_to_lie_where_it_was(angle):
    """A gradient of lightness, cropped and put back, is the same gradient within the area."""
    y, x = np.mgrid[0:300, 0:400].astype(np.float32)
    plane = 20 + x / 10 + y / 15
    frame = Frame((Area(0.2, 0.25, 0.5, 0.5, angle),), "chosen")
    part = cut_out(Photo(plane), frame.areas[0], (100, 75))
    grid = laid_out([part[..., None]], frame, (400, 300))[..., 0]
    height, width = grid.shape
    rows, columns = np.mgrid[0:height, 0:width]
    true = 20 + ((columns + 0.5) * 400 / width - 0.5) / 10 + ((rows + 0.5) * 300 / height - 0.5) / 15
    inside = frame.mask((width, height), soft=4) == 1
    assert inside.sum() > 500
    assert np.abs(grid - true)[inside].max() < 0.25


@pytest.mark.parametrize("frame", ["0.999,0.999,0.001,0.001", "0,0,0.0001,1", "0.4,0.4,0.2,0.2,45"])
@pytest.mark.parametrize("size", [(1, 1), (3, 200), (64, 48)])
def test_any_frame_on_any_photograph_gives_a_picture(tiny, frame, size):
    for name in ("chroma", "unet"):
        coloured = Colourizer.from_pretrained(tiny[name])(Photo.from_rgb(np.full(size[::-1], 128, np.uint8)), frame)
        assert coloured.rgb.shape == (*size[::-1], 3)
        assert coloured.certainty is None or np.isfinite(coloured.mean_certainty)


def test_a_wrong_frame_is_refused(tiny):
    with pytest.raises(FrameError, match="is no frame"):
        Colourizer.from_pretrained(tiny["unet"])(Photo.from_rgb(picture(40, 30)), "everywhere")


def test_the_command_takes_a_frame_and_files_say_it(tmp_path, bordered, tiny, capsys):
    Image.fromarray(bordered).save(tmp_path / "old.png")
    call = [str(tmp_path / "old.png"), "--model", str(tiny["unet"]), "--output"]
    settings = {}
    for name, frame in (("auto", []), ("none", ["--frame", "none"]), ("mine", ["--frame", "10%,10%,50%,50%"])):
        assert main([*call, str(tmp_path / f"{name}.png"), *frame]) == 0
        settings[name] = read_provenance(tmp_path / f"{name}.png").settings
    assert "the photograph takes 53% of the picture" in capsys.readouterr().out
    assert settings["auto"]["frame_found_as"] == "border"
    found = Frame.parse(settings["auto"]["frame"]).areas[0]
    assert (found.x, found.y, found.width, found.height) == pytest.approx((0.1, 0.1, 0.8, 0.6667), abs=0.01)
    assert "frame" not in settings["none"]
    assert (settings["mine"]["frame"], settings["mine"]["frame_found_as"]) == ("0.1,0.1,0.5,0.5", "chosen")
    assert main(["inspect", str(tmp_path / "mine.png")]) == 0
    assert "0.1,0.1,0.5,0.5" in capsys.readouterr().out


def test_a_wrong_frame_is_told_before_anything_is_read(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "missing.jpg"), "--frame", "10,20,300,400"])
    assert stopped.value.code == 2
    assert "'10,20,300,400' is no frame. Write auto, none, or X,Y,WIDTH,HEIGHT" in capsys.readouterr().err


def test_a_negative_is_turned_and_files_say_it(tmp_path, tiny):
    grey = picture(60, 40)
    Image.fromarray(grey).save(tmp_path / "negative.png")
    call = [str(tmp_path / "negative.png"), "--model", str(tiny["unet"]), "--output", str(tmp_path / "turned.png")]
    assert main([*call, "--invert"]) == 0
    assert read_provenance(tmp_path / "turned.png").settings["inverted"] is True
    before, after = (load_photo(tmp_path / name).lightness for name in ("negative.png", "turned.png"))
    assert np.abs(LIGHTNESS_MAX - before - after).max() < 1
    photo = Photo.from_rgb(grey)
    assert photo.inverted().negative and not photo.inverted().inverted().negative
    assert np.abs(photo.inverted().inverted().lightness - photo.lightness).max() < 1e-4
