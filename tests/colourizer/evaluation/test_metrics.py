"""Metrics on pictures with known values."""

import subprocess
import sys

import numpy as np
import pytest

from colourizer.evaluation import metrics

RANDOM = np.random.default_rng(0)
PICTURE = RANDOM.integers(0, 256, (32, 32, 3), dtype=np.uint8)


def test_a_picture_is_at_no_distance_from_itself():
    assert metrics.mae(PICTURE, PICTURE) == 0
    assert metrics.psnr(PICTURE, PICTURE) == 100
    assert metrics.ssim(PICTURE, PICTURE) == pytest.approx(1)
    assert metrics.ciede2000(PICTURE, PICTURE) == pytest.approx(0, abs=1e-6)


def test_known_distances():
    black, grey = np.zeros((16, 16, 3), np.uint8), np.full((16, 16, 3), 51, np.uint8)
    assert metrics.mae(grey, black) == pytest.approx(0.2)
    assert metrics.psnr(grey, black) == pytest.approx(20 * np.log10(5))
    # Table 1 of Sharma et al. 2005 is in Lab; this is red against green, as published for sRGB: 86.6.
    red, green = np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)
    red[..., 0], green[..., 1] = 255, 255
    assert metrics.ciede2000(red, green) == pytest.approx(86.6, abs=0.2)


def test_colourfulness_is_nothing_for_grey_and_grows_with_saturation():
    grey = np.repeat(PICTURE[..., :1], 3, axis=2)
    muted = (grey.astype(int) + (PICTURE.astype(int) - grey) // 2).astype(np.uint8)
    assert metrics.colourfulness(grey) == pytest.approx(0, abs=1e-4)
    assert 0 < metrics.colourfulness(muted) < metrics.colourfulness(PICTURE)


def test_colourfulness_is_that_of_the_paper():
    """Half pure red, half pure blue: rg = ±255 or 0, yb = 127.5 or -255."""
    picture = np.zeros((2, 2, 3), np.uint8)
    picture[0, :, 0], picture[1, :, 2] = 255, 255
    spread, shift = np.hypot(127.5, 191.25), np.hypot(127.5, -63.75)
    assert metrics.colourfulness(picture) == pytest.approx(spread + 0.3 * shift, rel=1e-5)


def test_each_metric_is_written_down_once():
    assert list(metrics.METRICS) == [name for name, known in metrics.ALL.items() if known.measure]
    for name, known in metrics.ALL.items():
        assert known.name == name and known.meaning.endswith(".") and known.better is not metrics.Better.UNKNOWN
    assert metrics.metric_of("psnr").heading == "PSNR, dB ↑" and metrics.metric_of("mae").show(0.05) == "0.0500"
    assert metrics.metric_of("unheard-of").show(float("nan")) == "–"


def test_how_far_a_value_is_from_the_best():
    assert metrics.metric_of("psnr").distance(20) == -20 and metrics.metric_of("mae").distance(0.1) == 0.1
    assert metrics.metric_of("colourfulness").distance(30, 40) == 10
    assert metrics.metric_of("colourfulness").distance(30) is None and metrics.metric_of("new").distance(1) is None


def test_a_page_that_only_names_metrics_loads_no_library_that_measures():
    code = "import colourizer.evaluation.metrics, sys; print('skimage' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
