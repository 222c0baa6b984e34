"""The pages' languages: each is complete, and follows its own rules."""

import ast
import importlib
import pkgutil
import re
import string
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

import colourizer
from colourizer.errors import CodedError
from colourizer.photo.errors import PhotoError
from demo.gradio_app import captions
from demo.gradio_app.i18n import language, texts
from demo.gradio_app.i18n.language import FOLDER, Language, Plural, languages
from demo.gradio_app.i18n.typography import unbroken


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def said(each: Language) -> dict[str, set[str]]:
    """The placeholders of each sentence of a language."""
    words = {
        key: set().union({word.by}, *map(fields, word.forms.values())) if isinstance(word, Plural) else fields(word)
        for key, word in each.words.items()
    }
    return words | {f"about.{key}": fields(text) for key, text in each.about.items()}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_language_is_whole_and_fills_in_what_english_does(path):
    assert path.stem in languages(), language.lacking(language._read(path), languages()["en"])
    assert said(languages()[path.stem]) == said(languages()["en"])
    assert all(languages()[path.stem].words.values())


def coded_errors() -> list[type[CodedError]]:
    """All error classes with codes, wherever the core defines them."""
    for module in pkgutil.walk_packages(colourizer.__path__, "colourizer."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return CodedError.__subclasses__()


@pytest.mark.parametrize("code", languages())
def test_what_the_core_and_gradio_say_is_translated_into_every_language(code):
    kinds, translated = coded_errors(), languages()[code].errors
    english = dict(chain.from_iterable(kind.sentences.items() for kind in kinds))
    # Codes are unique across classes.
    assert len(kinds) >= 3 and len(english) == sum(len(kind.sentences) for kind in kinds)
    assert translated.keys() <= english.keys() if code == "en" else translated.keys() == english.keys()
    assert all(fields(sentence) <= fields(english[key]) for key, sentence in translated.items())
    assert code == "en" or languages()[code].gradio.keys() == languages()["fr"].gradio.keys()


def test_no_error_that_a_visitor_can_meet_is_without_a_code():
    names, root = {kind.__name__ for kind in coded_errors()}, Path(colourizer.__file__).parent
    # Only API users pass arrays, and only the command line runs code in `cli`.
    for path in {*root.rglob("*.py")} - {*(root / "cli").rglob("*.py"), root / "photo" / "photo.py"}:
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        assert not names & {call.id for call in calls if isinstance(call, ast.Name)}, path


def test_an_error_is_said_in_the_readers_language_by_its_code():
    error = PhotoError.of("too_many_megabytes", limit="0.5")
    assert str(error) == "This file is larger than 0.5 MB. Reduce the photograph and try again."
    assert texts.translate_error(error, "fr").startswith("Ce fichier dépasse 0,5")
    assert texts.translate_error(error, "en") == str(error)
    unwritable = PhotoError.of("unwritable", file="/tmp/gradio/1f/photo-chroma.jpg", reason="No space left on device")
    assert not [code for code in texts.LANGUAGES if "/tmp" in texts.translate_error(unwritable, code)]
    assert texts.translate_error(PhotoError("No code."), "fr") == "No code."


def test_a_language_that_lacks_a_sentence_is_not_offered():
    english = languages()["en"]
    words = {key: word for key, word in english.words.items() if key != "download"}
    assert language.lacking(replace(english, words=words), english) == {"download"}


def test_numbers_choose_the_form_by_the_languages_own_rule():
    def done(code: str, done: int, count: int) -> str:
        return texts.say("batch_done", code, done=done, count=count)

    assert done("fr", 1, 2) == "1 photographie sur 2 en couleur."
    assert done("fr", 0, 2) == "0 photographie sur 2 en couleur."
    assert done("fr", 2, 2) == "2 photographies sur 2 en couleur."
    assert done("en", 1, 2) == "1 of 2 photographs in colour."
    assert done("en", 0, 1) == "0 of 1 photograph in colour."
    assert done("de", 1, 2) == "1 von 2 Fotos in Farbe."
    polish = Plural("n", {"one": "plik", "few": "pliki", "many": "plików", "other": "pliku"})
    assert [polish.form("pl", number) for number in (1, 3, 5, 22)] == ["plik", "pliki", "plików", "pliki"]


def test_hours_fit_their_sentence():
    hour, two = texts.hours(3600), texts.hours(3601)
    notes = [texts.multilingual("upload_note", files=20, megapixels=100, hours=time) for time in (hour, two)]
    said = {code: [texts.pick_language(note, code)[-30:] for note in notes] for code in texts.LANGUAGES}
    assert said["fr"][0].endswith("Gardée une heure au plus.") and said["fr"][1].endswith("Gardée 2 heures au plus.")
    assert said["de"][0].endswith("nach höchstens einer Stunde.")


def test_figures_are_written_as_each_language_does():
    assert language.figures("1,808.5", "en") == "1,808.5"
    assert language.figures("1,808.5", "fr") == "1\u202f808,5"
    assert language.figures("1,808.5", "de") == "1.808,5"
    assert texts.number("12") == "12"
    assert '<span lang="fr">0,5</span>' in texts.number("0.5")
    ready = texts.say("prepared", "fr", name="photo.png", megabytes=texts.Number("1,234.5"))
    assert ready.endswith("1\u202f234,5\xa0Mo.")


def test_french_is_set_as_printers_set_it():
    assert texts.say("landscape", "fr", landscape="une côte", percent=90) == "Reconnu\xa0: une côte (90\xa0%)."
    assert unbroken("« gris » : trop ?", "fr") == "«\xa0gris\xa0»\xa0: trop\xa0?"
    assert unbroken("a colon : 3 MB", "en") == "a colon : 3\xa0MB"


def test_models_have_a_name_in_each_language_or_their_own():
    assert captions.model_name("cgan") == "cGAN (U-net)"
    assert (
        texts.say("said_done", "fr", model=captions.model_name("baseline"))
        == "En couleur, par Autoencodeur de référence."
    )
    assert not re.search("Baseline", texts.say("said_done", "fr", model=captions.model_name("baseline")))
