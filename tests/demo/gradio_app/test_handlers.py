"""The event handlers of the Gradio pages, called directly, without a server."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from colourizer.photo.photo import read_provenance
from demo.gradio_app import api, captions, pictures, samples, session
from demo.gradio_app.handlers import batch, colourize, photo_view
from demo.gradio_app.i18n import texts
from demo.gradio_app.tabs import frame

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")  # 640x427, in colour
AS_IT_IS = (0.5, 1.0, 0.0)  # vividness, strength, warmth
CHROMA, CGAN = "chroma", "cgan"
pytestmark = pytest.mark.usefixtures("cache")


def look(path: str, model: str = CHROMA, certain: bool = False) -> colourize.View:
    return next(colourize.colour_upload(None, [path], model, *AS_IT_IS, certain, None))


def adjust(
    state: session.ColouredPhoto, vividness: float = 0.5, strength: float = 1.0, warmth: float = 0.0
) -> colourize.View:
    return colourize.adjust(state, [state.path], state.coloured.model, vividness, strength, warmth, False, None)


def shown(view: colourize.View) -> str:
    """The path of the picture in colour."""
    return view.viewer["after"]["path"]


def pixels(path: str | Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def test_controls_change_the_picture_without_a_new_run_of_the_network(runs):
    view = look(PAGODA)
    state, after = view.state, shown(view)
    for setting in ({"vividness": 1.0}, {"strength": 1.6}, {"warmth": 0.8}):
        changed = adjust(state, **setting)
        assert np.abs(pixels(shown(changed)) - pixels(after)).mean() > 0.5, setting
        assert changed.viewer["before"] == view.viewer["before"]
        assert changed.saved["value"] is None  # the prepared file is another picture
    assert runs == [CHROMA]


def test_a_control_that_changes_nothing_costs_nothing():
    state = look(PAGODA).state
    assert adjust(state) == colourize.View()
    assert list(colourize.colour_upload(state, [PAGODA], CHROMA, *AS_IT_IS, False, None)) == [
        colourize.View()
    ]  # told twice


def test_an_undo_does_not_colour_the_example_again_or_what_changed_meanwhile_would_be_lost(runs):
    example = next(colourize.colour_upload(None, None, CHROMA, *AS_IT_IS, False, None)).state
    assert example.path is None and runs == [CHROMA]
    assert list(colourize.colour_upload(example, None, CHROMA, *AS_IT_IS, False, None)) == [colourize.View()]
    assert next(colourize.colour_upload(example, None, CGAN, *AS_IT_IS, False, None)).state.coloured.model == CGAN
    assert runs == [CHROMA, CGAN]


def test_the_alternatives_begin_with_the_choice_and_one_can_be_chosen(runs):
    *_, view = colourize.colour_upload(None, [PAGODA], CHROMA, *AS_IT_IS, False, None)
    paths = view.alternatives["value"]
    assert 1 < len(paths) <= 4
    state = look(PAGODA).state
    chosen = colourize.choose_alternative(state, False, SimpleNamespace(index=1))
    assert chosen.state.coloured.settings.alternative == 1
    assert np.abs(pixels(shown(chosen)) - pixels(photo_view.viewer_value(state, False)["after"]["path"])).mean() > 0.5
    assert colourize.renew_alternatives(chosen.state, view.thumbnail_settings) == colourize.View()  # unchanged
    warmer = adjust(chosen.state, warmth=0.5)
    renewed = colourize.renew_alternatives(warmer.state, view.thumbnail_settings)
    assert renewed.alternatives["selected_index"] == 1
    assert renewed.thumbnail_settings != view.thumbnail_settings
    assert warmer.state.coloured.settings.alternative == 1
    assert adjust(chosen.state, vividness=0.9).state.coloured.settings.alternative == 0
    assert runs == [CHROMA, CHROMA]


def test_certainty_is_drawn_and_taken_away_and_said_in_words(runs):
    state = look(PAGODA).state
    lined = colourize.show_certainty(state, True)
    assert lined.legend["visible"]
    assert np.abs(pixels(shown(lined)) - pixels(shown(colourize.show_certainty(state, False)))).mean() > 1
    text = look(PAGODA).certainty_text
    assert str(round(100 * state.coloured.certainty.mean())) in text
    assert all(texts.say("certainty_checked", language) in text for language in texts.LANGUAGES)
    assert runs == [CHROMA, CHROMA]


def test_what_is_left_grey_is_not_called_sure():
    coloured = look(str(samples.FOLDER / "open-country" / "tea-gardens-munnar.jpg")).state.coloured
    pale = replace(coloured, chroma=coloured.chroma * 0.1)
    for each, grey in ((coloured, False), (coloured.adjusted(strength=0), False), (pale, True)):
        for language, sure in (("en", "sure"), ("fr", "sûr"), ("de", "sicher")):
            words = texts.say("certainty_grey", language, percent=round(100 * each.mean_certainty))
            assert (words in captions.certainty_text(each)) == (words in captions.announcement(each)) == grey
            assert sure not in words


def test_a_network_that_only_paints_offers_neither_vividness_nor_certainty_nor_alternatives():
    views = list(colourize.colour_upload(None, [PAGODA], CGAN, *AS_IT_IS, True, None))
    assert len(views) == 1
    hidden = (views[0].vividness, views[0].show_lines, views[0].legend, views[0].others)
    assert not any(update["visible"] for update in hidden)
    assert texts.say("one_reading") in views[0].certainty_text


def test_the_page_shows_a_reduced_pair_and_the_file_is_at_full_size_as_the_controls_have_it(tmp_path, runs):
    wide = tmp_path / "wide.tif"
    Image.fromarray(np.tile(np.arange(0, 62500, 25, dtype=np.uint16), (100, 1))).save(wide)
    view = look(str(wide))
    assert {Image.open(view.viewer[half]["path"]).size for half in ("before", "after")} == {(pictures.SCREEN, 58)}
    assert view.viewer["size"] == [2500, 100]
    assert "2500 × 100" in view.caption
    assert texts.say("simulated") in view.caption
    assert texts.say("sixteen") in view.caption
    state = adjust(view.state, strength=1.5).state
    waiting, ready = colourize.save(state, "TIFF", False, None)
    assert waiting.saved["value"] is None
    path, name = Path(ready.saved["value"]["path"]), ready.saved["value"]["orig_name"]
    assert path.name == f"photo-{CHROMA}.tif"  # no visitor input becomes a path
    assert name == f"wide-{CHROMA}.tif"
    assert Image.open(path).size == (2500, 100)
    assert read_provenance(path).settings["strength"] == 1.5
    marked = list(colourize.save(look(PAGODA).state, "PNG", True, None))[-1].saved["value"]["path"]
    plain = list(colourize.save(look(PAGODA).state, "PNG", False, None))[-1].saved["value"]["path"]
    assert np.abs(pixels(marked)[-40:, -40:] - pixels(plain)[-40:, -40:]).max() > 50
    assert runs == [CHROMA] * 3


def test_a_dark_scan_is_remarked_on_and_its_levels_are_stretched_everywhere(tmp_path, runs):
    dark = tmp_path / "dark.tif"
    Image.fromarray(np.tile(np.arange(0, 4080, 10, dtype=np.uint16), (100, 1))).save(dark)
    view = look(str(dark))
    assert "fill only 6.2% of its range" in view.caption and "nearly black" in view.caption
    assert pixels(shown(view)).max() < 80
    known = colourize.colour_upload(view.state, [str(dark)], CHROMA, *AS_IT_IS, False, None, True)
    stretched = next(known)
    assert "fill only" not in stretched.caption and "white at 6.2%" in stretched.caption
    assert pixels(shown(stretched)).max() > 230
    *_, ready = colourize.save(stretched.state, "TIFF", False, None)
    assert "stretched" in read_provenance(ready.saved["value"]["path"]).settings["levels"]
    assert pixels(ready.saved["value"]["path"]).max() > 230
    assert (
        next(colourize.colour_upload(stretched.state, [str(dark)], CHROMA, *AS_IT_IS, False, None, True))
        == colourize.View()
    )
    turned = next(frame.off(stretched.state, False, True, None))
    assert turned.state.levels == "auto" and "white at 6.2%" in turned.caption and turned.negative
    *_, ready = colourize.save(turned.state, "TIFF", False, None)
    assert {"levels", "inverted"} <= read_provenance(ready.saved["value"]["path"]).settings.keys()
    again = colourize.adjust(None, [str(dark)], CHROMA, 1.0, 1.0, 0.0, False, None, True)
    assert again.state.levels == "auto"
    *_, (done, small, _, _) = batch.colour_all(
        batch.NOTHING_DONE, [str(dark)] * 2, CGAN, *AS_IT_IS, "PNG", False, None, stretch=True
    )
    assert pixels(small[0][0]).max() > 230
    assert batch.outdated(done, CGAN, *AS_IT_IS, "PNG", False, True)[0]["visible"]
    assert not batch.outdated(done, CGAN, *AS_IT_IS, "PNG", False, False)[0]["visible"]
    assert runs == [CHROMA] * 4 + [CGAN] * 2


def test_a_refused_file_leaves_nothing_of_the_last_photograph(fake):
    views = colourize.colour_upload(None, [fake], CHROMA, *AS_IT_IS, False, None)
    view = next(views)
    assert view.viewer is None
    assert "no photograph" in view.caption
    assert not view.saved["visible"] and not view.download["interactive"]
    with pytest.raises(gr.Error):
        next(views)
    assert list(colourize.colour_upload(view.state, [fake], CHROMA, *AS_IT_IS, False, None)) == [
        colourize.View()
    ]  # told twice
    assert colourize.adjust(view.state, None, CHROMA, 1.0, 1.0, 0.0, False, None) == colourize.View()
    assert colourize.show_certainty(view.state, True) == colourize.View()
    with pytest.raises(gr.Error, match="Choose a photograph first"):
        next(colourize.save(view.state, "PNG", False, None))


def test_a_session_that_was_forgotten_is_read_again_and_an_upload_that_is_gone_is_said_to_be(tmp_path, runs):
    again = colourize.adjust(None, [PAGODA], CHROMA, 1.0, 1.0, 0.0, False, None)
    assert again.state.path == PAGODA
    assert runs == [CHROMA]
    with pytest.raises(gr.Error, match="deleted from the server"):
        colourize.adjust(None, [str(tmp_path / "gone.jpg")], CHROMA, 1.0, 1.0, 0.0, False, None)


def test_a_refusal_is_translated_for_a_french_browser(fake):
    request = SimpleNamespace(headers={"accept-language": "fr-CH,fr;q=0.9,en;q=0.8"})
    assert texts.language_of(request) == "fr"
    with pytest.raises(gr.Error, match="n’est pas une photographie"):
        pictures.read(fake, "fr")


@pytest.mark.parametrize(
    ("language", "too_long", "no_frame", "no_model"),
    [
        ("fr", "Choisissez PNG ou TIFF", "pas un cadre", "modèle n’existe pas"),
        ("de", "Wählen Sie PNG oder TIFF", "ist kein Rahmen", "Modell gibt es nicht"),
        ("en", "Choose PNG or TIFF", "is no frame", "no such model"),
    ],
)
def test_what_cannot_be_saved_framed_or_run_is_said_in_the_readers_language(
    tmp_path, language, too_long, no_frame, no_model
):
    request, long = SimpleNamespace(headers={"accept-language": language}), tmp_path / "long.png"
    Image.fromarray(np.tile(np.arange(16_400, dtype=np.uint16).astype(np.uint8), (40, 1))).save(long)
    state = look(str(long), CGAN).state
    with pytest.raises(gr.Error, match=too_long):
        list(colourize.save(state, "WebP", False, request))
    *_, (_, _, said, _) = batch.colour_all(
        batch.NOTHING_DONE, [str(long), PAGODA], CGAN, *AS_IT_IS, "WebP", False, request
    )
    assert too_long in said
    with pytest.raises(gr.Error, match=no_frame):
        api.colourize(PAGODA, CGAN, frame="all of it", request=request)
    for endpoint in (api.colourize, api.certainty):
        with pytest.raises(gr.Error, match=no_model):
            endpoint(PAGODA, "no such", request=request)
