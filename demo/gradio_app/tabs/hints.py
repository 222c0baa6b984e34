"""The first tab's controls for hints: choose a place, then its colour; remove, save and load hints."""

from pathlib import Path
from typing import Any

import gradio as gr

from colourizer.hints import Hint, HintError, load_hints, write_hints
from demo.gradio_app import pictures, private, samples, save_link
from demo.gradio_app.handlers import colourize, hint_colours, photo_view
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import KEEP_FOR
from demo.gradio_app.names import plain_name
from demo.gradio_app.session import SessionState, current
from demo.gradio_app.tabs import reference
from demo.gradio_app.theme import script_of
from demo.gradio_app.widgets import path_of, take_no_addresses

_RADIUS = 0.01
_BUTTONS = """element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-remove]");
    if (button) trigger("select", { remove: Number(button.dataset.remove) });
});
element.addEventListener("placed", (event) => trigger("select", event.detail)); // from hints.js"""


def pick(stored: SessionState, event: gr.EventData, request: gr.Request) -> tuple:
    """Offer the likely colours of a chosen place."""
    state = current(stored)
    if state is None or state.coloured.guide is None:
        return None, ""
    try:
        place = Hint(_event_value(event, "x"), _event_value(event, "y"), 0, 0)
    except HintError as error:
        raise pictures.refused(error, texts.language_of(request)) from error
    return (place.x, place.y), hint_colours.offered(state.coloured, place.x, place.y)


def give(
    stored: SessionState,
    show_lines: bool,
    place: tuple[float, float] | None,
    radius: float,
    event: gr.EventData,
    request: gr.Request,
) -> View:
    """Add a hint with the chosen colour."""
    state = current(stored)
    if state is None or place is None:
        raise pictures.refusal(texts.say("hint_no_place", texts.language_of(request)))
    try:
        hint = Hint(*place, _event_value(event, "a"), _event_value(event, "b"), radius / 100)
    except HintError as error:
        raise pictures.refused(error, texts.language_of(request)) from error
    return _with(stored, show_lines, hint_colours.with_hint(state.coloured.settings.hints, hint, state.size))


def change(stored: SessionState, show_lines: bool, event: gr.EventData, request: gr.Request) -> View:
    """Remove one hint, or move it to another place."""
    state = current(stored)
    hints = state.coloured.settings.hints if state else ()
    if _event_value(event, "move") is not None:
        try:
            moved = hint_colours.moved(hints, *(_event_value(event, name) for name in ("move", "x", "y")))
        except HintError as error:
            raise pictures.refused(error, texts.language_of(request)) from error
        return _with(stored, show_lines, moved)
    return _with(
        stored, show_lines, tuple(hint for number, hint in enumerate(hints) if number != _event_value(event, "remove"))
    )


def clear(stored: SessionState, show_lines: bool) -> View:
    """Remove all hints."""
    return _with(stored, show_lines, ())


def load(stored: SessionState, show_lines: bool, path: str | None, request: gr.Request) -> View:
    """Replace the hints with those in a saved file."""
    if path is None:
        return View()
    try:
        return _with(stored, show_lines, load_hints(Path(path)))
    except HintError as error:
        raise pictures.refused(error, texts.language_of(request)) from error


def save(stored: SessionState, request: gr.Request) -> dict:
    """Save the hints as a file that can be loaded here or on the command line."""
    state = current(stored)
    if state is None or not state.coloured.settings.hints:
        raise pictures.refusal(texts.say("hints_none", texts.language_of(request)))
    path = pictures.new_folder() / "photo.hints.json"
    path.write_text(write_hints(state.coloured.settings.hints), encoding="utf-8")
    name = f"{plain_name(state.path or str(samples.FIRST))}.hints.json"
    return gr.update(value=pictures.served(str(path), name), visible=True)


def build(part: dict[str, Any], initial: dict[str, Any]) -> None:
    """Lay out the controls. initial: their initial values, by the names of `View`."""
    visible = initial["hints"]["visible"]
    with gr.Accordion(texts.label("hints"), open=False, visible=visible, elem_classes="hints") as part["hints"]:
        gr.HTML(texts.paragraph(texts.multilingual("hints_lead")), elem_classes="caption hints-open")
        reference.build(part)
        part["hint_colours"] = gr.HTML(
            "", elem_classes="caption hint-colours", apply_default_css=False, js_on_load=script_of("hint_colours")
        )
        part["hint_radius"] = gr.Slider(
            0.5, 15, 100 * _RADIUS, step=0.5, label=texts.label("hint_radius"), elem_classes="setting"
        )
        part["hint_list"] = gr.HTML(
            initial["hint_list"], elem_classes="caption hint-list", apply_default_css=False, js_on_load=_BUTTONS
        )
        with gr.Row(elem_classes="steps-back"):
            part["hint_clear"] = gr.Button(texts.label("hints_clear"), size="sm", min_width=60)
            part["hint_save"] = gr.Button(texts.label("hints_save"), size="sm", min_width=60)
            part["hint_load"] = gr.UploadButton(
                str(texts.label("hints_load")), file_types=[".json"], size="sm", min_width=60
            )
        private.read_paths(part["hint_load"], path_of)
        take_no_addresses(part["hint_load"])
        part["hint_file"] = save_link.save_link("hints_file", "hints-file")
    part["hint_place"] = gr.State(None, time_to_live=KEEP_FOR)


def wire(part: dict[str, Any], view: list) -> list[Any]:
    """Connect the controls; `view` has the components of `View`. Returns the events that change the picture."""
    quick = {"show_progress": "hidden", "api_visibility": "private", **pictures.REDRAWING}
    stored, place = [part["state"], part["show_lines"]], part["hint_place"]
    part["viewer"].select(pick, part["state"], [place, part["hint_colours"]], trigger_mode="always_last", **quick)
    give_event = part["hint_colours"].select(give, [*stored, place, part["hint_radius"]], view, **quick)
    change_event = part["hint_list"].select(change, stored, view, **quick)
    take_event = reference.wire(part, stored, view, quick)
    clear_event = part["hint_clear"].click(clear, stored, view, **quick)
    load_event = part["hint_load"].upload(load, [*stored, part["hint_load"]], view, **quick)
    part["hint_save"].click(save, part["state"], part["hint_file"], **quick)
    events = [give_event, take_event, change_event, clear_event, load_event]
    for each in events:  # a separate event, so that the large picture comes first
        each.then(colourize.renew_alternatives, [part["state"], part["thumbnail_settings"]], view, **quick)
    return events


def _event_value(event: gr.EventData, name: str) -> Any:
    """A value in a browser event; None if it is missing."""
    return getattr(event, name, None)


def _with(stored: SessionState, show_lines: bool, hints: tuple[Hint, ...]) -> View:
    state = current(stored)
    if state is None or state.coloured.guide is None:
        return View()
    return photo_view.with_settings(state, show_lines, hints=hints)
