"""Evaluation: the grey row, the means, and folders by class."""

import numpy as np
import pytest
from PIL import Image

from colourizer.evaluation.results import load_results
from train.__main__ import main


@pytest.fixture
def photographs(tmp_path):
    random = np.random.default_rng(0)
    for landscape in ("coast", "forest"):
        for number in range(2):
            path = tmp_path / "photos" / landscape / f"Photo {number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            coarse = Image.fromarray(random.integers(0, 256, (6, 6, 3), dtype=np.uint8))
            coarse.resize((60, 50), Image.Resampling.BICUBIC).save(path)
    return tmp_path / "photos"


def test_a_folder_by_class_becomes_results_with_a_grey_row(photographs, tmp_path, capsys):
    out = tmp_path / "out"
    command = ["evaluate", "--models", "cgan", "--images", str(photographs), "--size", "48", "--own", "--out", str(out)]
    assert main(command) == 0
    results = load_results(out)
    assert [model.name for model in results.models] == ["grey", "cgan", "cgan-own"]
    assert [picture.id for picture in results.pictures] == [
        "coast-photo-0", "coast-photo-1", "forest-photo-0", "forest-photo-1",
    ]  # fmt: skip
    assert set(results.summary["grey"]) == {"all", "coast", "forest"}
    assert results.summary["grey"]["all"]["colourfulness"] == pytest.approx(0, abs=0.05)
    assert results.summary["original"]["all"]["mae"] == 0
    assert results.summary["original"]["all"]["colourfulness"] > 5
    low, high = results.intervals["cgan"]["all"]["mae"]
    assert low <= results.summary["cgan"]["all"]["mae"] <= high
    values = [picture.values["cgan"]["mae"] for picture in results.pictures]
    assert results.summary["cgan"]["all"]["mae"] == pytest.approx(np.mean(values), rel=1e-4)
    assert results.summary["cgan"]["coast"]["mae"] == pytest.approx(np.mean(values[:2]), rel=1e-4)
    for version in ("original", "grey", "cgan", "cgan-own"):
        with Image.open(results.image_path(results.pictures[0], version)) as image:
            assert image.size == (48, 48)
    assert "Grey passthrough" in capsys.readouterr().out


def test_a_split_of_a_manifest(prepared, tmp_path):
    command = ["evaluate", "--models", "baseline", "--manifest", str(prepared), "--size", "32", "--limit", "3"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    assert 1 <= len(load_results(tmp_path / "out").pictures) <= 3


def test_another_systems_pictures_get_the_same_rows(photographs, tmp_path, capsys):
    for path in photographs.rglob("*.png"):  # one system found the true colours, the other lost them all
        for name, mode in (("perfect", "RGB"), ("none", "L")):
            target = tmp_path / name / path.parent.name / f"{path.stem}.webp"
            target.parent.mkdir(parents=True, exist_ok=True)
            Image.open(path).convert(mode).convert("RGB").save(target, lossless=True)
    command = ["evaluate", "--images", str(photographs), "--size", "48", "--out", str(tmp_path / "out")]
    externals = [f"--external=perfect={tmp_path / 'perfect'}", f"--external=none={tmp_path / 'none'}"]
    assert main([*command, *externals]) == 0
    results = load_results(tmp_path / "out")
    assert [model.name for model in results.models] == ["grey", "perfect", "none"]
    assert results.summary["perfect"]["all"]["mae"] == 0
    assert results.summary["none"]["all"]["colourfulness_difference"] < -5
    (tmp_path / "perfect" / "coast" / "Photo 0.webp").unlink()
    assert main([*command, *externals]) == 2
    assert "holds no picture named like Photo 0.png" in capsys.readouterr().err


def test_grey_photographs_are_left_out_aloud(photographs, tmp_path, capsys):
    Image.new("L", (50, 50)).save(photographs / "coast" / "grey.png")
    (photographs / "coast" / "text.jpg").write_text("no photograph")
    command = ["evaluate", "--models", "cgan", "--images", str(photographs), "--size", "32"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    errors = capsys.readouterr().err
    assert "grey.png is left out: it has no colours" in errors
    assert "text.jpg is left out: This file is no photograph" in errors


def test_mistakes_are_told_in_a_sentence(tmp_path, photographs, capsys):
    assert main(["evaluate", "--models", "cgan", "--images", str(tmp_path), "--out", str(tmp_path / "o")]) == 2
    assert "Sort them into such folders" in capsys.readouterr().err
    assert main(["evaluate", "--models", "nobody", "--images", str(photographs), "--out", str(tmp_path / "o")]) == 2
    assert "no model called 'nobody'" in capsys.readouterr().err
