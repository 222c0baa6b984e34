"""Upsampled chroma is smooth where lightness is, sharp at its edges, and equals the network's chroma on average."""

import cv2
import numpy as np

from colourizer.colour.upsampling import Upsampler


def scene(side: int = 96) -> tuple[np.ndarray, np.ndarray]:
    """A bright blue sky above dark red roofs: CIE L (side, side) and ab (side, side, 2)."""
    lightness = np.full((side, side), 80, np.float32)
    chroma = np.full((side, side, 2), (0, -30), np.float32)
    slope = (np.arange(side) * 0.3).astype(int) + side // 3
    for column, top in enumerate(slope):
        lightness[top:, column], chroma[top:, column] = 30, (30, 20)
    return lightness, chroma


def error(drawn: np.ndarray, truth: np.ndarray) -> float:
    return float(np.hypot(*(drawn - truth).transpose(2, 0, 1)).mean())


def test_an_edge_in_lightness_keeps_its_colours_apart_better_than_bilinear():
    lightness, chroma = scene()
    coarse = cv2.resize(chroma, (12, 12), interpolation=cv2.INTER_AREA)
    drawn = Upsampler.fit(coarse, lightness).drawn(lightness)
    bilinear = cv2.resize(coarse, (96, 96), interpolation=cv2.INTER_LINEAR)
    assert error(drawn, chroma) < 0.7 * error(bilinear, chroma)


def test_the_average_stays_what_the_network_said():
    lightness, _ = scene()
    coarse = np.random.default_rng(0).uniform(-30, 30, (12, 12, 2)).astype(np.float32)
    drawn = Upsampler.fit(coarse, lightness).drawn(lightness)
    again = cv2.resize(drawn, (12, 12), interpolation=cv2.INTER_AREA)
    assert error(again, coarse) < 4 < error(np.zeros_like(coarse), coarse)


def test_texture_in_lightness_does_not_become_texture_in_colour():
    lightness = np.random.default_rng(0).uniform(40, 60, (96, 96)).astype(np.float32)
    drawn = Upsampler.fit(np.full((12, 12, 2), 20, np.float32), lightness).drawn(lightness)
    np.testing.assert_allclose(drawn, 20, atol=0.01)


def test_one_colour_stays_one_colour_at_odd_sizes():
    for size in ((1, 1), (7, 300), (61, 2)):
        drawn = Upsampler.fit(np.full((2, 3, 2), -12, np.float32), np.full(size, 50, np.float32)).drawn(
            np.full(size, 50, np.float32)
        )
        assert drawn.shape == (*size, 2)
        np.testing.assert_allclose(drawn, -12, atol=0.01)
