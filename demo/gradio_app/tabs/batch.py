"""Several photographs on the first tab: a gallery, an archive, and the full view of any of them."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from demo.gradio_app import pictures
from demo.gradio_app.by_name import by_component
from demo.gradio_app.handlers import batch, opened
from demo.gradio_app.handlers.batch import BatchView, Done
from demo.gradio_app.handlers.opened import NO_OVERRIDES, Overrides, PhotoSettings
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import KEEP_FOR
from demo.gradio_app.session import SessionState, opened_of

_PRIVATE = {"api_visibility": "private"}
_QUICK = {"queue": False, "show_progress": "hidden", **_PRIVATE}
_SETTINGS = ("model", "vividness", "strength", "warmth", "levels")
# The focus moves to the element that replaces the clicked one.
_FOCUS = "() => setTimeout(() => document.querySelector('SELECTOR')?.focus({ preventScroll: true }), 50)"


def bar(part: dict[str, Any]) -> None:
    """Lay out the bar above one of several photographs."""
    with gr.Row(visible=False, elem_classes="opened-bar") as part["bar"]:
        part["back"] = gr.Button(texts.label("opened_back"), size="sm", min_width=60)
        part["bar_name"] = gr.HTML("", elem_classes="opened-name")
        part["previous"] = gr.Button(texts.label("opened_previous"), size="sm", min_width=60, elem_classes="previous")
        part["next"] = gr.Button(texts.label("opened_next"), size="sm", min_width=60, elem_classes="next")


def build(part: dict[str, Any]) -> None:
    """Lay out the gallery of all photographs."""
    gr.HTML(texts.paragraph(texts.multilingual("opened_hint")), elem_classes="eyebrow")
    part["gallery"] = gr.Gallery(
        label=texts.label("batch"),
        show_label=False,
        columns=3,
        height="auto",
        allow_preview=False,
        interactive=False,
        buttons=[],
        elem_classes="batch",
    )
    part["report"] = gr.HTML(elem_classes="caption")
    part["outdated"] = gr.HTML(elem_classes=["caption", "status"])
    with gr.Row(elem_classes="acts"):
        part["zip"] = gr.DownloadButton(
            str(texts.label("batch_zip")), visible=False, variant="primary", elem_classes="save-zip"
        )
        part["again"] = gr.Button(texts.label("batch_again"))


def wire(part: dict[str, Any], view: list) -> list[Any]:
    """Connect the components; `view` has those of `View`. Returns the events that open and close a photograph."""
    done = gr.State(batch.NOTHING_DONE, time_to_live=KEEP_FOR)
    overrides = part["overrides"] = gr.State(NO_OVERRIDES, time_to_live=KEEP_FOR)
    part["upload"].change(batch.hide_single, [part["upload"], done, part["state"], overrides], view, **_QUICK)
    settings_inputs = [part[name] for name in ("model", "vividness", "strength", "warmth", "format", "mark", "levels")]
    event = {
        "fn": batch.colour_all,
        "inputs": [done, part["upload"], *settings_inputs, overrides],
        "outputs": [(part | {"done": done})[name] for name in BatchView._fields],
        "show_progress_on": part["gallery"],
        **_PRIVATE,
        **batch.ALONE,
    }
    stale = {
        "fn": batch.outdated,
        "inputs": [done, *settings_inputs, overrides, part["state"]],
        "outputs": [part["zip"], part["outdated"]],
        **_QUICK,
    }
    part["upload"].change(**event, trigger_mode="always_last").then(**stale)
    anew = part["again"].click(lambda: (batch.NOTHING_DONE, ""), None, [done, part["outdated"]], **_QUICK)
    anew.then(**event).then(**stale)
    gr.on([each.change for each in settings_inputs], **stale, trigger_mode="always_last")

    now = [overrides, done, part["state"], part["show_lines"], part["upload"], *(part[name] for name in _SETTINGS)]
    changed = {name: part[name] for name in ("overrides", *opened.CONTROLS, *View._fields)}
    ways = [
        (part["gallery"].select, _choose, ".opened-name h2"),
        (part["previous"].click, _step(-1), ".opened-name h2"),
        (part["next"].click, _step(1), ".opened-name h2"),
        (part["back"].click, _back, ".batch .thumbnail-item"),
    ]
    open_events = []
    for event_of, handler, focus in ways:
        open_event = event_of(
            by_component(handler, changed),
            now,
            list(changed.values()),
            show_progress="minimal",
            show_progress_on=part["working"],
            **_PRIVATE,
            **pictures.ONE_AT_A_TIME,
        )
        open_event.then(None, js=_FOCUS.replace("SELECTOR", focus))
        open_event.then(**stale)
        open_events.append(open_event)
    return open_events


def _choose(
    request: gr.Request,
    event: gr.SelectData,
    overrides: Overrides,
    done: Done,
    stored: SessionState,
    show_lines: bool,
    files: list[str],
    *now: Any,
) -> Iterator[dict[str, Any]]:
    overrides = opened.store_overrides(overrides, stored, files, PhotoSettings(*now))
    yield from _open(done.shown[event.index], overrides, show_lines, files, request)


def _step(step: int) -> Callable:
    """A handler that shows the next photograph, or the previous one."""

    def go(
        request: gr.Request,
        overrides: Overrides,
        done: Done,
        stored: SessionState,
        show_lines: bool,
        files: list[str],
        *now: Any,
    ) -> Iterator[dict[str, Any]]:
        path = opened.neighbour(files, opened_of(stored, files), step)
        yield from _open(
            path, opened.store_overrides(overrides, stored, files, PhotoSettings(*now)), show_lines, files, request
        )

    return go


def _back(
    overrides: Overrides, done: Done, stored: SessionState, show_lines: bool, files: list[str], *now: Any
) -> dict[str, Any]:
    """Show all photographs again, with their settings."""
    overrides = opened.store_overrides(overrides, stored, files, PhotoSettings(*now))
    return {"overrides": overrides, **opened.close_photo(overrides.default or PhotoSettings(*now))}


def _open(
    path: str, overrides: Overrides, show_lines: bool, files: list[str], request: gr.Request
) -> Iterator[dict[str, Any]]:
    assert overrides.default is not None, "the page was left"
    for updates in opened.open_photo(path, files, overrides.of(path, overrides.default), show_lines, request):
        yield {"overrides": overrides, **updates}
