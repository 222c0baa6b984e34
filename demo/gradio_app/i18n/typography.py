"""Non-breaking spaces, which the table of sentences leaves out."""

import re

_FRENCH = ((r" (?=[:;!?»])", "\N{NO-BREAK SPACE}"), (r"(?<=«) ", "\N{NO-BREAK SPACE}"))
_UNITS = ((r"(?<=[\d}]) (?=%|MB\b|Mo\b|dB\b|h\b)", "\N{NO-BREAK SPACE}"),)


def unbroken(sentence: str, language: str) -> str:
    """A sentence, or HTML, with non-breaking spaces before units and French punctuation."""
    for pattern, space in (*_UNITS, *(_FRENCH if language == "fr" else ())):
        sentence = re.sub(pattern, space, sentence)
    return sentence
