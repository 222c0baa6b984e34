"""The part of a photograph that somebody looks at closely, at its full size."""

from typing import Any

import gradio as gr

from demo.gradio_app import files as pictures
from demo.gradio_app.session import SessionState, current
from demo.gradio_app.tiles import MOST, Closeups, Place, key

_CLOSEUPS = Closeups()  # of all visitors; each is given squares of the photograph in their own session alone


def look_closer(stored: SessionState, show_lines: bool, event: gr.EventData) -> dict[str, Any]:
    """The squares that the browser asks for, as `assets/js/closeup.js` takes them.

    None where the photograph is not the one that was meant, or its upload is gone: then the reduced copy has to do.
    """
    state, meant = current(stored), getattr(event, "key", "")
    answer: dict[str, Any] = {"key": meant, "number": getattr(event, "number", 0), "squares": []}
    if state is None or meant != key(state, show_lines):
        return answer | {"key": ""}
    try:
        found = _CLOSEUPS.squares(state, show_lines, _places(getattr(event, "places", None)))
    except gr.Error:
        return answer
    squares = [
        {"place": place, "box": square.box, "files": [pictures.served(square.grey), pictures.served(square.colours)]}
        for place, square in found.items()
    ]
    return answer | {"squares": squares}


def _places(said: Any) -> list[Place]:
    """The places among what a browser says, which may be anything."""
    rows = said[:MOST] if isinstance(said, list) else []
    return [(row[0], row[1], row[2]) for row in rows if _is_place(row)]


def _is_place(row: Any) -> bool:
    return isinstance(row, list) and len(row) == 3 and all(type(number) is int for number in row)
