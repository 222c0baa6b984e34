"""The captions and the overlays of a photograph."""

from dataclasses import replace

import numpy as np
import pytest

from colourizer import Colourization, Photo
from colourizer.classes import LandscapeClass
from colourizer.photo.levels import Span
from demo.gradio_app import captions, certainty_overlay, samples, session
from demo.gradio_app.i18n import texts
from tests.colourizer.test_subject import document

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")
CHROMA = "chroma"
pytestmark = pytest.mark.usefixtures("cache")


def landscape(likely: float) -> Colourization:
    rest = (1 - likely) / 5
    chances = {each: likely if each is LandscapeClass.COAST else rest for each in LandscapeClass}
    photo = Photo(np.zeros((4, 4), np.float32))
    return Colourization(photo, np.zeros((1, 1, 2), np.float32), "chroma", landscapes=chances)


def test_a_class_is_named_where_it_is_likely_and_a_strange_photograph_is_said_to_be_one():
    assert "Looks like: a coast (90%)." in captions.description(landscape(0.9))
    assert "Looks like" not in captions.description(landscape(0.4))
    assert texts.say("unlike") in captions.description(landscape(0.3))
    assert texts.say("unlike") not in captions.description(landscape(1 / 6))  # no classifier was fitted
    assert "Looks like" not in captions.description(replace(landscape(0.9), landscapes={}))


def test_what_is_no_landscape_gets_a_word_of_its_own_for_people_and_for_programs():
    page = document()
    for photo, key in ((Photo.from_rgb(page), "subject_paper"), (Photo.from_rgb(page[:8, :8]), "subject_tiny")):
        coloured = Colourization(photo, np.zeros((8, 8, 2), np.float32), CHROMA, landscapes={})
        for language in texts.LANGUAGES:
            assert texts.say(key, language) in texts.pick_language(captions.caption(coloured, photo.size), language)
        assert texts.say(key) in captions.description(coloured)
    # Not "unlike": it depends only on the weights.
    warnings = captions.warning_keys(session.colour_photo(PAGODA, CHROMA).coloured)
    assert not [key for key in warnings if key.startswith("subject_")]


def test_a_narrow_range_is_remarked_on_and_that_a_few_values_lie_beyond_it():
    for apart, said in (
        (0.0, {"en": "The file’s values fill only 6.2%", "fr": "Les valeurs du fichier n’occupent que 6,2 %"}),
        (1e-4, {"en": "All but a few of the file’s values", "fr": "À quelques points près, les valeurs du fichier"}),
    ):
        photo = Photo(np.zeros((4, 4), np.float32), depth=16, span=Span(0.0, 0.062, apart))
        coloured = Colourization(photo, np.zeros((1, 1, 2), np.float32), CHROMA, landscapes={})
        for language, words in said.items():
            assert words in texts.pick_language(captions.caption(coloured, photo.size), language).replace(" ", " ")


def test_lines_are_drawn_where_the_model_guesses_and_nowhere_else():
    rgb = np.full((100, 300, 3), 90, np.uint8)
    certainty = np.repeat(np.array([[0.9, 0.45, 0.1]], np.float32), 3, axis=1)
    changed = (certainty_overlay.hatched(rgb, certainty) != rgb).any(axis=2)
    sure, unsure, guess = changed[:, :80], changed[:, 120:180], changed[:, 220:]
    assert not sure.any()
    assert 0 < unsure.mean() < guess.mean() < 0.7
