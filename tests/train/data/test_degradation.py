"""Simulated damage and borders."""

import cv2
import numpy as np

from colourizer.colour.lab import rgb_to_lightness
from train.data.borders import bordered
from train.data.degradation import printed


def test_damage_keeps_lightness_in_range_and_repeats_by_its_seed():
    rgb = np.random.default_rng(0).random((40, 50, 3), dtype=np.float32)
    lightness = rgb_to_lightness(rgb)
    differences, covered = [], []
    for seed in range(60):
        old = printed(rgb, lightness, np.random.default_rng(seed))
        assert old.lightness.shape == lightness.shape == old.picture.shape and old.lightness.dtype == np.float32
        assert old.lightness.min() >= 0 and old.lightness.max() <= 100
        again = printed(rgb, lightness, np.random.default_rng(seed))
        np.testing.assert_array_equal(old.lightness, again.lightness)
        np.testing.assert_array_equal(old.picture, again.picture)
        differences.append(np.abs(old.lightness - lightness).mean())
        covered.append(1 - old.picture.mean())
    assert np.median(differences) > 2
    assert 10 < np.count_nonzero(covered) < 35 and max(covered) < 0.9


def test_borders_leave_the_photograph_where_it_was():
    tones = np.random.default_rng(0).random((60, 80)).astype(np.float32)
    for seed in range(30):
        bordered_tones, picture = bordered(tones, np.random.default_rng(seed))
        inner = cv2.erode(np.pad(picture, 1).astype(np.uint8), np.ones((9, 9), np.uint8))[1:-1, 1:-1].astype(bool)
        np.testing.assert_allclose(bordered_tones[inner], tones[inner], atol=0.02)
        assert picture.any()
