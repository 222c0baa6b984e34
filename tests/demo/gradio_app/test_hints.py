"""Colour hints for the photograph on the first tab, without a page."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from colourizer.hints import Hint, HintError
from colourizer.photo.photo import read_provenance
from demo.gradio_app import api, pictures, samples, session
from demo.gradio_app.handlers import colourize, hint_colours
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.texts import Key
from demo.gradio_app.tabs import hints

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")
PLACE = (0.5, 0.8)
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def state() -> session.ColouredPhoto:
    return session.colour_photo(PAGODA, "chroma")


def told(**values) -> SimpleNamespace:
    """The browser's data of an event."""
    return SimpleNamespace(**values)


def given(
    state: session.ColouredPhoto, a: float = 45, b: float = 30, place: tuple[float, float] = PLACE
) -> colourize.View:
    return hints.give(state, False, place, 1, told(a=a, b=b), None)


def test_four_to_eight_likely_colours_are_offered_each_with_a_name_of_its_own(state):
    for place in (PLACE, (0.1, 0.05), (0, 0), (1, 1)):
        colours = hint_colours.likely(state.coloured, *place)
        assert hint_colours.FEWEST <= len(colours) <= hint_colours.MOST_OFFERED
        shares = [each.share for each in colours]
        assert shares == sorted(shares, reverse=True) and 0.3 < sum(shares) <= 1.0001
        assert len({each.name for each in colours}) == len(colours)
    assert hint_colours.likely(session.colour_photo(PAGODA, "cgan").coloured, *PLACE) == []


@pytest.mark.parametrize(
    ("lab", "name"),
    [
        ((50, 2, -3), "grey"),
        ((45, 50, 30), "red"),
        ((40, 30, 35), "red-brown"),
        ((40, 20, 40), "brown"),
        ((25, 3, 25), "brown"),
        ((50, 3, 40), "ochre"),
        ((80, 20, 60), "sand"),
        ((75, -5, -40), "blue"),
        ((75, -25, -30), "light blue"),
        ((50, -40, 35), "green"),
        ((60, -9, 9), "greyish green"),
        ((60, 30, -2), "pink"),
        ((40, 45, -30), "purple"),
    ],
)
def test_colours_have_names_that_people_use(lab, name):
    assert texts.say("hint_share", colour=hint_colours.name_of(*lab), percent=23) == f"{name}, 23 of 100"


def test_names_are_of_the_readers_language():
    said = [texts.say("hint_share", code, colour=hint_colours.name_of(60, -9, 9), percent=5) for code in ("fr", "de")]
    assert said == ["vert grisâtre, 5 sur 100", "gräuliches Grün, 5 von 100"]
    assert hint_colours.name_of(50, 0, 0) == Key("colour_grey")


def test_a_place_is_offered_its_colours_and_one_of_them_is_shown_without_another_run(state, runs):
    place, offered = hints.pick(state, told(x=0.5, y=0.8), None)
    assert place == PLACE and "of 100" in offered and 'class="free"' in offered
    view = given(state)
    before, after = (
        np.asarray(Image.open(pictures.save_for_screen(each.coloured))).astype(int) for each in (state, view.state)
    )
    height, width = after.shape[:2]
    row, column = round(0.8 * height), round(0.5 * width)
    red, green, blue = after[row, column]
    assert red > green + 30 and red > blue + 15
    assert np.abs(after - before)[: height // 10].mean() < 2  # the sky is unchanged
    assert "One colour was given by you" in view.caption and "red" in view.hint_list
    assert runs == []


def test_a_colour_is_replaced_where_it_was_removed_and_cleared(state):
    one = given(state).state
    assert [hint.a for hint in given(one, a=-30).state.coloured.settings.hints] == [-30]
    two = given(one, place=(0.1, 0.1)).state
    assert len(two.coloured.settings.hints) == 2
    assert hints.change(two, False, told(remove=0), None).state.coloured.settings.hints[0].x == 0.1
    assert hints.change(two, False, told(), None).state.coloured.settings.hints == two.coloured.settings.hints
    assert hints.clear(two, False).state.coloured.settings.hints == ()
    assert texts.multilingual("hints_none") in hints.clear(two, False).hint_list


def test_colours_are_saved_under_the_photographs_name_and_loaded_again(state, tmp_path):
    one = given(state).state
    file = hints.save(one, None)["value"]
    assert file["orig_name"] == "summer-palace-pagoda.hints.json" and Path(file["path"]).name == "photo.hints.json"
    assert hints.load(state, False, file["path"], None).state.coloured.settings.hints == one.coloured.settings.hints
    (tmp_path / "bad.json").write_text('{"hints": [{"x": 4}]}')
    french = SimpleNamespace(headers={"accept-language": "fr"})
    with pytest.raises(gr.Error, match="se compose de x, y, a et b"):
        hints.load(state, False, str(tmp_path / "bad.json"), french)
    with pytest.raises(gr.Error):
        hints.save(state, None)


@pytest.mark.parametrize("event", [{}, {"x": 2, "y": 0}, {"x": "0", "y": 0}, {"x": float("nan"), "y": 0}])
def test_a_place_that_is_none_is_refused(state, event):
    with pytest.raises(gr.Error):
        hints.pick(state, told(**event), None)
    with pytest.raises(gr.Error):
        hints.give(state, False, None, 1, told(a=0, b=0), None)


def test_they_stay_through_settings_another_look_and_the_download(state):
    hints = given(state).state.coloured.settings.hints
    warmer = colourize.adjust(given(state).state, [PAGODA], "chroma", 0.5, 1.0, 0.5, False, None).state
    assert warmer.coloured.settings.hints == hints and warmer.chosen.hints == hints
    *_, ready = colourize.save(warmer, "PNG", False, None)
    assert read_provenance(ready.saved["value"]["path"]).settings["hints"][0]["a"] == 45
    other = next(colourize.colour_upload(warmer, [PAGODA], "cgan", 0.5, 1.0, 0.5, False, None))
    assert other.state.coloured.settings.hints == () and not other.hints["visible"]
    chosen = session.Chosen(hints=hints)
    again = next(colourize.colour_upload(other.state, [PAGODA], "chroma", 0.5, 1.0, 0.5, False, None, chosen=chosen))
    assert again.state.coloured.settings.hints == hints and again.hints["visible"]
    assert colourize.apply_step(again.state, False, hints=()).state.coloured.settings.hints == ()


def test_programs_give_colours_as_json():
    hints = json.dumps({"hints": [{"x": 0.5, "y": 0.8, "a": 45, "b": 30}]})
    path, said = api.colourize(PAGODA, "chroma", hints=hints)
    assert Hint(**read_provenance(path).settings["hints"][0]) == Hint(0.5, 0.8, 45, 30)
    assert "One colour was given by you" in said
    for model, wrong in (("cgan", hints), ("chroma", "no JSON")):
        with pytest.raises(gr.Error):
            api.colourize(PAGODA, model, hints=wrong)


def test_a_colour_is_moved_and_keeps_its_number_and_so_does_one_that_is_changed(state):
    two = given(given(state).state, a=-30, place=(0.1, 0.1)).state
    moved = hints.change(two, False, told(move=0, x=0.9, y=0.3), None).state.coloured.settings.hints
    assert moved == (Hint(0.9, 0.3, 45, 30), Hint(0.1, 0.1, -30, 30))
    changed = given(two, a=7).state.coloured.settings.hints
    assert [hint.a for hint in changed] == [7, -30]
    assert (
        hints.change(two, False, told(move=9, x=0, y=0), None).state.coloured.settings.hints
        == two.coloured.settings.hints
    )
    for wrong in ({"x": 2, "y": 0}, {"x": "0", "y": 0}, {}):
        with pytest.raises(gr.Error):
            hints.change(two, False, told(move=0, **wrong), None)


def plain(sentence: str) -> str:
    """A sentence with ordinary spaces instead of the special ones of French."""
    return re.sub(r"[\xa0\u202f]", " ", sentence)


def asked_in(language: str) -> SimpleNamespace:
    """A request from a browser in this language."""
    return SimpleNamespace(headers={"accept-language": f"{language},en;q=0.5"})


@pytest.mark.parametrize(
    ("language", "range_", "unreadable"),
    [
        ("en", "A hint's x is 2: give a number from 0 to 1.", "The hints are not JSON"),
        ("fr", "Une couleur est hors des limites : x vaut 2. Donnez un nombre de 0 à 1.", "Ce fichier de couleurs"),
        ("de", "Eine Farbe liegt außerhalb der Grenzen: x ist 2. Erlaubt ist eine Zahl von 0 bis 1.", "Diese Datei"),
    ],
)
def test_refusals_are_in_the_readers_language_on_the_page_and_for_programs(state, language, range_, unreadable):
    request, outside = asked_in(language), told(x=2, y=0, move=0)

    def refusal_of(step, *given, **named) -> str:
        with pytest.raises(gr.Error) as refused:
            step(*given, **named)
        return plain(refused.value.message)

    assert refusal_of(hints.pick, state, outside, request) == range_
    assert refusal_of(hints.change, given(state).state, False, outside, request) == range_
    colour = refusal_of(hints.give, state, False, PLACE, 1, told(a=999, b=0), request)
    assert "999" in colour and colour.split()[:2] == range_.replace("A hint's x", "A hint's a").split()[:2]
    assert refusal_of(api.colourize, PAGODA, "chroma", hints="no JSON", request=request).startswith(unreadable)
    hint = {"x": 0, "y": 0, "a": 0, "b": 0}
    one, too_many = (json.dumps({"hints": count * [hint]}) for count in (1, 1001))
    not_taken = refusal_of(api.colourize, PAGODA, "cgan", hints=one, request=request)
    assert not_taken == plain(texts.translate_error(HintError.of("hints_not_taken", model="cgan"), language))
    many = refusal_of(api.colourize, PAGODA, "chroma", hints=too_many, request=request)
    assert {"en": "1,001", "fr": "1 001", "de": "1.001"}[language] in many
