"""Panoramas are measured in all three ways, and existing seams are detected."""

import numpy as np
import pytest
from PIL import Image

from tests.test_samples import SAMPLES
from train.__main__ import main
from train.studies import panorama


def test_a_seam_is_a_step_and_a_gentle_change_is_none():
    gentle = np.zeros((8, 64, 2), np.float32)
    gentle[..., 0] = np.linspace(-20, 20, 64)
    assert panorama.steps_at(gentle, [16, 32]) == pytest.approx(0, abs=1e-4)
    seam = gentle.copy()
    seam[:, 32:] += (3, 4)
    assert panorama.steps_at(seam, [16, 32]) == pytest.approx([0, 5], abs=0.7)


@pytest.mark.parametrize("size", [(200, 480), (300, 400)])
def test_a_strip_is_as_wide_as_its_photograph(size):
    for wide in panorama.PROPORTIONS:
        height, width = panorama.strip(np.zeros(size, np.uint8), wide).shape[:2]
        assert width == wide * height > size[1] - wide


def test_every_way_is_measured_and_the_command_kept(tmp_path, monkeypatch):
    (tmp_path / "photos" / "coast").mkdir(parents=True)
    with Image.open(SAMPLES / "coast" / "sea-at-sunset.jpg") as picture:
        picture.resize((480, 320)).save(tmp_path / "photos" / "coast" / "a.png")
    words = ["study", "panorama", "--images", str(tmp_path / "photos"), "--out", str(tmp_path), "--model", "cgan"]
    monkeypatch.setattr("sys.argv", ["train", *words])
    assert main(words) == 0
    text = (tmp_path / "panorama.md").read_text()
    assert all(f" {way} |" in text for way in panorama.WAYS) and "| 8:1" in text and "\n3 strips" in text
    assert "Made by `python -m train study panorama --images" in text
