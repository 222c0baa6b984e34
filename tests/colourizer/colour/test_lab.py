"""Lab conversion, and the guarantee that lightness is preserved."""

import numpy as np
import pytest
from skimage.color import rgb2lab

from colourizer.colour import lab

RED_IN_LAB = (53.24, 80.09, 67.20)  # sRGB (1, 0, 0), from CIE tables


@pytest.fixture(scope="module")
def random_rgb():
    return np.random.default_rng(0).random((300, 200, 3), dtype=np.float32)


def test_lab_agrees_with_scikit_image(random_rgb):
    assert np.abs(lab.rgb_to_lab(random_rgb) - rgb2lab(random_rgb)).max() < 0.05


def test_channels_are_in_the_order_red_green_blue():
    red = np.float32([[[1, 0, 0]]])
    np.testing.assert_allclose(lab.rgb_to_lab(red)[0, 0], RED_IN_LAB, atol=0.1)


def test_a_round_trip_through_lab_changes_nothing(random_rgb):
    assert np.abs(lab.lab_to_rgb(lab.rgb_to_lab(random_rgb)) - random_rgb).max() < 5e-4


def test_grey_has_no_chroma_and_comes_back_exactly():
    grey = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    rgb = lab.lightness_to_rgb(lab.grey_to_lightness(grey))
    np.testing.assert_array_equal(np.round(rgb * 255), np.round(np.dstack([grey] * 3) * 255))


def test_joining_keeps_lightness_even_where_no_such_colour_exists():
    random = np.random.default_rng(1)
    lightness = random.random((200, 200), dtype=np.float32) * 100
    chroma = random.uniform(-110, 110, (200, 200, 2)).astype(np.float32)  # most of these are outside sRGB
    rgb = lab.join(lightness, chroma)
    assert rgb.min() >= 0 and rgb.max() <= 1
    assert np.abs(lab.rgb_to_lightness(rgb) - lightness).max() < 0.05


def test_joining_keeps_a_colour_that_exists(random_rgb):
    known = lab.rgb_to_lab(random_rgb)
    rgb = lab.join(np.ascontiguousarray(known[..., 0]), known[..., 1:])
    assert np.abs(rgb - random_rgb).max() < 5e-3


def test_reduced_chroma_keeps_its_hue():
    lightness, chroma = np.full((1, 2), 60, np.float32), np.float32([[[100, 40], [-60, -70]]])
    joined = lab.rgb_to_lab(lab.join(lightness, chroma))[0]
    for pixel, wanted in zip(joined, chroma[0], strict=True):
        kept = np.hypot(*pixel[1:])
        assert 20 < kept < np.hypot(*wanted)
        np.testing.assert_allclose(pixel[1:] / kept, wanted / np.hypot(*wanted), atol=0.01)


def test_black_and_white_have_no_colour():
    rgb = lab.join(np.float32([[0, 100]]), np.full((1, 2, 2), 60, np.float32))
    np.testing.assert_allclose(rgb[0], [[0, 0, 0], [1, 1, 1]], atol=2e-3)
