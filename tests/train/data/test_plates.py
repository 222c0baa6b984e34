"""Old colour plates: fog and decay."""

import numpy as np
import pytest

from train.data.plates import MOST_PURPLE, balanced, purple_share, without_fog


@pytest.fixture
def scene() -> np.ndarray:
    """Grey of every tone, sRGB (64, 64, 3)."""
    tones = np.linspace(0, 255, 64 * 64).reshape(64, 64)
    return np.repeat(np.round(tones).astype(np.uint8)[..., None], 3, axis=-1)


def test_fog_colours_the_shadows_and_is_taken_away(scene):
    linear = (scene.astype(float) / 255) ** 2.2
    fogged = linear * (1 - np.array([0.04, 0, 0.01])) + np.array([0.04, 0, 0.01])
    plate = np.round(fogged ** (1 / 2.2) * 255).astype(np.uint8)
    shadows, lights = slice(4, 16), slice(56, 64)
    casts = np.ptp(plate[shadows].astype(int), axis=-1)
    assert casts.min() > 10 > np.ptp(plate[lights].astype(int), axis=-1).max()
    # White balance alone does not remove it.
    assert np.ptp(balanced(plate)[0][shadows].astype(int), axis=-1).mean() > 10
    assert np.ptp(without_fog(plate)[shadows].astype(int), axis=-1).mean() < casts.mean() / 4


def test_a_plate_without_fog_stays(scene):
    np.testing.assert_array_equal(without_fog(scene), scene)


def test_purple_is_decay_and_red_green_and_blue_are_not():
    colours = {"magenta": (170, 60, 150), "violet": (90, 60, 170)}
    for colour in colours.values():
        assert purple_share(np.full((8, 8, 3), colour, np.uint8)) == 1 > MOST_PURPLE
    for colour in ((150, 50, 40), (70, 110, 50), (90, 140, 190), (120, 120, 124)):
        assert purple_share(np.full((8, 8, 3), colour, np.uint8)) == 0
