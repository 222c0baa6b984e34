"""Chroma histograms: every pixel is counted once, in the bin of its colour."""

import numpy as np
import pytest

from colourizer.evaluation.chroma_histogram import BINS, chroma_histogram, nearly_grey, overlap, painted

GREY = np.full((8, 8, 3), 128, np.uint8)
RED = np.full((8, 8, 3), (220, 40, 40), np.uint8)
YELLOW = np.full((8, 8, 3), (230, 220, 30), np.uint8)


def test_colours_are_counted_where_they_are():
    counts = chroma_histogram([GREY, RED, YELLOW, YELLOW])
    assert counts.sum() == pytest.approx(1) and sorted(counts[counts > 0]) == pytest.approx([0.25, 0.25, 0.5])
    b, a = np.unravel_index(counts.argmax(), counts.shape)
    assert b > 0.9 * BINS and a < BINS / 2, "yellow: much b, a little below 0 in a"
    assert nearly_grey(counts) == pytest.approx(0.25)


def test_colours_beyond_the_reach_are_counted_too():
    blue = np.full((8, 8, 3), (0, 0, 255), np.uint8)
    assert chroma_histogram([blue]).sum() == pytest.approx(1)


def test_no_picture_is_no_colour():
    assert not chroma_histogram([]).any() and nearly_grey(chroma_histogram([])) == 0


def test_overlap_is_what_two_sets_share():
    mixed = chroma_histogram([RED, YELLOW])
    assert overlap(mixed, mixed) == pytest.approx(1)
    assert overlap(mixed, chroma_histogram([RED])) == pytest.approx(0.5)
    assert overlap(chroma_histogram([GREY]), chroma_histogram([RED])) == 0


def test_the_picture_shows_what_occurs_in_its_colour_and_yellow_on_top():
    picture = painted(chroma_histogram([YELLOW]), scale=2)
    assert picture.shape == (2 * BINS, 2 * BINS, 4)
    rows, columns = np.nonzero(picture[..., 3])
    assert len(rows) == 4 and rows.max() < BINS / 4
    red, green, blue, alpha = picture[rows[0], columns[0]].astype(int)
    assert alpha == 255 and min(red, green) > blue + 60
