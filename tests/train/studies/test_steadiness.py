"""The study of steadiness: unchanged colours are measured as unchanged, changed ones as changed."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from train.studies import steadiness


class Painter:
    """Colours a photograph by `rule`, a function of its full-size lightness."""

    name = "painter"

    def __init__(self, rule):
        self.rule = rule

    def __call__(self, photo, frame):
        return SimpleNamespace(adjusted_chroma=self.rule(photo.lightness).astype(np.float32))


@pytest.fixture
def paths(tmp_path):
    random = np.random.default_rng(0)
    for number in range(2):
        coarse = random.integers(0, 256, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((320, 280), Image.Resampling.BICUBIC).save(tmp_path / f"{number}.png")
    return sorted(tmp_path.glob("*.png"))


def test_one_colour_everywhere_does_not_move(paths):
    distances, chroma = steadiness.moves(Painter(lambda grey: np.full((*grey.shape, 2), 3.0)), paths, "none")
    assert {name for kind in steadiness.CHANGES.values() for name in kind} == set(distances)
    assert max(values.max() for values in distances.values()) < 1e-5
    assert chroma == pytest.approx(np.hypot(3, 3), abs=1e-5)


def test_colour_that_stays_on_its_object_is_followed_through_borders_mirrors_and_crops(paths):
    distances, _ = steadiness.moves(Painter(lambda grey: np.stack([grey, grey], axis=-1)), paths, "none")
    for name in steadiness.CHANGES["view"] | steadiness.CHANGES["borders"]:
        assert distances[name].max() < 2.5, name  # caused by resampling
    assert distances["faded to 60..200"].min() > 5


def test_colour_by_place_moves_with_a_border():
    def by_place(grey):
        return np.stack([np.linspace(0, 50, grey.shape[1])[None].repeat(len(grey), 0)] * 2, axis=-1)

    grey = np.zeros((256, 256), np.uint8)
    changed = steadiness.CHANGES["borders"]["white border, 12 %"](grey)
    assert changed.grey.shape == (318, 318) and changed.grey[0, 0] == 245 and changed.grey[159, 159] == 0
    inside = steadiness._cells(by_place(changed.grey).astype(np.float32), changed.inside)
    assert inside[0, 0, 0] == pytest.approx(50 * 31 / 318, abs=0.6)
    assert cv2.mean(inside)[0] == pytest.approx(25, abs=0.2)
