"""Convert between a `Frame` and the controls on the page: four edges in per cent."""

from typing import Any

import numpy as np

from colourizer import Colourization
from colourizer.frame.frame import WHOLE, Area, Frame
from demo.gradio_app import pictures
from demo.gradio_app.i18n import texts
from demo.gradio_app.session import ColouredPhoto

EDGES = ("frame_left", "frame_top", "frame_right", "frame_bottom")  # the controls' names, and keys of their labels
_LEAST = 0.01  # of the picture's width or height


def edges(frame: Frame) -> list[float]:
    """Left, top, right and bottom edge, in per cent of the picture, around all areas."""
    # Treat the scan as a square, since rotations are small.
    corners = np.concatenate([area.corners((1, 1)) for area in frame.areas])
    low, high = np.clip(corners.min(axis=0), 0, 1) * 100, np.clip(corners.max(axis=0), 0, 1) * 100
    return [round(float(value), 1) for value in (*low, *high)]


def chosen(values: list[float | None], language: str) -> Frame:
    """The frame with these edges, in per cent. Raises gr.Error."""
    if any(value is None or not 0 <= value <= 100 for value in values):
        raise pictures.refusal(texts.say("frame_wrong", language))
    left, top, right, bottom = (float(value or 0) / 100 for value in values)
    if right - left < _LEAST or bottom - top < _LEAST:
        raise pictures.refusal(texts.say("frame_wrong", language))
    area = Area(left, top, right - left, bottom - top)
    return WHOLE if area.whole else Frame((area,), "chosen")


def about(coloured: Colourization) -> str:
    """A sentence about the frame, as HTML."""
    frame, percent = coloured.frame, max(1, round(100 * coloured.frame.share))
    if frame.whole:
        return texts.paragraph(texts.multilingual("frame_whole"))
    if len(frame.areas) > 1:
        return texts.paragraph(texts.multilingual("frame_prints", count=len(frame.areas)))
    key = "frame_chosen" if frame.reason == "chosen" else "frame_found"
    return texts.paragraph(texts.multilingual(key, percent=percent))


def fields(state: ColouredPhoto) -> dict[str, Any]:
    """The updates of the frame's controls, as fields of a `View`."""
    return {
        "frame_about": about(state.coloured),
        **dict(zip(EDGES, edges(state.coloured.frame), strict=True)),
        "negative": state.coloured.photo.negative,
    }
