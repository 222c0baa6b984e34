"""Picking colours from a present-day photograph, without a page."""

from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from demo.gradio_app import samples, session
from demo.gradio_app.handlers import reference

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")
PLACE = (0.5, 0.8)
FRENCH = SimpleNamespace(headers={"accept-language": "fr"})
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def state() -> session.ColouredPhoto:
    return session.colour_photo(PAGODA, "chroma")


@pytest.fixture
def today(tmp_path) -> str:
    """A photograph, red on the left and blue on the right."""
    pixels = np.zeros((1200, 1600, 3), np.uint8)
    pixels[:, :800], pixels[:, 800:] = (190, 60, 50), (60, 90, 190)
    Image.fromarray(pixels).save(tmp_path / "today.png")
    return str(tmp_path / "today.png")


def taken(state, path, place=PLACE, **where):
    return reference.take(state, False, place, 1, path, SimpleNamespace(**where), None)


def test_a_colour_of_the_reference_becomes_that_of_the_place(state, today, runs):
    copy, shown, removing = reference.load(today, None)
    assert max(Image.open(copy).size) == reference.SHOWN and shown["value"]["path"] == copy and removing["visible"]
    assert Path(copy).name == "reference.jpg"  # never the visitor's name
    red = taken(state, copy, x=0.2, y=0.5)
    hint = red.state.coloured.settings.hints[0]
    assert (hint.x, hint.y) == PLACE and hint.a > 40 and hint.b > 20
    assert "Taken: red" in red.announcement
    blue = taken(red.state, copy, x=0.9, y=0.5).state.coloured.settings.hints
    assert len(blue) == 1 and blue[0].b < -40  # replaces the hint at the same place
    assert runs == []


def test_the_colour_is_the_mean_of_a_few_pixels_and_has_no_grain():
    pixels = np.full((500, 500, 3), 120, np.uint8)
    pixels[::2] = (160, 120, 120)
    a, _ = reference.colour_at(pixels, 0.5, 0.5)
    assert 5 < a < 14
    for corner in ((0, 0), (1, 1), (1, 0)):
        assert np.isfinite(reference.colour_at(pixels, *corner)).all()


def test_without_a_place_or_a_file_that_is_still_there_a_sentence_says_so(state, today):
    copy, *_ = reference.load(today, None)
    with pytest.raises(gr.Error, match="Touchez d’abord"):
        reference.take(state, False, None, 1, copy, SimpleNamespace(x=0.5, y=0.5), FRENCH)
    for where in ({}, {"x": 2, "y": 0}, {"x": "0", "y": 0}):
        with pytest.raises(gr.Error):
            taken(state, copy, **where)
    Path(copy).unlink()
    with pytest.raises(gr.Error):
        taken(state, copy, x=0.5, y=0.5)


def test_no_photograph_is_refused_and_one_is_taken_away_again(fake):
    with pytest.raises(gr.Error):
        reference.load(fake, None)
    path, shown, removing = reference.remove()
    assert path is None and not shown["visible"] and not removing["visible"]


def test_a_network_that_takes_no_hints_stays_as_it_is(today):
    copy, *_ = reference.load(today, None)
    other = session.colour_photo(PAGODA, "cgan")
    assert taken(other, copy, x=0.5, y=0.5).state == gr.skip()
