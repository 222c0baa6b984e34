"""The study of colour hints: hints are applied, and the measurements are plausible."""

from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from colourizer.hints import Hint
from colourizer.pipeline import Colourizer
from train.report import hints_page
from train.studies import hints


@pytest.fixture
def paths(tmp_path):
    random = np.random.default_rng(0)
    for number in range(2):
        coarse = random.integers(0, 256, (3, 4, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((180, 160), Image.Resampling.BICUBIC).save(tmp_path / f"{number}.png")
    return sorted(tmp_path.glob("*.png"))


def test_many_hints_come_nearer_to_the_truth_in_every_way(paths):
    measured = hints.gains(Colourizer.from_pretrained("chroma"), paths, 64)
    assert list(measured) == [*map(str, hints.COUNTS), "largest region"]
    for way in hints.WAYS:
        assert measured["50"][way] > measured["5"][way] > measured["0"][way]


def test_hints_alone_are_linear_between_and_nearest_beyond():
    corners = [Hint(x, y, 40 * x, 0) for x in (0.25, 0.75) for y in (0.25, 0.75)]
    ab = hints.interpolated(corners, (40, 40))
    assert ab[20, 20, 0] == pytest.approx(20, abs=0.6) and ab[20, 15, 0] == pytest.approx(15, abs=0.6)
    assert ab[0, 0, 0] == 10 and ab[39, 39, 0] == 30
    assert not hints.interpolated([], (4, 4)).any()


def test_the_largest_region_is_named_by_its_mean_and_pointed_at_within_it():
    ab = np.zeros((64, 64, 2), np.float32)
    ab[10:60, 24:] = (30, 20)
    ab[:10] = (-20, 0)
    hint = hints.largest_region(ab)
    assert (hint.a, hint.b) == pytest.approx((30, 20), abs=1.5)
    assert hint.x > 24 / 64 and 10 / 64 < hint.y < 60 / 64


def test_study_and_page(paths, tmp_path, monkeypatch):
    folder = tmp_path / "photographs" / "coast"
    folder.mkdir(parents=True)
    paths[0].rename(folder / "a.png")
    monkeypatch.setattr(hints, "SIZES", (32, 64))
    out = tmp_path / "inputs" / "studies"
    text = hints.measure(
        SimpleNamespace(model="chroma", manifest=None, images=folder.parent, photographs=1, out=out),  # pyright: ignore
    )
    assert "At 32x32 pixels" in text and "largest region" in text
    (out / "hints.md").write_text(text)
    hints_page.write(tmp_path / "inputs", tmp_path)
    assert "# Colour hints" in (tmp_path / "hints.md").read_text()
    assert "as a reference" not in (tmp_path / "hints.md").read_text()
    (out / "reference.md").write_text("| what was measured |")
    (tmp_path / "inputs" / "reference-notes.md").write_text("What it says.")
    hints_page.write(tmp_path / "inputs", tmp_path)
    assert "photograph as a reference" in (page := (tmp_path / "hints.md").read_text())
    assert page.index("What it says.") < page.index("| what was measured |")
    with Image.open(tmp_path / "hints.png") as figure:
        assert figure.width > 600
