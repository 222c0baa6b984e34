"""False alarms of subject detection are counted, and the command is recorded."""

import numpy as np
import pytest
from PIL import Image

from train.__main__ import main


@pytest.fixture
def folder(tmp_path):
    """Three photographs, a page of writing, a thumbnail, and a broken file."""
    folder = tmp_path / "photos"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(3):
        Image.fromarray(np.clip(rng.normal(120, 40, (160, 200)), 0, 255).astype(np.uint8)).save(
            folder / f"{number}.png"
        )
    page = np.full((400, 300), 240, np.uint8)
    page[10::14, 10:-10] = page[11::14, 10:-10] = 20
    Image.fromarray(page).save(folder / "page.png")
    Image.fromarray(page[:60, :60]).save(folder / "thumbnail.png")
    (folder / "letter.jpg").write_text("no photograph")
    return folder


def measured(folder, tmp_path, monkeypatch, *words: str) -> str:
    words = ("study", "subjects", "--images", str(folder), "--out", str(tmp_path), *words)
    monkeypatch.setattr("sys.argv", ["train", *words])
    assert main(list(words)) == 0
    return (tmp_path / "subjects.md").read_text()


def test_what_is_taken_for_something_else_is_counted(folder, tmp_path, monkeypatch):
    text = measured(folder, tmp_path, monkeypatch)
    assert "| taken for paper    |      1 of 4 |" in text
    assert "| taken for portrait |      0 of 4 |" in text
    assert "Made by `python -m train study subjects --images" in text


def test_a_folder_without_photographs_is_refused(tmp_path, monkeypatch, capsys):
    (tmp_path / "empty").mkdir()
    words = ["study", "subjects", "--images", str(tmp_path / "empty"), "--out", str(tmp_path)]
    monkeypatch.setattr("sys.argv", ["train", *words])
    assert main(words) != 0
    assert "holds no photograph" in capsys.readouterr().err
