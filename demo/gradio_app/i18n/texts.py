"""Sentences for the page, in the reader's language, from the files in `languages/`.

Gradio translates labels in the browser, but cannot fill in values there. So sentences about a photograph are sent in
every language, each tagged with its code, and the page shows the language of Gradio's labels.
"""

import html
import re
from collections.abc import Callable
from typing import NamedTuple

import gradio as gr

from colourizer.controls import CONTROLS, VIVIDNESS
from colourizer.errors import CodedError
from colourizer.photo.formats import format_names
from demo.gradio_app.i18n.language import ENGLISH, Plural, figures, languages

TITLE = "Colourizelt!"
LANGUAGES = tuple(languages())
WORDS = {code: language.words for code, language in languages().items()}

# Shows one language of `multilingual` text. It is a translation itself, so it always matches Gradio's labels.
_LANGUAGE_STYLE = "<style>.gradio-container [lang]:not([lang={}]) {{ display: none; }}</style>"
LANGUAGE_STYLE = "language_style"
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")
# Gradio's other languages: it gets our English labels for them, so that no page is half translated.
ONLY_GRADIO = (
    *("ar", "ca", "ckb", "es", "et", "eu", "fa", "fi", "he", "hi", "id", "ja", "ko", "lt", "nb", "nl", "pl", "pt"),
    *("pt-BR", "ro", "ru", "sv", "ta", "th", "tr", "uk", "ur", "uz", "zh-CN", "zh-TW"),
)


def _labels(code: str) -> dict[str, str]:
    fixed = {
        key: sentence for key, sentence in WORDS[code].items() if isinstance(sentence, str) and "{" not in sentence
    }
    return fixed | {LANGUAGE_STYLE: _LANGUAGE_STYLE.format(code)}


I18N = gr.I18n(
    **{code: _labels(code) for code in LANGUAGES},
    **{code: _labels(ENGLISH) for code in ONLY_GRADIO if code not in LANGUAGES},
)


def label(key: str):
    """A label, which Gradio translates in the browser. The sentence must have nothing to fill in."""
    return I18N(key)


def say(key: str, language: str = ENGLISH, **values) -> str:
    """A sentence as plain text. A value that is a key of the table itself is given as `name=Key("...")`."""
    sentence = WORDS[language][key]
    sentence = sentence.form(language, int(values[sentence.by])) if isinstance(sentence, Plural) else sentence
    return sentence.format(**{name: in_language(value, language) for name, value in values.items()})


class Key(str):
    """A value that is also translated: a key of the table."""


class Filled(NamedTuple):
    """A value that is a sentence with its own values: a dict, or pairs if it must be hashable."""

    key: str
    values: dict[str, object] | tuple[tuple[str, object], ...]


class Number(str):
    """A number in English notation, which other languages write differently."""


def in_language(value: object, language: str) -> object:
    """A value in a language, to fill in a sentence."""
    if isinstance(value, Key):
        return WORDS[language][value]
    if isinstance(value, Filled):
        return say(value.key, language, **dict(value.values))
    return figures(value, language) if isinstance(value, Number) else value


def number(value: str) -> str:
    """A number as HTML, in every language if they differ."""
    same = len({figures(value, language) for language in LANGUAGES}) == 1
    return value if same else tag_languages(lambda language: figures(value, language))


def multilingual(key: str, **values) -> str:
    """A sentence in every language, as HTML; the page shows the reader's. Values are escaped."""
    return tag_languages(lambda language: html.escape(say(key, language, **values), quote=False))


def pick_language(markup: str, language: str) -> str:
    """The plain text of one language in HTML of `multilingual`; all of it if it is not tagged."""
    found = re.findall(rf'<(\w+) lang="{language}">(.*?)</\1>', markup, re.DOTALL)
    return html.unescape(" ".join(text for _, text in found) or markup)


def tag_languages(make: Callable[[str], str], tag: str = "span") -> str:
    """What `make` returns for each language, HTML, in an element with the language's code."""
    return "".join(f'<{tag} lang="{language}">{make(language)}</{tag}>' for language in LANGUAGES)


def escaped(text: str) -> str:
    """Any text, such as a visitor's, as HTML."""
    return html.escape(text)


def paragraph(*sentences: str, style: str = "") -> str:
    """Sentences in HTML as one paragraph."""
    attribute = f' class="{style}"' if style else ""
    return f"<p{attribute}>{' '.join(filter(None, sentences))}</p>"


def notice(*sentences: str) -> str:
    """A prominent notice, as HTML."""
    return paragraph(*sentences, style="notice")


def hours(seconds: int) -> Filled:
    """A time in whole hours: 3600 → "an hour"."""
    return Filled("hours", {"number": -(-seconds // 3600)})


def language_of(request: gr.Request | None) -> str:
    """The reader's language: the first one of their browser, as in Gradio, or English."""
    wanted = request.headers.get("accept-language", "") if request else ""
    code = re.split("[-,;]", wanted.strip().lower())[0]
    return code if code in LANGUAGES else ENGLISH


def translate_error(error: CodedError, language: str) -> str:
    """An error of the core in `language`; in English if the language has no sentence for its code."""
    sentence = languages()[language].errors.get(error.code)
    if sentence is None:
        return str(error)
    # Numbers are localised: a German reads "1,000" as one.
    said = {
        name: figures(value, language) if _NUMBER.fullmatch(value) else value for name, value in error.values.items()
    }
    return sentence.format(**said)


def model(name: str, title: str) -> "Key | str":
    """A network's name for people: its `title`, unless the languages have another."""
    return Key(f"model_{name}") if f"model_{name}" in WORDS[ENGLISH] else title


def header() -> str:
    """The top of the page."""
    steps = "".join(paragraph(multilingual(key), style=f"steps {key}") for key in ("steps", "steps_tap"))
    return f"<h1>{TITLE}</h1>{paragraph(multilingual('tagline'), style='tagline')}{steps}"


def alt(title: str) -> str:
    """The text alternative of a picture."""
    return f"The photograph, {title[:1].lower() + title[1:] if title[1:2].islower() else title}"


# For the API's documentation, which is in English, like the parameters.
_SETTINGS = "; ".join(f"{each.name}: {each.describe()}" for each in CONTROLS)
API_COLOURIZE = (
    f"Colours one photograph ({format_names()}) and returns it at its full size, with a "
    "sentence about it. The lightness stays the photograph's own; the colours are invented. "
    f"Parameters: photo; model; {_SETTINGS}; "
    "format of the file: png, jpg, webp or tif (keeps 16 bits); mark: whether a small palette is drawn into the "
    "corner; frame: where the photograph is on a scan: auto (found), none (the whole), or X,Y,WIDTH,HEIGHT, as "
    "fractions; invert: whether it is a negative, to be turned; levels: kept, or auto to stretch a photograph from "
    'black to white; hints: colours that are known, as JSON: {"hints": [{"x": 0.4, "y": 0.7, "a": 40, "b": 25}]}, '
    "x and y from 0 to 1 of the photograph, a and b in CIE Lab."
)
API_COMPARE = (
    "Colours one photograph with every model and returns full-size PNG files: photo-grey.png, "
    "then photo-MODEL.png for each model. Parameter: photo."
)
API_CERTAINTY = (
    "Says how sure a model is of its colours. Returns a grey PNG of the photograph's size, in which 0 to 255 stand for "
    "the probability of 0 to 100 % that the colour is within 10 units (CIE 1976) of the true one, and the mean "
    f"probability, from 0 to 1. Parameters: photo; model; vividness: {VIVIDNESS.describe()}."
)
