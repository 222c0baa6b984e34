"""Frames, the positions of photographs on a scan: their properties, notation and detection."""

import cv2
import numpy as np
import pytest

from colourizer.frame.finder import find_frame
from colourizer.frame.frame import WHOLE, Area, Frame, FrameError
from colourizer.frame.search import _reaching_edge
from colourizer.frame.stereograph import likeness

RANDOM = np.random.default_rng(0)


def landscape(width: int = 400, height: int = 300, seed: int = 0) -> np.ndarray:
    """CIE L of a sky that brightens downwards, a ragged horizon and a textured ground."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    horizon = height * (0.45 + 0.08 * np.sin(x / 37 + seed) + 0.04 * np.sin(x / 11))
    sky, ground = 70 + 15 * y / height, 35 + 12 * np.sin(x / 5 + y / 7) + random.normal(0, 6, (height, width))
    return np.where(y < horizon, sky, ground).astype(np.float32) + random.normal(0, 0.6, (height, width)).astype(
        np.float32
    )


def scan(tone: float, left: int = 60, top: int = 40, right: int = 50, bottom: int = 80) -> np.ndarray:
    """A landscape with a border of one tone."""
    photo = landscape()
    paper = np.full((300 + top + bottom, 400 + left + right), tone, np.float32)
    paper += RANDOM.normal(0, 0.5, paper.shape).astype(np.float32)
    paper[top : top + 300, left : left + 400] = photo
    return paper


@pytest.mark.parametrize("tone", [2, 25, 50, 97])
def test_a_border_of_any_tone_is_found(tone):
    (area,) = find_frame(scan(tone)).areas
    width, height = 510, 420
    true = (60 / width, 40 / height, 400 / width, 300 / height)
    assert (area.x, area.y, area.width, area.height) == pytest.approx(true, abs=0.006)
    assert area.angle == 0


def test_the_size_of_the_scan_does_not_matter():
    small = scan(95)
    large = np.kron(small, np.ones((4, 4), np.float32))
    assert find_frame(large).areas[0].corners((1, 1)) == pytest.approx(
        find_frame(small).areas[0].corners((1, 1)), abs=0.006
    )


@pytest.mark.parametrize("seed", range(6))
def test_an_ordinary_photograph_is_left_whole(seed):
    assert find_frame(landscape(seed=seed)) == WHOLE


def test_a_sea_a_blank_and_noise_are_left_whole():
    sea = np.full((300, 400), 80, np.float32)
    sea[150:] = 40  # a horizon as straight as any edge, but on one side only
    for plane in (sea, np.full((300, 400), 50, np.float32), RANDOM.uniform(0, 100, (300, 400)).astype(np.float32)):
        assert find_frame(plane) == WHOLE


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2), (47, 400)])
def test_what_is_too_small_to_judge_is_left_whole(shape):
    assert find_frame(np.full(shape, 50, np.float32)) == WHOLE


def test_a_white_sky_on_white_paper_does_not_cut_the_photograph():
    photo = landscape()
    photo[photo > 62] = 97  # overexposed down to the hills
    paper = np.full((400, 500), 97, np.float32)
    paper[50:350, 50:450] = photo
    paper += RANDOM.normal(0, 0.3, paper.shape).astype(np.float32)
    found = find_frame(paper)
    assert found.whole or found.areas[0].y <= 0.13


def test_both_halves_of_a_stereograph_are_photographs():
    photo = landscape(620, 600)
    card = np.full((720, 1400), 92, np.float32)
    card[60:660, 90:690], card[60:660, 710:1310] = photo[:, :600], photo[:, 20:]
    found = find_frame(card + RANDOM.normal(0, 0.5, card.shape).astype(np.float32))
    assert found.reason in ("stereograph", "prints")
    assert [round(area.x, 2) for area in found.areas] == [round(90 / 1400, 2), round(710 / 1400, 2)]


def test_two_different_halves_are_not_alike():
    one, other = (np.kron(RANDOM.uniform(0, 100, (40, 40)), np.ones((8, 8))).astype(np.float32) for _ in range(2))
    assert likeness(np.hstack([one, other])) < 0.3 < 0.6 < likeness(np.hstack([one, one]))


def test_a_frame_is_read_as_it_is_written():
    for text in ("0.1,0.2,0.5,0.6", "0.1,0.2,0.5,0.6,-2.50", "0,0,0.45,1;0.55,0,0.45,1"):
        frame = Frame.parse(text)
        assert str(frame) == text
        assert frame.reason == "chosen"
    assert Frame.parse("10%, 20%, 50%, 60%").areas == Frame.parse("0.1,0.2,0.5,0.6").areas
    assert Frame.parse("0,0,1,1") == WHOLE


@pytest.mark.parametrize(
    "text",
    ["", "here", "0.1,0.2,0.5", "0.5,0.5,0.6,0.2", "0,0,0,1", "-0.1,0,1,1", "10,20,300,200", "nan,0,1,1", "0,0,1,1,90"],
)
def test_what_is_no_frame_is_told_in_a_sentence(text):
    with pytest.raises(FrameError, match=r"is no frame\. Write auto, none, or X,Y,WIDTH,HEIGHT"):
        Frame.parse(text)


def test_the_mask_is_exact_and_soft_only_inside():
    frame = Frame((Area(0.25, 0.5, 0.5, 0.5),), "chosen")
    hard, soft = frame.mask((40, 20)), frame.mask((40, 20), soft=2)
    assert hard.sum() == 20 * 10 and hard[10:, 10:30].all()
    assert (soft[hard == 0] == 0).all()
    assert 0 < soft[15, 10] < soft[15, 11] <= 1 == soft[15, 20]
    assert soft[19, 20] == 1, "the scan's own edge is none"
    np.testing.assert_array_equal(frame.mask((40, 20), slice(7, 13), 2), soft[7:13])


def test_a_turned_area_keeps_its_size_and_its_middle():
    area = Area(0.25, 0.25, 0.5, 0.5, 3)
    corners = area.corners((400, 200))
    assert corners.mean(axis=0) == pytest.approx((200, 100))
    assert np.hypot(*(corners[1] - corners[0])) == pytest.approx(200)
    assert corners[1][1] > corners[0][1], "clockwise: its right end lies lower"
    assert Frame((area,), "").mask((400, 200)).sum() == pytest.approx(200 * 100, rel=0.01)


def test_what_reaches_the_edge_is_what_components_say():
    random = np.random.default_rng(3)
    for _ in range(20):
        mask = random.random((31, 47)) < 0.55
        _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
        rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
        np.testing.assert_array_equal(_reaching_edge(mask), np.isin(labels, rim[rim > 0]))
