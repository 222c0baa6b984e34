"""What printers know and a table of sentences leaves out: spaces at which no line ends, and French numbers."""

import re

_FRENCH = ((r" (?=[:;!?»])", "\N{NO-BREAK SPACE}"), (r"(?<=«) ", "\N{NO-BREAK SPACE}"))
_UNITS = ((r"(?<=[\d}]) (?=%|MB\b|Mo\b|dB\b|h\b)", "\N{NO-BREAK SPACE}"),)
_FIGURES = str.maketrans({".": ",", ",": "\N{NARROW NO-BREAK SPACE}"})


def unbroken(sentence: str, language: str) -> str:
    """A sentence, or a text in HTML, whose signs and units stay on the line of what they belong to."""
    for pattern, space in (*_UNITS, *(_FRENCH if language == "fr" else ())):
        sentence = re.sub(pattern, space, sentence)
    return sentence


def figures(number: str, language: str) -> str:
    """A number in English figures as `language` writes it: "1,808.5" → "1 808,5" in French."""
    return number.translate(_FIGURES) if language == "fr" else number
