"""`python -m colourizer`: one photograph or many, and plain error messages."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourization
from colourizer.cli.colourize import COMMANDS, main
from colourizer.cli.options import remarks
from colourizer.photo.photo import Photo, load_photo, read_provenance

ROOT = Path(__file__).parents[3]


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "old.jpg"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60), dtype=np.uint8)).save(path)
    return path


def test_one_photograph_to_a_named_file(photo, tmp_path):
    assert main([str(photo), "--model", "cgan", "--output", str(tmp_path / "new" / "out.png")]) == 0
    assert load_photo(tmp_path / "new" / "out.png").size == (60, 40)


def test_without_output_the_result_stands_beside_the_photograph(photo):
    before = photo.read_bytes()
    assert main([str(photo), "--model", "baseline"]) == 0
    assert photo.with_name("old-baseline.jpg").exists()
    assert photo.read_bytes() == before


def test_several_photographs_go_to_a_folder_and_none_is_lost(photo, tmp_path, capsys):
    other = tmp_path / "elsewhere" / "old.jpg"
    other.parent.mkdir()
    other.write_bytes(photo.read_bytes())
    bad = tmp_path / "bad.jpg"
    bad.write_text("no photograph")
    assert main([str(photo), str(bad), str(other), "--output", str(tmp_path / "out")]) == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["old-chroma.jpg", "old.jpg"]
    errors = capsys.readouterr().err
    assert "bad.jpg: This file is no photograph" in errors
    assert "1 of 3 photographs could not be coloured" in errors


def test_a_photograph_is_never_overwritten(photo, tmp_path, capsys):
    before = photo.read_bytes()
    assert main([str(photo), "--output", str(photo)]) == 2
    assert "another name" in capsys.readouterr().err
    assert main([str(photo), "--output", str(tmp_path)]) == 0  # the photograph's own folder
    assert photo.read_bytes() == before
    assert (tmp_path / "old-chroma.jpg").exists()


def test_mistakes_are_told_in_a_sentence(photo, tmp_path, capsys):
    assert main([str(photo), "--model", "nobody"]) == 2
    assert "There is no model called 'nobody'" in capsys.readouterr().err
    assert main([str(photo), str(photo), "--output", str(tmp_path / "one.png")]) == 2
    assert "Name a folder" in capsys.readouterr().err
    assert main([str(tmp_path / "missing.jpg")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_what_the_owner_should_know_is_told(tmp_path, capsys):
    rgb = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    pages = [Image.fromarray(rgb), Image.fromarray(rgb[::-1])]
    pages[0].save(tmp_path / "old.tif", save_all=True, append_images=pages[1:])
    assert main([str(tmp_path / "old.tif"), "--mark"]) == 0
    told = capsys.readouterr().out
    assert "old-chroma.tif (the file was in colour, and only its lightness was used; the first of 2 pages" in told


def test_a_larger_photograph_needs_to_be_allowed(photo, capsys):
    assert main([str(photo), "--max-megapixels", "0.001"]) == 1
    assert "0.001 or fewer" in capsys.readouterr().err
    assert main([str(photo), "--max-megabytes", "0.0001"]) == 1
    assert "larger than 0.0001 MB" in capsys.readouterr().err
    assert main([str(photo), "--max-megapixels", "200"]) == 0


def test_controls_change_the_colours_and_are_written_into_the_file(photo, tmp_path):
    assert main([str(photo), "--output", str(tmp_path / "plain.png")]) == 0
    assert main([str(photo), "--output", str(tmp_path / "none.png"), "--strength", "0"]) == 0
    with Image.open(tmp_path / "plain.png") as plain, Image.open(tmp_path / "none.png") as none:
        assert np.ptp(np.asarray(none), axis=2).max() <= 1 < np.ptp(np.asarray(plain), axis=2).max()
    assert read_provenance(tmp_path / "none.png").settings["strength"] == 0


def test_a_control_beyond_its_range_is_refused(photo, capsys):
    with pytest.raises(SystemExit):
        main([str(photo), "--vividness", "7"])
    assert "not between 0 and 1" in capsys.readouterr().err


def test_what_is_no_landscape_gets_a_remark():
    tiny = Photo(np.full((8, 8), 50, np.float32))
    assert "too little to recognise" in remarks(tiny, Colourization(tiny, np.zeros((1, 1, 2), np.float32), "cgan"), 0.0)
    page = np.full((400, 400), 90, np.float32)
    page[20:380, 20:380:40] = page[20:380, 21:380:40] = page[20:380, 22:380:40] = 10
    paper = Photo(page)
    assert "ink on paper" in remarks(paper, Colourization(paper, np.zeros((1, 1, 2), np.float32), "cgan"), 0.0)


def test_paler_colours_are_told_only_where_they_are_seen():
    photo = Photo(np.tile(np.linspace(20, 90, 32, dtype=np.float32), (32, 1)))
    coloured = Colourization(photo, np.zeros((1, 1, 2), np.float32), "cgan")
    assert remarks(photo, coloured, 0.1) == remarks(photo, coloured, 0.0) == ""
    assert remarks(photo, coloured, 0.26).startswith(" (26% of it is paler than the network proposed")


@pytest.mark.parametrize(("name", "told"), [("coast/breaking-wave.jpg", False), ("forest/forest-path.jpg", True)])
def test_of_a_file_paler_colours_are_told_where_much_is_near_white_or_black(name, told, tmp_path, capsys):
    assert main([str(ROOT / "assets" / "samples" / name), "--output", str(tmp_path / "new.png")]) == 0
    assert ("% of it is paler than the network proposed" in capsys.readouterr().out) == told


def test_each_command_is_a_word_and_the_first_may_be_left_out(photo, tmp_path, capsys, monkeypatch):
    assert main(["photo", str(photo), "--model", "baseline", "--output", str(tmp_path / "a.png")]) == 0
    assert main(["inspect", str(tmp_path / "a.png")]) == 0
    assert main(["archive", str(tmp_path / "nowhere"), "--output", str(tmp_path / "out")]) == 2
    assert main(["bench", "--megapixels", "0.01", "--repeat", "1", "--model", "baseline"]) == 0
    told = capsys.readouterr()
    assert "'baseline' of Colourizelt!" in told.out and "0.01 megapixels: " in told.out
    assert "There is no folder" in told.err
    assert main([]) == 2 and main(["--help"]) == 0
    overview = capsys.readouterr().out
    assert all(name in overview for name in COMMANDS)
    monkeypatch.chdir(tmp_path)
    photo.rename("inspect")  # a photograph may be named like a command
    assert main(["inspect"]) == 0
    assert (tmp_path / "inspect-chroma.png").exists()
