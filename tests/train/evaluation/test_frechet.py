"""The Fréchet distance compared with its textbook formula, and features that depend on a picture's colours."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from train.evaluation.frechet import Lite2Features, frechet_distance


def test_it_is_the_textbook_distance():
    random = np.random.default_rng(0)
    one, other = random.normal(size=(200, 6)), random.normal(1, 2, size=(150, 6)) @ random.normal(size=(6, 6))
    mean = np.square(one.mean(0) - other.mean(0)).sum()
    left, right = np.cov(one.T), np.cov(other.T)
    expected = mean + np.trace(left + right - 2 * sqrtm(left @ right).real)
    assert frechet_distance(one, other) == pytest.approx(expected, rel=1e-6)
    assert frechet_distance(one, one) == pytest.approx(0, abs=1e-9)


def test_the_features_are_those_of_a_network_that_knows_pictures():
    features = Lite2Features()
    random = np.random.default_rng(0)
    pictures = random.integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
    pictures = np.repeat(np.repeat(pictures[:, ::16, ::16], 16, axis=1), 16, axis=2)
    seen = features(pictures)
    assert seen.shape == (2, 1280)
    grey = features(np.repeat(pictures.mean(axis=3, keepdims=True), 3, axis=3).astype(np.uint8))
    bright = features(np.clip(pictures.astype(int) + 4, 0, 255).astype(np.uint8))
    assert np.square(seen - grey).sum() > 3 * np.square(seen - bright).sum()
