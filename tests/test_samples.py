"""The bundled photographs are complete, credited, small, and without camera metadata."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from colourizer.classes import LandscapeClass
from colourizer.photo.photo import load_photo

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"
FREE = ("CC0-", "CC-BY-", "GPL-", "LGPL-", "LicenseRef-public-domain")


def test_every_sample_is_credited_and_every_credit_has_its_sample():
    credits = json.loads((SAMPLES / "sources.json").read_text())
    files = {str(path.relative_to(SAMPLES)) for path in SAMPLES.glob("*/*")}
    assert {credit["file"] for credit in credits} == files
    assert len(credits) == len(files)
    for credit in credits:
        assert credit["title"] and credit["author"] and credit["from"], credit["file"]
        assert credit["licence"].startswith(FREE), credit["file"]
        assert credit["file"].split("/")[0] == LandscapeClass(credit["class"])


def test_there_are_enough_of_each_class_and_each_is_small_and_clean():
    files = list(SAMPLES.glob("*/*.jpg"))
    assert 18 <= len(files) <= 40
    for landscape in LandscapeClass:
        assert sum(path.parent.name == landscape for path in files) >= 3
    for path in files:
        assert path.stat().st_size < 300_000, path
        with Image.open(path) as image:
            assert not image.getexif(), path


def test_every_sample_can_be_read_and_is_in_colour():
    for path in sorted(SAMPLES.glob("*/*.jpg")):
        photo = load_photo(path)
        assert photo.in_colour, path
        assert np.isfinite(photo.lightness).all()
