"""Negatives are detected, with hardly any false alarms on photographs."""

from pathlib import Path

import numpy as np
import pytest

from colourizer import Photo, load_photo
from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.frame.frame import WHOLE, Area, Frame
from colourizer.frame.negative import SIDE, features, looks_negative, score

SAMPLES = sorted((Path(__file__).parents[3] / "assets" / "samples").glob("*/*.jpg"))


def test_a_negative_has_the_opposite_score():
    lightness = np.random.default_rng(0).uniform(0, 100, (SIDE, SIDE)).astype(np.float32)
    np.testing.assert_allclose(features(LIGHTNESS_MAX - lightness), -features(lightness), atol=1e-4)
    assert score(LIGHTNESS_MAX - lightness) == pytest.approx(-score(lightness), abs=1e-3)


def test_no_sample_is_called_a_negative_and_some_of_their_negatives_are():
    photos = [load_photo(path) for path in SAMPLES]
    assert not any(looks_negative(photo, WHOLE) for photo in photos)
    assert sum(looks_negative(photo.inverted(), WHOLE) for photo in photos) >= 3


def test_only_what_is_framed_is_judged():
    photo = max((load_photo(path) for path in SAMPLES), key=lambda each: looks_negative(each.inverted(), WHOLE))
    negative = photo.inverted().lightness
    height, width = negative.shape
    scan = np.full((2 * height, 2 * width), 98, np.float32)
    scan[height // 2 : height // 2 + height, width // 2 : width // 2 + width] = negative
    assert looks_negative(Photo(scan), Frame((Area(0.25, 0.25, 0.5, 0.5),), "chosen"))


@pytest.mark.parametrize("size", [(1, 1), (200, 3)])
def test_a_blank_is_no_negative(size):
    assert not looks_negative(Photo(np.full(size, 50, np.float32)), WHOLE)
