"""Evaluation: grey passthrough, means, and folders by class."""

import shutil

import numpy as np
import pytest
from PIL import Image

from colourizer.checkpoint import BUNDLED
from colourizer.evaluation.results import load_results
from train.__main__ import main
from train.evaluation.photographs import from_folder


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


def test_what_is_made_of_the_grey_pictures_in_a_results_folder_is_found_by_their_names(tmp_path):
    """They are square, even if the photographs are not, and named by their keys."""
    folder = tmp_path / "photographs" / "coast"
    folder.mkdir(parents=True)
    Image.new("RGB", (96, 48), (200, 120, 40)).save(folder / "Photo 0.png")
    command = ["evaluate", "--images", str(folder.parent), "--size", "48"]
    assert main([*command, "--out", str(tmp_path / "first")]) == 0
    grey = tmp_path / "first" / "pictures" / "grey"
    assert [path.name for path in grey.iterdir()] == ["coast-photo-0.webp"]
    assert main([*command, "--external", f"Same={grey}", "--out", str(tmp_path / "second")]) == 0
    summary = load_results(tmp_path / "second").summary
    assert summary["same"]["all"]["mae"] == pytest.approx(summary["grey"]["all"]["mae"])


def _coloured(photographs, folder):
    """The output of a system that found the true colours."""
    for path in photographs.rglob("*.png"):
        target = folder / path.parent.name / f"{path.stem}.webp"
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.open(path).convert("RGB").save(target, lossless=True)
    return folder


def test_a_missing_a_broken_and_a_cropped_picture_are_cases_less_in_one_row(photographs, tmp_path, capsys):
    folder = _coloured(photographs, tmp_path / "theirs")
    (folder / "coast" / "Photo 0.webp").unlink()
    (folder / "coast" / "Photo 1.webp").write_bytes(b"RIFF, but no picture")
    Image.new("RGB", (30, 30)).save(folder / "forest" / "Photo 0.webp")
    command = ["evaluate", "--images", str(photographs), "--size", "48", "--out", str(tmp_path / "out")]
    assert main([*command, f"--external=DeOldify={folder}"]) == 0
    told = capsys.readouterr()
    for sentence in (
        "Photo 0.png is left out of the row of DeOldify",
        "holds no picture named like Photo 0.png",
        "Photo 1.webp: ",
        "other proportions",
    ):
        assert sentence in told.err, sentence
    assert "| DeOldify (1 of 4) | 0.0000" in told.out
    results = load_results(tmp_path / "out")
    assert [(model.name, model.title) for model in results.models][1] == ("deoldify", "DeOldify")
    assert len(results.pictures) == 4 and ["deoldify" in p.values for p in results.pictures] == [False] * 3 + [True]
    assert set(results.summary["deoldify"]) == {"all", "forest"} and len(results.summary["grey"]) == 3


@pytest.mark.parametrize("name", ["original", "grey", "Grey", "../../../x", "", "cgan-own", "x-certainty", "日本"])
def test_no_name_replaces_the_truth_or_leaves_the_folder(name, photographs, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        "train.evaluation.evaluate.Colourizer.from_pretrained", lambda _: pytest.fail("computed before it asked")
    )
    command = ["evaluate", "--models", "cgan", "--images", str(photographs), "--out", str(tmp_path / "a" / "b" / "out")]
    assert main([*command, f"--external={name}={_coloured(photographs, tmp_path / 'theirs')}"]) == 2
    assert "name" in capsys.readouterr().err
    assert not list((tmp_path / "a").rglob("*.webp"))


def test_two_of_one_name_are_refused(photographs, tmp_path, capsys):
    theirs = _coloured(photographs, tmp_path / "theirs")
    command = ["evaluate", "--images", str(photographs), "--out", str(tmp_path / "out")]
    assert main([*command, "--models", "cgan", f"--external=cGAN={theirs}"]) == 2
    assert "Two of these would be called 'cgan'" in capsys.readouterr().err


def test_a_runs_own_name_is_made_valid_and_the_gallery_reads_it(photographs, tmp_path, capsys):
    run = tmp_path / "Lambda_40" / "checkpoint"
    shutil.copytree(BUNDLED / "cgan", run)
    command = ["evaluate", "--models", str(run), "--images", str(photographs), "--size", "32"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    assert [model.name for model in load_results(tmp_path / "out").models] == ["grey", "lambda-40"]


def test_photographs_whose_colours_nobody_knows_are_shown_and_not_compared(photographs, tmp_path, capsys):
    for path in photographs.rglob("*.png"):
        Image.open(path).convert("L").save(path)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    Image.new("RGB", (60, 50), "red").save(theirs / "Photo 0.png")
    command = ["evaluate", "--models", "chroma", "--images", str(photographs), "--size", "32", "--unknown"]
    assert main([*command, f"--external=Theirs={theirs}", "--out", str(tmp_path / "out")]) == 0
    results = load_results(tmp_path / "out")
    assert not results.known and results.metrics == ("colourfulness",) and not results.certainty
    assert [model.name for model in results.models] == ["grey", "chroma", "chroma-faithful", "theirs"]
    assert "theirs" in results.pictures[0].values and "theirs" not in results.pictures[1].values
    assert results.image_path(results.pictures[0], "theirs").exists()
    assert "mae" not in capsys.readouterr().out


def test_names_of_other_alphabets_do_not_hide_each_other(photographs, tmp_path):
    for name in ("日本.png", "東京.png", "photo-0.png"):
        shutil.copy(photographs / "coast" / "Photo 0.png", photographs / "coast" / name)
    samples = from_folder(photographs)
    assert len({sample.id for sample in samples}) == len(samples) == 7


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["--size", "0"], "at least 16 pixels"),
        (["--size", "4"], "at least 16 pixels"),
        (["--limit", "0"], "--limit is 0"),
        (["--out", "/dev/null/x"], "cannot be made"),
    ],
)
def test_numbers_and_places_that_cannot_be_used(words, sentence, photographs, tmp_path, capsys):
    assert main(["evaluate", "--images", str(photographs), "--out", str(tmp_path / "o"), *words]) == 2
    told = capsys.readouterr().err
    assert sentence in told and "Traceback" not in told


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
