"""A stopped evaluation keeps the old results, so that numbers and pictures are from the same evaluation."""

import numpy as np
import pytest
from PIL import Image

from colourizer.evaluation.results import load_results
from train.__main__ import main
from train.evaluation import measurement


@pytest.fixture
def command(tmp_path) -> list[str]:
    folder = tmp_path / "photos" / "coast"
    folder.mkdir(parents=True)
    for number in range(8):
        rgb = np.random.default_rng(number).integers(0, 256, (40, 40, 3), dtype=np.uint8)
        Image.fromarray(rgb).save(folder / f"{number}.png")
    return ["evaluate", "--images", str(folder.parent), "--out", str(tmp_path / "out")]


def files(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_stopped_changes_nothing(command, tmp_path, monkeypatch, capsys):
    assert main([*command, "--size", "32"]) == 0
    before = files(tmp_path / "out")
    save, count = measurement.save_picture, [0]

    def stopped(*arguments) -> None:
        save(*arguments)
        count[0] += 1
        if count[0] == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr(measurement, "save_picture", stopped)
    assert main([*command, "--size", "16"]) == 130
    assert "no results were written" in capsys.readouterr().err
    assert files(tmp_path / "out") == before


def test_new_results_replace_the_pictures_of_the_same_versions_alone(command, tmp_path):
    assert main([*command, "--size", "32"]) == 0
    kept = tmp_path / "out" / "pictures" / "theirs" / "1.webp"
    kept.parent.mkdir()
    kept.touch()
    assert main([*command, "--size", "16", "--limit", "2"]) == 0
    results = load_results(tmp_path / "out")
    assert len(results.pictures) == 2 and kept.exists()
    grey = list((tmp_path / "out" / "pictures" / "grey").iterdir())
    assert len(grey) == 2, "none of the photographs left out this time"
    with Image.open(grey[0]) as image:
        assert image.size == (16, 16)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["metrics.json", "pictures", "pictures.csv"]
