"""The languages of the app: each is one complete file in `languages/`; English is the reference.

A sentence is text with placeholders in braces. If it depends on a number, it is a table: `by` names the value, and the
other keys are the language's plural categories (Unicode CLDR), "one", "few", "other", ... `{formats}` in any sentence
is the list of readable formats: "JPEG, PNG or BMP".
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from colourizer.photo.formats import format_names
from demo.gradio_app.i18n.typography import unbroken

FOLDER = Path(__file__).resolve().parent / "languages"
ENGLISH = "en"


@dataclass(frozen=True)
class Plural:
    """A sentence in a language's plural forms. by: the name of the number."""

    by: str
    forms: dict[str, str]

    def form(self, language: str, number: int) -> str:
        """The sentence for a number, by the language's own rule: "0 photographs", "0 photographie"."""
        category = Locale.parse(language).plural_form(number)
        return self.forms.get(category) or self.forms["other"]


Sentence = str | Plural


@dataclass(frozen=True)
class Language:
    """The content of one file.

    words: every sentence by its key. about: the third tab's sections, HTML. errors: of the core, by code; in English
    only those that the page words differently. gradio: Gradio's untranslated English texts, as JavaScript regular
    expression → sentence.
    """

    code: str
    name: str
    words: dict[str, Sentence]
    about: dict[str, str]
    errors: dict[str, str]
    gradio: dict[str, str]


@cache
def languages() -> dict[str, Language]:
    """By code, English first. An incomplete file is left out, so that no page mixes languages."""
    found = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}
    english = found.pop(ENGLISH)
    whole = {code: each for code, each in found.items() if not lacking(each, english)}
    return {ENGLISH: english, **whole}


def lacking(language: Language, english: Language) -> set[str]:
    """The keys that `language` lacks."""
    return (set(english.words) - set(language.words)) | (set(english.about) - set(language.about))


def figures(number: str, language: str) -> str:
    """A number in English notation as in `language`: "1,808.5" → "1 808,5" in French, "1.808,5" in German."""
    return number.translate(str.maketrans({".": get_decimal_symbol(language), ",": get_group_symbol(language)}))


def _read(path: Path) -> Language:
    code, text = path.stem, path.read_text(encoding="utf-8")
    table = tomllib.loads(text.replace("{formats}", format_names(tomllib.loads(text)["or"])))
    words = {key: _sentence(value, code) for key, value in table["words"].items()}
    about, errors, gradio = (
        {key: unbroken(value, code) for key, value in table.get(part, {}).items()}
        for part in ("about", "errors", "gradio")
    )
    return Language(code, table["name"], words, about, errors, gradio)


def _sentence(value: str | dict[str, str], code: str) -> Sentence:
    if isinstance(value, str):
        return unbroken(value, code)
    return Plural(value["by"], {key: unbroken(form, code) for key, form in value.items() if key != "by"})
