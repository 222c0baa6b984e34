"""Close-ups: parts of a photograph at full size."""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from colourizer import Colourization
from demo.gradio_app import pictures
from demo.gradio_app.halves import Coloured, Half, Original, Subject, coloured_subject, key_of
from demo.gradio_app.handlers.compare import GREY, ORIGINAL
from demo.gradio_app.session import SessionState, current
from demo.gradio_app.tiles import MOST, Closeups, Place

_UNCOLOURED = {GREY: Half, ORIGINAL: Original}
_CLOSEUPS = Closeups()  # shared by all visitors; each gets squares only of the photograph in their own session


def look_closer(stored: SessionState, show_lines: bool, event: gr.EventData) -> dict[str, Any]:
    """The squares of the first tab's photograph that the browser requests, in the format of `assets/js/closeup.js`.

    No squares if the page shows another photograph, or its upload is gone: the reduced copy then stays.
    """
    state = current(stored)
    return answer(coloured_subject(state, show_lines) if state else None, event)


def compared_subject(path: str | None, coloured: Mapping[str, Colourization], before: str, after: str) -> Subject:
    """Two versions of a photograph, by their names. path: None for the first example. coloured: by model."""
    left, right = (Coloured(coloured[name]) if name in coloured else _UNCOLOURED[name]() for name in (before, after))
    return Subject(path, key_of("compared", path, before, after), left, right)


def answer(subject: Subject | None, event: gr.EventData) -> dict[str, Any]:
    """The squares of `subject` that a browser event requests; no squares if it is about another picture."""
    meant = getattr(event, "key", "")
    said: dict[str, Any] = {"key": meant, "number": getattr(event, "number", 0), "squares": []}
    if subject is None or meant != subject.key:
        return said | {"key": ""}
    try:
        found = _CLOSEUPS.squares(subject, _places(getattr(event, "places", None)))
    except gr.Error:
        return said
    squares = [
        {"place": place, "box": square.box, "files": [pictures.served(square.before), pictures.served(square.after)]}
        for place, square in found.items()
    ]
    return said | {"squares": squares}


def _places(said: Any) -> list[Place]:
    """The valid places in a browser's request, which can be anything."""
    rows = said[:MOST] if isinstance(said, list) else []
    return [(row[0], row[1], row[2]) for row in rows if _is_place(row)]


def _is_place(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 3 and all(type(number) is int for number in row)
