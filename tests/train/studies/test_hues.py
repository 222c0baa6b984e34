"""Hue balance: pure colours fall into the right bins, and the table has all classes and splits."""

import argparse

import numpy as np
import pytest

from train.studies.hues import _HUES, balance, measure


def picture(*rgb: int) -> np.ndarray:
    return np.full((16, 16, 3), rgb, np.uint8)


@pytest.mark.parametrize(
    ("hue", "rgb"),
    [
        ("red", (200, 30, 60)),
        ("orange", (220, 120, 30)),
        ("yellow", (230, 220, 60)),
        ("green", (40, 140, 50)),
        ("cyan", (60, 190, 190)),
        ("blue", (60, 90, 200)),
        ("purple", (150, 60, 190)),
    ],
)
def test_colours_have_their_names(hue, rgb):
    own = balance([picture(*rgb), picture(128, 128, 128)])
    assert own.hues[list(_HUES).index(hue)] == 1 and own.grey == 0.5 and own.count == 2


def test_grey_has_no_hue():
    own = balance([picture(90, 90, 90)])
    assert not own.hues.any() and own.grey == 1


def test_every_class_and_split_has_its_row(prepared):
    text = measure(argparse.Namespace(data=prepared, results=None, limit=2))
    assert "nearly grey" in text and ", train" in text and "like training" in text
