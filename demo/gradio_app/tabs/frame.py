"""The frame's controls on the first tab: change, reset or switch it off, and invert negatives."""

from collections.abc import Iterator
from typing import Any

import gradio as gr
import numpy as np

from colourizer.frame.frame import WHOLE, Frame
from demo.gradio_app.handlers import photo_view
from demo.gradio_app.handlers.frame import EDGES, chosen, edges, fields
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.session import ColouredPhoto, SessionState, colour_photo, current

_SAME = 0.06  # per cent: tolerance for rounding


def use(
    stored: SessionState,
    show_lines: bool,
    left: float | None,
    top: float | None,
    right: float | None,
    bottom: float | None,
    negative: bool,
    request: gr.Request,
) -> Iterator[View]:
    """Colour only what is between the four edges, in per cent."""
    state, values = current(stored), [left, top, right, bottom]
    if state is None:
        yield View()
        return
    same = np.abs(np.array(edges(state.coloured.frame)) - [value or 0 for value in values]).max() < _SAME
    frame = state.frame if same else chosen(values, texts.language_of(request))
    yield from _again(state, frame, negative, show_lines, request)


def reset(stored: SessionState, show_lines: bool, negative: bool, request: gr.Request) -> Iterator[View]:
    """Use the frame that is found automatically."""
    yield from _again(current(stored), "auto", negative, show_lines, request)


def off(stored: SessionState, show_lines: bool, negative: bool, request: gr.Request) -> Iterator[View]:
    """Use the whole picture."""
    yield from _again(current(stored), WHOLE, negative, show_lines, request)


def build(part: dict[str, Any], first: ColouredPhoto) -> None:
    """Lay out the controls."""
    initial = fields(first)
    with gr.Accordion(texts.label("frame"), open=False, elem_classes="frame"):
        part["frame_about"] = gr.HTML(initial["frame_about"], elem_classes="caption")
        gr.Checkbox(False, label=texts.label("frame_show"), container=False, elem_classes="toggle frame-show")
        with gr.Row(elem_classes="frame-edges"):
            for name in EDGES:
                part[name] = gr.Number(
                    initial[name], label=texts.label(name), minimum=0, maximum=100, step=0.1, min_width=110
                )
        part["frame_use"] = gr.Button(texts.label("frame_use"), elem_classes="frame-use")
        with gr.Row(elem_classes="acts"):
            part["frame_reset"] = gr.Button(texts.label("frame_reset"), min_width=110)
            part["frame_off"] = gr.Button(texts.label("frame_off"), min_width=110)
        part["negative"] = gr.Checkbox(False, label=texts.label("negative"), container=False, elem_classes="toggle")


def wire(part: dict[str, Any], view: list, **event: Any) -> list[Any]:
    """Connect the controls to their handlers; `view` has the components of `View`. Returns the events."""
    stored = [part["state"], part["show_lines"]]
    event |= {"show_progress": "minimal", "show_progress_on": part["working"], "api_visibility": "private"}
    inputs = [*stored, *(part[name] for name in EDGES), part["negative"]]
    used = gr.on([part["frame_use"].click, part["negative"].input], use, inputs, view, **event)
    found = part["frame_reset"].click(reset, [*stored, part["negative"]], view, **event)
    return [used, found, part["frame_off"].click(off, [*stored, part["negative"]], view, **event)]


def _again(
    state: ColouredPhoto | None, frame: Frame | str, negative: bool, show_lines: bool, request: gr.Request
) -> Iterator[View]:
    if state is None:
        yield View()
        return
    settings: dict[str, Any] = vars(state.coloured.settings) | {"alternative": 0}
    language = texts.language_of(request)
    state = colour_photo(
        state.path, state.coloured.model, language, state.levels, frame=frame, negative=negative, **settings
    )
    yield photo_view.first_view(state, show_lines)
    if state.has_distribution:
        yield View(**photo_view.alternatives(state))
