"""Before and after as one picture, made from the page's state."""

from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from colourizer.hints import Hint
from colourizer.photo.photo import read_provenance
from colourizer.photo.provenance import VERSION
from demo.gradio_app import samples, session
from demo.gradio_app.handlers import share
from demo.gradio_app.i18n import texts

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")  # 640x427, in colour
FRENCH = SimpleNamespace(headers={"accept-language": "fr"})
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def state() -> session.ColouredPhoto:
    return session.colour_photo(PAGODA, "chroma")


def made(state, how: str, place: object = 50, request=None) -> tuple[dict, str]:
    *_, last = share.make(state, how, place, request)
    return last


def test_the_file_keeps_the_uploads_name_and_says_what_it_is(state):
    link, status = made(state, share.BESIDE)
    assert link["value"]["orig_name"] == "summer-palace-pagoda-chroma-before-after.jpg"
    assert link["value"]["orig_name"] in status
    path = link["value"]["path"]
    assert read_provenance(path).model == "chroma"
    with Image.open(path) as picture:
        assert picture.width > 2 * 640


def test_the_line_is_where_it_stands_on_the_page_and_nonsense_is_the_middle(state):
    def coloured(place: object) -> int:
        """The number of columns without colour, from the left."""
        path = made(state, share.LINE, place)[0]["value"]["path"]
        picture = np.asarray(Image.open(path)).astype(int)[50:400]
        return int(np.flatnonzero((np.ptp(picture, axis=2) > 30).any(axis=0))[0])

    assert coloured(25) < coloured(50) < coloured(75)
    assert coloured(25) == pytest.approx(640 * 0.25, abs=60)
    assert coloured("x") == coloured(None) == coloured(50)


def test_it_credits_and_says_in_the_visitors_language_that_the_colours_are_simulated(state, monkeypatch):
    said = []
    monkeypatch.setattr(share, "side_by_side", lambda grey, _, titles, lines: said.extend([*titles, *lines]) or grey)
    made(state, share.BESIDE, request=FRENCH)
    assert said[:2] == ["Noir et blanc", "Colorisée"]
    assert "summer-palace-pagoda" in said[2]
    assert "Chroma" in said[2]
    assert said[3] == texts.say("simulated", "fr")
    hinted = session.colour_photo(PAGODA, "chroma", hints=(Hint(0.5, 0.5, 40, 20),))
    assert share.said(hinted, hinted.coloured.photo, "en")[1] == texts.say("hints_are_given", count=1)


def test_a_photograph_that_is_gone_is_said_to_be():
    with pytest.raises(gr.Error, match="Choose a photograph"):
        made(session.RefusedPhoto(), share.BESIDE)


def test_the_words_name_the_file_and_the_model_in_the_visitors_language(state, tmp_path):
    assert share.words(state, None) == (
        f"Colours simulated by Chroma (Colourizelt! {VERSION}); original, which was in colour: "
        "summer-palace-pagoda.jpg."
    )
    grey = tmp_path / "NYPL <701498>.png"
    Image.open(PAGODA).convert("L").save(grey)
    words = share.words(session.colour_photo(str(grey), "baseline"), FRENCH)
    assert texts.WORDS["fr"]["model_baseline"] in words
    assert words.endswith("original en noir et blanc\N{NO-BREAK SPACE}: NYPL <701498>.png.")


def test_the_words_say_which_colours_a_person_gave_and_are_empty_without_a_photograph(state):
    hinted = session.colour_photo(PAGODA, "chroma", hints=(Hint(0.5, 0.5, 40, 20),))
    assert share.words(hinted, None) == f"{share.words(state, None)} {texts.say('hints_are_given', count=1)}"
    assert share.words(session.RefusedPhoto(), None) == ""
