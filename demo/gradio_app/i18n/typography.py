"""What printers know and a table of sentences leaves out: spaces at which no line ends."""

import re

_FRENCH = ((r" (?=[:;!?»])", "\N{NO-BREAK SPACE}"), (r"(?<=«) ", "\N{NO-BREAK SPACE}"))
_UNITS = ((r"(?<=[\d}]) (?=%|MB\b|Mo\b|dB\b|h\b)", "\N{NO-BREAK SPACE}"),)


def unbroken(sentence: str, language: str) -> str:
    """A sentence, or a text in HTML, whose signs and units stay on the line of what they belong to."""
    for pattern, space in (*_UNITS, *(_FRENCH if language == "fr" else ())):
        sentence = re.sub(pattern, space, sentence)
    return sentence
