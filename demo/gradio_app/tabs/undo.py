"""Undo, redo and reset on the first tab, and restoring the page after a reload: buttons and events."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from demo.gradio_app import pictures, private
from demo.gradio_app.by_name import by_component
from demo.gradio_app.handlers import reference, undo
from demo.gradio_app.handlers.view import View
from demo.gradio_app.history import History, Step
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import KEEP_FOR
from demo.gradio_app.session import Chosen

_PRIVATE = {"api_visibility": "private"}
_QUICK = {"queue": False, "show_progress": "hidden", **_PRIVATE}
# In the tab's session storage, which ends with the tab: the computer's next user finds nothing.
_TOKEN = """() => {
    let token = sessionStorage.getItem("colourizelt") ?? "";
    if (!/^[0-9a-f]{64}$/.test(token)) {
        const bytes = [...crypto.getRandomValues(new Uint8Array(32))];
        token = bytes.map((each) => each.toString(16).padStart(2, "0")).join("");
        sessionStorage.setItem("colourizelt", token);
    }
    return [token];
}"""


def buttons(part: dict[str, Any]) -> None:
    """Lay out the controls."""
    with gr.Row(elem_classes="steps-back"):
        for name in ("undo", "redo", "reset"):
            part[name] = gr.Button(
                texts.label(name), size="sm", min_width=60, interactive=name == "reset", elem_classes=f"{name}-step"
            )


def wire(part: dict[str, Any], changes: list[Any], moves: list[Any]) -> None:
    """Record a step after each of `changes`, the events that change a control, and let the buttons restore it.

    moves: the events that open one of several photographs or go back to all; each starts a new history.
    """
    controls = [part[name] for name in undo.STEP]
    # Set here, not in the page's load event, so that an early choice of a photograph can be undone.
    first = Step(((), *(control.value for control in controls[1:])), Chosen())
    history = gr.State(History(first), time_to_live=KEEP_FOR)
    pending, done = gr.State(None, time_to_live=KEEP_FOR), gr.State(0)
    token, field = gr.State("", time_to_live=KEEP_FOR), gr.Textbox(visible=False)
    parts = part | {"history": history, "pending": pending, "done": done, "token": token}

    def event(handler: Callable, inputs: list[Any], *outputs: str) -> dict[str, Any]:
        changed = {name: parts[name] for name in outputs}
        return {"fn": by_component(handler, changed), "inputs": inputs, "outputs": list(changed.values())}

    page = [token, part["overrides"], part["reference_path"], part["state"], *controls]  # restored after a reload
    shown = (*undo.HISTORY, "returned")
    always = {"trigger_mode": "always_last", **_QUICK}
    record = event(undo.record, [history, pending, done, *page], *shown) | always
    # A new photograph is recorded immediately, everything else once it is shown.
    gr.on([part["upload"].change, part["model"].input], **record)
    for change in changes:
        change.then(**record)
    for move in moves:
        move.then(**event(undo.begin_anew, page, *shown), **always)

    def show(change: Any) -> None:
        change.then(
            **event(undo.show, [pending, done, part["state"]], *View._fields, "done"),
            show_progress="minimal",
            show_progress_on=part["working"],
            trigger_mode="always_last",  # by default an undo would be lost while another is being drawn
            **_PRIVATE,
            **pictures.ONE_AT_A_TIME,
        ).then(**record)

    now = [history, pending, done, part["state"], *controls]
    restored = (*undo.HISTORY, "pending", *undo.STEP)
    show(part["undo"].click(**event(undo.undo, now, *restored), **_QUICK))
    show(part["redo"].click(**event(undo.redo, now, *restored), **_QUICK))
    show(part["reset"].click(**event(undo.reset, [part["state"], *controls], "pending", *undo.RESET), **_QUICK))
    begun = ("token", "returned", *restored, "overrides", *reference.ReferenceView._fields)
    show(private.current_page().load(**event(undo.begin, [field], *begun), js=_TOKEN, **_QUICK))
