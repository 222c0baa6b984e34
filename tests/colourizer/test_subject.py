"""Pictures that are not landscape photographs are labelled; landscapes are not."""

import cv2
import numpy as np
import pytest

from colourizer import Photo, load_photo
from colourizer.frame.frame import Area, Frame
from colourizer.photo.photo import load_rgb
from colourizer.subject import Subject, largest_face, subject_of
from tests.test_samples import SAMPLES

PHOTOGRAPHS = sorted(SAMPLES.glob("*/*.jpg"))
RANDOM = np.random.default_rng(0)


def document() -> np.ndarray:
    page = np.full((1400, 1000, 3), 235, np.uint8)
    for row in range(120, 1300, 34):
        words = "the quick brown fox jumps over the lazy dog and so on"
        cv2.putText(page, words, (90, row), (40, 40, 40), cv2.FontFace("sans"), 24, 400)
    return np.clip(page + RANDOM.normal(0, 5, page.shape), 0, 255).astype(np.uint8)


def chart() -> np.ndarray:
    """A map: contour lines and names."""
    height = cv2.GaussianBlur(RANDOM.normal(0, 1, (1200, 1600)).astype(np.float32), (0, 0), 60)
    height = (height - height.min()) / np.ptp(height)
    sheet = np.full((1200, 1600, 3), 228, np.uint8)
    sheet[(np.abs(height[..., None] - np.linspace(0.1, 0.9, 14)) < 0.002).any(axis=2)] = 60
    for _ in range(60):
        at = (int(RANDOM.integers(0, 1500)), int(RANDOM.integers(40, 1200)))
        cv2.putText(sheet, "Oberdorf", at, (30, 30, 30), cv2.FontFace("sans"), 22, 400)
    return sheet


def hatched(rgb: np.ndarray, pitch: float) -> np.ndarray:
    """An engraving of a picture: line widths give the tones, with cross-hatching in the shadows."""
    shade = 1 - cv2.createCLAHE(2, (8, 8)).apply(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)) / 255
    rows, columns = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    wavy = cv2.resize(RANDOM.normal(0, 1, (8, 12)), rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    ink = np.zeros(rgb.shape[:2], bool)
    for angle, from_shade in ((0.5, 0.05), (2.0, 0.5)):
        across = (columns * np.cos(angle) + rows * np.sin(angle)) / pitch + wavy
        ink |= np.abs(across % 1 - 0.5) * 2 < np.clip(shade - from_shade, 0, 0.7)
    return cv2.GaussianBlur(np.where(ink, 45, 225).astype(np.uint8), (0, 0), 0.7)


@pytest.mark.parametrize("pitch", [5, 8])
@pytest.mark.parametrize("number", range(0, 30, 7))
def test_an_engraving_is_told(number, pitch):
    rgb = load_rgb(PHOTOGRAPHS[number])
    assert subject_of(Photo.from_rgb(hatched(rgb, pitch)), faces=False) is Subject.PAPER
    assert subject_of(Photo.from_rgb(hatched(np.tile(rgb, (2, 2, 1)), 2 * pitch)), faces=False) is Subject.PAPER


@pytest.mark.parametrize("picture", [document, chart])
def test_ink_on_paper_is_told(picture):
    assert subject_of(Photo.from_rgb(picture()), faces=False) is Subject.PAPER


def test_a_photograph_on_a_written_page_is_no_paper_and_a_document_with_a_margin_is():
    page, rgb = document(), load_rgb(PHOTOGRAPHS[0])
    page[300:520, 150:450] = cv2.resize(rgb, (300, 220), interpolation=cv2.INTER_AREA)
    photo, frame = Photo.from_rgb(page), Frame((Area(0.15, 300 / 1400, 0.3, 220 / 1400),), "chosen")
    assert subject_of(photo, faces=False) is Subject.PAPER
    assert subject_of(photo, frame, faces=False) is None
    margin = Frame((Area(0.02, 0.02, 0.96, 0.96),), "border")
    assert subject_of(Photo.from_rgb(document()), margin, faces=False) is Subject.PAPER
    speck = Frame((Area(0.5, 0.5, 0.02, 0.02),), "chosen")
    assert subject_of(photo, speck, faces=False) is Subject.TINY


def test_a_picture_of_a_few_pixels_is_told():
    assert subject_of(Photo.from_rgb(np.full((8, 8), 90, np.uint8))) is Subject.TINY


def test_no_sample_and_no_snow_is_taken_for_anything_else():
    wrong = {path.name: found for path in PHOTOGRAPHS if (found := subject_of(load_photo(path), faces=False))}
    assert not wrong
    snow = np.clip(230 + RANDOM.normal(0, 4, (300, 400)), 0, 255).astype(np.uint8)
    snow[220:, 100:140] = 60  # a hut
    assert subject_of(Photo.from_rgb(snow), faces=False) is None


def test_a_large_face_is_told_and_a_landscape_has_none():
    faces = pytest.importorskip("skimage.data").lfw_subset()[:100]  # 25x25 pixels each, only faces
    seen = 0
    for face in faces[:12]:
        picture = cv2.copyMakeBorder(
            cv2.resize(face.astype(np.float32), (96, 96)), 48, 48, 40, 40, cv2.BORDER_REPLICATE
        )
        seen += largest_face(100 * picture) > 0
    assert seen >= 6
    assert subject_of(load_photo(PHOTOGRAPHS[0])) is not Subject.PORTRAIT
