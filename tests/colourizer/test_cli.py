"""`python -m colourizer`: one photograph or many, and mistakes told in words."""

import numpy as np
import pytest
from PIL import Image

from colourizer.__main__ import main
from colourizer.photo import load_photo


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
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["old-cgan.jpg", "old.jpg"]
    errors = capsys.readouterr().err
    assert "bad.jpg: This file is no photograph" in errors
    assert "1 of 3 photographs could not be coloured" in errors


def test_a_photograph_is_never_overwritten(photo, tmp_path, capsys):
    before = photo.read_bytes()
    assert main([str(photo), "--output", str(photo)]) == 2
    assert "another name" in capsys.readouterr().err
    assert main([str(photo), "--output", str(tmp_path)]) == 0  # the photograph's own folder
    assert photo.read_bytes() == before
    assert (tmp_path / "old-cgan.jpg").exists()


def test_mistakes_are_told_in_a_sentence(photo, tmp_path, capsys):
    assert main([str(photo), "--model", "nobody"]) == 2
    assert "There is no model called 'nobody'" in capsys.readouterr().err
    assert main([str(photo), str(photo), "--output", str(tmp_path / "one.png")]) == 2
    assert "Name a folder" in capsys.readouterr().err
    assert main([str(tmp_path / "missing.jpg")]) == 1
    assert "There is no file" in capsys.readouterr().err
