"""Error maps: per-pixel errors whose mean is the metric, and a scale from black to bright."""

import numpy as np
import pytest

from colourizer.colour.lab import lab_to_rgb
from colourizer.evaluation.error_maps import chroma_error_map, ciede2000_map, painted
from colourizer.evaluation.metrics import ciede2000


@pytest.fixture
def pair() -> tuple[np.ndarray, np.ndarray]:
    truth = np.random.default_rng(0).integers(0, 256, (6, 9, 3), np.uint8)
    wrong = truth.copy()
    wrong[2, 5] = 255 - wrong[2, 5]
    return wrong, truth


@pytest.mark.parametrize("measure", [ciede2000_map, chroma_error_map])
def test_only_the_wrong_pixel_has_an_error(pair, measure):
    error = measure(*pair)
    assert error.shape == (6, 9) and error.dtype == np.float32
    assert np.argwhere(error > 0.01).tolist() == [[2, 5]]


def test_the_mean_of_the_map_is_the_metric(pair):
    assert ciede2000_map(*pair).mean() == pytest.approx(ciede2000(*pair))


def test_the_chroma_error_is_a_distance_in_a_and_b_alone():
    lab = np.float32([[[50, 0, 0], [50, 0, 0], [50, 10, 10]], [[50, 30, 0], [70, 0, 0], [50, 10, 10]]])
    rgb = (lab_to_rgb(lab) * 255).round().astype(np.uint8)
    error = chroma_error_map(rgb[1:], rgb[:1])
    assert error[0] == pytest.approx([30, 0, 0], abs=0.6), "8-bit sRGB is exact to about half a unit"


def test_the_scale_is_black_at_zero_and_brightens_up_to_the_worst():
    scale = painted(np.linspace(0, 60, 61)[None], 40)
    brightness = scale[0].astype(int).sum(axis=1)
    assert scale.shape == (1, 61, 3) and brightness[0] < 10 and (np.diff(brightness[:41]) > 0).all()
    assert (scale[0, 40:] == scale[0, 40]).all(), "what is worse than the worst is as bright as it"
    assert scale[0, 20, 0] > scale[0, 20, 2], "orange, not blue: red comes first"
