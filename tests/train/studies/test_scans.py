"""Simulated scans with known frames, and the accuracy of frame detection on them."""

from pathlib import Path

import numpy as np
import pytest

from colourizer.frame.frame import WHOLE, Area, Frame
from colourizer.photo.photo import load_photo
from train.__main__ import main
from train.studies.frames import iou, measured
from train.studies.scans import KINDS, made_scan

SAMPLES = sorted((Path(__file__).parents[3] / "assets" / "samples").glob("*/*.jpg"))


@pytest.fixture(scope="module")
def photographs() -> list[np.ndarray]:
    return [load_photo(path).reduced(640).lightness for path in SAMPLES]


def test_a_scan_is_the_same_for_the_same_seed(photographs):
    one, two, other = (made_scan(photographs, seed) for seed in (3, 3, 3 + len(KINDS)))
    np.testing.assert_array_equal(one.lightness, two.lightness)
    assert one.frame == two.frame
    assert one.kind == other.kind and one.frame != other.frame
    assert one.lightness.dtype == np.float32 and one.lightness.min() >= 0 and one.lightness.max() <= 100


def test_the_frame_of_a_scan_is_where_its_photograph_is(photographs):
    scan = made_scan(photographs, list(KINDS).index("black border"))
    inside = scan.frame.mask(scan.lightness.shape[::-1]) > 0.5
    assert scan.lightness[~inside].mean() < 15 < 25 < scan.lightness[inside].mean()


def test_overlap_counts_what_both_cover():
    left, right = Frame((Area(0, 0, 0.5, 1),), ""), Frame((Area(0.25, 0, 0.5, 1),), "")
    assert iou(left, right) == pytest.approx(1 / 3, abs=0.01)
    assert iou(WHOLE, WHOLE) == 1
    assert iou(left, WHOLE) == pytest.approx(0.5, abs=0.01)


def test_frames_are_found_as_well_as_the_page_says(photographs):
    found = [measured(photographs, seed) for seed in range(2000, 2000 + 3 * len(KINDS))]
    values = [each.iou for each in found]
    assert np.median(values) >= 0.98
    assert np.quantile(values, 0.1) >= 0.95
    assert np.mean([each.counted for each in found]) >= 0.9
    assert all(each.iou == 1 for each in found if each.kind == "no border")


def test_the_study_writes_both_tables_and_a_sheet(tmp_path, monkeypatch):
    words = [
        "study",
        "frames",
        "--samples",
        str(SAMPLES[0].parents[1]),
        "--scans",
        "2",
        "--images",
        str(SAMPLES[0].parent),
    ]
    words += ["--cut", str(tmp_path / "cut.png"), "--out", str(tmp_path)]
    monkeypatch.setattr("sys.argv", ["train", *words])
    assert main(words) == 0
    text = (tmp_path / "frames.md").read_text()
    assert "IoU, median" in text and "more than 2 % outside" in text
    assert "Made by `python -m train study frames" in text


def test_an_empty_folder_is_told(tmp_path, capsys):
    assert main(["study", "frames", "--scans", "0", "--images", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "holds no photographs" in capsys.readouterr().err
