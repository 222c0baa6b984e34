"""`python -m train prepare`: pictures left out and counted, the people option, and plain error messages."""

import csv
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from colourizer.classes import LandscapeClass
from tests.train.pictures import labelled, picture, run, save
from train.data import picture_check, prepare
from train.data.manifest import read_manifest, split_of

LANDSCAPES = Path(__file__).resolve().parents[4] / "shared" / "data" / "landscapes"


def test_each_reason_is_counted(tmp_path, capsys):
    first, second = tmp_path / "first", tmp_path / "second"
    original = save(picture(0), first / "sea" / "original.jpg")
    (first / "sea" / "copy.jpg").write_bytes(original.read_bytes())
    (first / "sea" / "cut.jpg").write_bytes(original.read_bytes()[:-900])
    (first / "sea" / "text.jpg").write_text("no picture")
    save(picture(1, (400, 127)), first / "sea" / "small.jpg")
    grey = picture(2).convert("L")
    save(grey, first / "sea" / "grey.jpg")
    save(grey.convert("RGB"), first / "sea" / "grey in three channels.png")
    toned = np.asarray(grey, dtype=np.float64)[..., None] * [1.0, 0.9, 0.75]
    save(Image.fromarray(toned.astype(np.uint8)), first / "sea" / "sepia.jpg")
    save(picture(3), first / "kitchen" / "3.jpg")
    save(picture(0, (150, 131)), second / "ocean" / "again.jpg", quality=70)
    save(picture(4), second / "ocean" / "4.jpg")

    out = tmp_path / "out"
    assert run(out, f"intel={first}", f"sun={second}") == 0
    with (out / "left-out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["reason"] for row in rows) == {
        "unreadable (corrupt or truncated)": 2,
        "tiny (short side under 128 pixels)": 1,
        "grey": 2,
        "toned (a single hue)": 1,
        "exact duplicate": 1,
        "near duplicate": 1,
        "class not among the six: kitchen": 1,
    }
    assert all(Path(row["path"]).is_file() for row in rows)
    assert {entry.path.name for entry in read_manifest(out)} <= {"original.jpg", "copy.jpg", "4.jpg"}

    printed, readme = capsys.readouterr().out, (out / "README.md").read_text()
    for line in ("| intel  |    9 |        8 |    1 |", "| sun    |    2 |        1 |    1 |"):
        assert line in printed
        assert line in readme
    assert f"python -m train prepare --source=intel={first} --source=sun={second} --out={out}" in readme
    assert not list(out.glob("*.tmp"))


def test_a_vivid_single_hue_is_kept():
    ramp = np.linspace(0.5, 1, 96, dtype=np.float32)[:, None, None].repeat(96, axis=1)
    assert picture_check.colour_reason(ramp * np.float32([0.9, 0.45, 0.1])) == ""
    assert picture_check.colour_reason(ramp * np.float32([0.9, 0.85, 0.75])) == "toned (a single hue)"


def test_size_is_that_of_the_upright_picture_even_when_decoded_reduced(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(0, (1200, 800)).save(tmp_path / "turned.jpg", exif=exif)
    seen = picture_check.check_picture(tmp_path / "turned.jpg")
    assert (seen.reason, seen.width, seen.height) == ("", 800, 1200)


def around_red(picture: np.ndarray, threshold: float) -> np.ndarray:
    """A fake detector that finds a person in the middle of red pictures."""
    red, green, blue = picture.mean(axis=(0, 1))
    score = 0.9 if red > 1.5 * green and red > 1.5 * blue else 0.1
    return np.array([[0.25, 0, 0.75, 1, score]] if score >= threshold else np.empty((0, 5)), np.float32)


def test_what_is_held_out_is_left_out_and_counted(tmp_path, capsys):
    mine, hashes = tmp_path / "mine", tmp_path / "held-out.csv"
    for number in range(3):
        save(picture(number), mine / "coast" / f"{number}.png")
    kept = picture_check.check_picture(mine / "coast" / "1.png").phash ^ 0b111111  # six bits away
    hashes.write_text(f"phash,dhash\n{kept:016x},0\n")
    assert run(tmp_path / "out", f"mine={mine}", more=("--held-out", str(hashes))) == 0
    assert {entry.path.name for entry in read_manifest(tmp_path / "out")} == {"0.png", "2.png"}
    assert "| held out |" in capsys.readouterr().out
    assert f"--held-out={hashes}" in (tmp_path / "out" / "README.md").read_text()
    hashes.write_text(f"phash\n{kept ^ 0b1000000:016x}\n")  # seven
    assert run(tmp_path / "again", f"mine={mine}", more=("--held-out", str(hashes))) == 0
    assert len(read_manifest(tmp_path / "again")) == 3
    hashes.write_text("sha1\nabc\n")
    assert run(tmp_path / "never", f"mine={mine}", more=("--held-out", str(hashes))) == 2
    assert "holds no perceptual hashes: name a CSV file" in capsys.readouterr().err


def test_people_are_left_out_on_request_and_nobody_else_moves(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(prepare, "load_detector", lambda folder: SimpleNamespace(boxes=around_red))
    mine = labelled(tmp_path / "a", range(12))
    for seed in (20, 21):
        red = np.asarray(picture(seed)) * np.array([1.0, 0.2, 0.2])
        save(Image.fromarray(red.astype(np.uint8)), mine / "coast" / f"person {seed}.jpg")
    kept, without = tmp_path / "kept", tmp_path / "without"
    assert run(kept, f"a={mine}") == 0
    assert "people are kept" in capsys.readouterr().out
    assert not (kept / "people.csv").exists()
    assert run(without, f"a={mine}", more=("--people", "leave-out", "--people-threshold", "0.5")) == 0
    printed, readme = capsys.readouterr().out, (without / "README.md").read_text()
    assert "people are kept" not in printed
    assert "| shows people |   2 |   2 |" in printed
    assert re.search(r"## People\n\n.*\n.*\n\| Coasts +\| +14 \| +2 \|\n", printed)
    assert f"--out={without} --people=leave-out --people-threshold=0.5" in readme
    before, after = read_manifest(kept), read_manifest(without)
    assert after == [entry for entry in before if not entry.path.name.startswith("person")]
    assert len(before) == len(after) + 2

    # Another threshold needs no new analysis, as the scores are stored.
    monkeypatch.setattr(prepare, "load_detector", lambda folder: SimpleNamespace(boxes=None))
    assert run(without, f"a={mine}", more=("--people", "leave-out", "--people-threshold", "0.95")) == 0
    assert read_manifest(without) == before

    masked = tmp_path / "masked"
    monkeypatch.setattr(prepare, "load_detector", lambda folder: SimpleNamespace(boxes=around_red))
    assert run(masked, f"a={mine}", more=("--people", "mask")) == 0
    assert re.search(r"## People\n\n.*masked.*\n.*\n\| Coasts +\| +14 \| +2 \|\n", capsys.readouterr().out)
    boxes = {entry.path.name: entry.people for entry in read_manifest(masked)}
    assert {name for name, people in boxes.items() if people} == {"person 20.jpg", "person 21.jpg"}
    assert boxes["person 20.jpg"] == ((0.25, 0.0, 0.75, 1.0),)


def test_a_missing_detector_is_said_before_anything_is_read(tmp_path, capsys):
    mine = labelled(tmp_path / "a", range(2))
    assert run(tmp_path / "out", f"a={mine}", more=("--people", "leave-out", "--detector", str(tmp_path))) == 2
    said = capsys.readouterr().err
    assert "npm install" in said
    assert "--people keep" in said
    assert run(tmp_path / "out", f"a={mine}", more=("--people-threshold", "2")) == 2
    assert "--people-threshold is 2.0: give a number from 0 to 1." in capsys.readouterr().err
    assert not (tmp_path / "out" / "manifest.csv").exists()


def test_limit_takes_pictures_from_the_whole_source(tmp_path):
    labelled(tmp_path / "a", range(6), "coast")
    labelled(tmp_path / "a", range(6, 12), "street")
    kept = prepare.prepare([("a", tmp_path / "a")], limit=4).entries
    assert Counter(e.landscape for e in kept) == {LandscapeClass.COAST: 2, LandscapeClass.STREET: 2}


def test_the_pool_sees_what_one_process_sees(tmp_path, monkeypatch):
    paths = sorted(labelled(tmp_path / "a", range(4)).rglob("*.jpg"))
    alone = list(picture_check.check_pictures(paths))
    monkeypatch.setattr(picture_check, "_POOL_FROM", 1)
    assert list(picture_check.check_pictures(paths)) == alone


def test_mistakes_are_one_sentence_and_exit_code_2(tmp_path, capsys):
    good = labelled(tmp_path / "good", range(2))
    odd = labelled(tmp_path / "odd", range(1), "kitchen")
    (tmp_path / "empty").mkdir()
    file = save(picture(0), tmp_path / "file.jpg")
    tiny = tmp_path / "tiny"
    save(picture(0, (20, 20)), tiny / "coast" / "0.jpg")
    out = tmp_path / "out"
    for sources, out_folder, limit, message in [
        ([f"a={tmp_path / 'none'}"], out, None, "There is no folder"),
        ([f"a={tmp_path / 'empty'}"], out, None, "holds no pictures"),
        ([str(good)], out, None, "is not NAME=DIR"),
        (["a="], out, None, "is not NAME=DIR"),
        ([f"a={good}", f"a={good}"], out, None, "given twice"),
        ([f"a={odd}"], out, None, "not a known source (intel,"),
        ([f"a={good}"], out, 0, "--limit is 0"),
        ([f"a={tiny}"], out, None, "No picture could be used"),
        ([f"a={good}"], file / "out", None, "cannot be made"),
    ]:
        assert run(out_folder, *sources, limit=limit) == 2
        captured = capsys.readouterr()
        assert message in captured.err
        assert captured.out == ""
        assert captured.err.count("\n") == 1
    assert not (out / "manifest.csv").exists()


@pytest.mark.skipif(not LANDSCAPES.is_dir(), reason=f"{LANDSCAPES} is not here")
def test_the_shared_photographs(tmp_path, capsys):
    assert run(tmp_path, *(f"{name}={LANDSCAPES / name}" for name in ("intel", "miniplaces", "sun")), limit=90) == 0
    entries = read_manifest(tmp_path)
    assert len(entries) >= 0.97 * 270
    assert {entry.landscape for entry in entries} == set(LandscapeClass)
    assert all(entry.split == split_of(entry.phash) for entry in entries)
    assert "Tall buildings" in capsys.readouterr().out
