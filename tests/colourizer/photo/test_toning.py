"""Grey, toned and colour pictures are distinguished, on the bundled photographs and simulated toned prints."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from colourizer.colour.lab import lab_to_rgb, lightness_of
from colourizer.photo.photo import Kind, Photo, load_rgb, reduced

SAMPLES = sorted((Path(__file__).parents[3] / "assets" / "samples").glob("*/*.jpg"))
# Lab ab at L 0, 33, 67 and 100, as in prints: none in the paper's white and the deepest black, most between.
TONES = {
    Kind.SEPIA: [(2, 4), (10, 22), (6, 18), (2, 10)],
    Kind.CYANOTYPE: [(3, -25), (-3, -38), (-8, -25), (-2, -5)],
    Kind.TONED: [(2, -1), (18, -3), (12, -2), (2, 0)],
}
RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def photographs() -> list[np.ndarray]:
    return [reduced(load_rgb(path), 400) for path in SAMPLES]


def toned(rgb: np.ndarray, tone: list[tuple[float, float]]) -> np.ndarray:
    """A scan of a toned print: lower contrast than the photograph, grain, and JPEG compression."""
    lightness = lightness_of(rgb)
    ab = [np.interp(lightness, np.linspace(0, 100, len(tone)), values) for values in zip(*tone, strict=True)]
    scan = lab_to_rgb(np.dstack([lightness * 0.85 + 8, *ab]).astype(np.float32))
    scan = np.clip(scan + RANDOM.normal(0, 0.02, scan.shape), 0, 1)
    _, file = cv2.imencode(".jpg", np.round(scan[..., ::-1] * 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return cv2.imdecode(file, cv2.IMREAD_COLOR)[..., ::-1]


def test_the_bundled_photographs_are_in_colour(photographs):
    kinds = [Photo.from_rgb(rgb).kind for rgb in photographs]
    assert kinds.count(Kind.COLOUR) == len(SAMPLES)


@pytest.mark.parametrize("kind", TONES)
def test_toned_prints_are_known_by_their_tone(photographs, kind):
    kinds = [Photo.from_rgb(toned(rgb, TONES[kind])).kind for rgb in photographs]
    assert kinds.count(kind) >= 0.9 * len(SAMPLES)
    assert kind.toned
    assert not Photo(np.zeros((2, 2), np.float32), kind).in_colour


def test_grey_is_grey_on_yellowed_paper_too(photographs):
    for rgb in photographs[::5]:
        grey = cv2.cvtColor(lightness_of(rgb) / 100, cv2.COLOR_GRAY2RGB)
        assert Photo.from_rgb(grey).kind is Kind.GREY
        paper = (grey * np.float32([1, 0.99, 0.965]) * 255).round().astype(np.uint8)
        assert Photo.from_rgb(paper).kind is Kind.GREY


def test_the_smallest_pictures_have_a_kind():
    assert Photo.from_rgb(np.uint8([[[255, 0, 0]]])).kind is Kind.COLOUR
    assert Photo.from_rgb(np.uint8([[[0, 0, 0]]])).kind is Kind.GREY
