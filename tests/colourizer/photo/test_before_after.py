"""Before and after as one picture."""

import numpy as np
import pytest

from colourizer.photo.before_after import broken, divided, side_by_side

GREY, RED = (90, 90, 90), (200, 40, 30)
TITLES = ("Noir et blanc", "Colorisée")
LINES = ["Photographie : Łódź, 1931.", "Ces couleurs sont simulées. " * 12]


def plain(colour: tuple[int, int, int], width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


def places(sheet: np.ndarray, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The bounding box of a colour: left, top, right, bottom."""
    rows, columns = np.nonzero((sheet == colour).all(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize("size", [(900, 600), (600, 900), (90, 60)])
def test_both_stand_beside_each_other_whole(size):
    sheet = side_by_side(plain(GREY, *size), plain(RED, *size), TITLES, LINES)
    left, right = places(sheet, GREY), places(sheet, RED)
    for box in (left, right):
        assert (box[2] - box[0], box[3] - box[1]) == size
    assert left[2] < right[0]
    assert left[1] == right[1]


def test_a_panorama_stands_above_its_other_half():
    sheet = side_by_side(plain(GREY, 1200, 200), plain(RED, 1200, 200), TITLES, LINES)
    above, below = places(sheet, GREY), places(sheet, RED)
    assert above[3] < below[1]
    assert above[0] == below[0]


@pytest.mark.parametrize("place", [0.0, 0.3, 1.0])
def test_the_line_stands_where_it_did(place):
    sheet = divided(plain(GREY, 1000, 600), plain(RED, 1000, 600), place, TITLES, LINES)
    grey, red = ((sheet == colour).all(axis=2).sum() / 600 / 1000 for colour in (GREY, RED))
    assert grey == pytest.approx(place, abs=0.003)
    assert red == pytest.approx(1 - place, abs=0.003)


def test_the_lines_are_written_below_and_broken_where_they_are_too_long():
    long = side_by_side(plain(GREY, 800, 500), plain(RED, 800, 500), TITLES, LINES)
    short = side_by_side(plain(GREY, 800, 500), plain(RED, 800, 500), TITLES, LINES[:1])
    assert len(long) > len(short)
    below = long[places(long, RED)[3] + 60 :]
    ink = (below < 180).all(axis=2)
    assert ink.any()
    assert not ink[:, :10].any()
    assert not ink[:, -10:].any()
    assert broken("one two three four", 85, 20) == ["one two", "three", "four"]
