"""Sentences on their way to the page: in the reader's language, from the one table in `words.py`.

Gradio translates labels itself, in the browser. It cannot fill in numbers there, so what is said of a photograph is
sent in both languages, each marked with its own, and the page shows the one that Gradio's labels are in.
"""

import html
import re
from collections.abc import Callable

import gradio as gr

from demo.typography import figures, unbroken
from demo.words import WORDS as _WORDS

TITLE = "Colourizelt!"
LANGUAGES = ("en", "fr")
WORDS = {key: tuple(map(unbroken, pair, LANGUAGES)) for key, pair in _WORDS.items()}

# Shows one language of what `both` gives. It is a translation itself, so it always agrees with Gradio's labels.
_LANGUAGE_STYLE = {
    "en": "<style>.gradio-container [lang=fr] { display: none; }</style>",
    "fr": "<style>.gradio-container [lang=en] { display: none; }</style>",
}
LANGUAGE_STYLE = "language_style"

I18N = gr.I18n(
    **{
        language: {key: pair[index] for key, pair in WORDS.items() if "{" not in pair[index]}
        | {LANGUAGE_STYLE: _LANGUAGE_STYLE[language]}
        for index, language in enumerate(LANGUAGES)
    }
)


def label(key: str):
    """For a label, which Gradio translates in the browser. The sentence must have nothing to fill in."""
    return I18N(key)


def say(key: str, language: str = "en", **values) -> str:
    """A sentence as plain text. A value that is a key of the table itself is given as `name=Key("...")`."""
    index = LANGUAGES.index(language)
    return WORDS[key][index].format(**{name: in_language(value, language) for name, value in values.items()})


class Key(str):
    """A value that is to be translated, too."""


class Number(str):
    """A value in English figures, which other languages write otherwise."""


def in_language(value: object, language: str) -> object:
    """What a sentence is filled with."""
    if isinstance(value, Key):
        return WORDS[value][LANGUAGES.index(language)]
    return figures(value, language) if isinstance(value, Number) else value


def number(value: str) -> str:
    """A number in English figures as HTML in both languages, where they differ."""
    same = len({figures(value, language) for language in LANGUAGES}) == 1
    return value if same else marked(lambda language: figures(value, language))


def both(key: str, **values) -> str:
    """A sentence in both languages, as HTML; the page shows the reader's. Values are escaped."""
    return marked(lambda language: html.escape(say(key, language, **values), quote=False))


def only(marked: str, language: str) -> str:
    """What HTML in both languages, or in none, says in one of them, as plain text."""
    found = re.findall(rf'<(\w+) lang="{language}">(.*?)</\1>', marked, re.DOTALL)
    return html.unescape(" ".join(text for _, text in found) or marked)


def marked(make: Callable[[str], str], tag: str = "span") -> str:
    """What `make` gives for each language, HTML, each in an element that says which it is."""
    return "".join(f'<{tag} lang="{language}">{make(language)}</{tag}>' for language in LANGUAGES)


def escaped(text: str) -> str:
    """Any text, such as a visitor's, as HTML."""
    return html.escape(text)


def paragraph(*sentences: str, style: str = "") -> str:
    """Sentences in HTML as one paragraph."""
    attribute = f' class="{style}"' if style else ""
    return f"<p{attribute}>{' '.join(filter(None, sentences))}</p>"


def notice(*sentences: str) -> str:
    """What must not be overlooked, as HTML."""
    return paragraph(*sentences, style="notice")


def hours(seconds: int) -> Key | str:
    """A time in whole hours: 3600 → "an hour"."""
    whole = -(-seconds // 3600)
    return Key("hour") if whole == 1 else f"{whole} h"


def language_of(request: gr.Request | None) -> str:
    """The reader's language, as far as their browser says it."""
    wanted = request.headers.get("accept-language", "") if request else ""
    return "fr" if wanted.strip().lower().startswith("fr") else "en"


def translated(sentence: str, language: str) -> str:
    """A refusal by the core, which speaks English, in `language`; as it is where nobody translated it."""
    if language == "en":
        return sentence
    for english, french in _REFUSALS.items():
        if found := re.fullmatch(english, sentence):
            return french.format(*found.groups())
    return sentence


def header() -> str:
    """The top of the page."""
    return f"<h1>{TITLE}</h1><p class='tagline'>{both('tagline')}</p><p class='steps'>{both('steps')}</p>"


def alt(title: str) -> str:
    """For those who cannot see a picture: what it is."""
    return f"The photograph, {title[:1].lower() + title[1:] if title[1:2].islower() else title}"


# In the API's documentation, which is in English as all programs' parameters are.
_SETTINGS = (
    "vividness, from 0 (the safest guess) to 1 (the boldest; used by models that know several colours); strength of "
    "the colours, from 0 (grey) to 2, 1 is the model's own; warmth, from -1 (bluer) to 1 (more golden)"
)
API_COLOURISE = (
    "Colours one photograph (JPEG, PNG, WebP, TIFF, HEIC, AVIF or BMP) and returns it at its full size, with a "
    "sentence about it. The lightness stays the photograph's own; the colours are invented. "
    f"Parameters: photo; model; {_SETTINGS}; "
    "format of the file: png, jpg, webp or tif (keeps 16 bits); mark: whether a small palette is drawn into the corner."
)
API_COMPARE = (
    "Colours one photograph with every model and returns full-size PNG files: photo-grey.png, "
    "then photo-MODEL.png for each model. Parameter: photo."
)
API_CERTAINTY = (
    "Says how sure a model is of its colours. Returns a grey PNG of the photograph's size, in which 0 to 255 stand for "
    "the probability of 0 to 100 % that the colour is within 10 units (CIE 1976) of the true one, and the mean "
    f"probability, from 0 to 1. Parameters: photo; model; {_SETTINGS.split('; strength')[0]}."
)

_REFUSALS = {
    r"This file is no photograph that can be read here\. Save it as .*": (
        "Ce fichier n’est pas une photographie lisible ici. Enregistrez-le en JPEG, PNG, WebP, TIFF, HEIC, AVIF ou BMP."
    ),
    r"This file is damaged and cannot be read\..*": (
        "Ce fichier est abîmé et illisible. Exportez ou numérisez-le de nouveau."
    ),
    r"This photograph is too large\. Reduce it to (.*) megapixels.*": (
        "Cette photographie est trop grande. Réduisez-la à {} mégapixels au plus et réessayez."
    ),
    r"This photograph has (.*) megapixels\. Reduce it to (.*) or fewer.*": (
        "Cette photographie a {} mégapixels. Réduisez-la à {} au plus et réessayez."
    ),
    r"This file is larger than (.*) MB\..*": "Ce fichier dépasse {} Mo. Réduisez la photographie et réessayez.",
    r"This picture is (.*) pixels long\. Cut it to (.*) or fewer.*": (
        "Cette image mesure {} pixels de long. Coupez-la à {} au plus et réessayez."
    ),
    r"This file has more than (.*) pages\..*": (
        "Ce fichier a plus de {} pages. Enregistrez la photographie dans un fichier à part."
    ),
}
