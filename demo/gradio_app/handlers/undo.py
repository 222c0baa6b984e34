"""Undo, redo and reset: record the steps of the page, and show them again.

Each handler returns its updates by the components' names in `tabs/undo.py`.
"""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from colourizer.controls import CONTROLS
from demo.gradio_app.handlers import colourize, reference, restore
from demo.gradio_app.handlers.opened import Overrides, PhotoSettings, closed_fields, opened_fields
from demo.gradio_app.history import History, Step
from demo.gradio_app.i18n import texts
from demo.gradio_app.session import Chosen, ColouredPhoto, RefusedPhoto, SessionState, current, opened_of

# The controls of a step, in this order, by their names in the tab; the photographs come first.
STEP = ("upload", "model", *(each.name for each in CONTROLS), "show_lines", "levels", "format", "mark")
RESET = {each.name: each.default for each in CONTROLS} | {"show_lines": False, "levels": False}
HISTORY = ("history", "undo", "redo")  # updated with the history: the history itself, and the buttons' state
_NUMBERS = count(1)
clock = time.monotonic  # seconds; tests set their own


class PendingStep(NamedTuple):
    """A step to show again. number: unique, to know which step was shown."""

    step: Step
    number: int


Updates = dict[str, Any]


def begin(token: str) -> Updates:
    """Restore the state of a page that opens, if its token is known."""
    visit = restore.VISITS.find(token)
    if visit is None or not visit.step.values[0]:
        return {"token": token}
    path = visit.reference
    again = reference.shown(path)._asdict() if path and Path(path).is_file() else {}
    restored = {"returned": texts.notice(texts.multilingual("restored")), "overrides": visit.overrides}
    return {"token": token, **restored, **_controls_of(History(visit.step)), **again}


def undo(history: History, pending: PendingStep | None, done: int, stored: SessionState, *values: Any) -> Updates:
    """One step back from the current page, even if it was not recorded yet."""
    if pending is None or pending.number == done:
        history = history.recorded(_step(stored, values), clock())
    return _controls_of(history.undone(), values[0])


def redo(history: History, pending: PendingStep | None, done: int, stored: SessionState, *values: Any) -> Updates:
    """One step forward; not possible after a new change."""
    if pending is None or pending.number == done:
        history = history.recorded(_step(stored, values), clock())
    return _controls_of(history.redone(), values[0])


def record(
    history: History,
    pending: PendingStep | None,
    done: int,
    token: str,
    overrides: Overrides,
    reference_path: str | None,
    stored: SessionState,
    *values: Any,
) -> Updates:
    """Record a step after a change, and store it for a reload."""
    if pending is not None and pending.number != done:  # the page is about to show a recorded step
        return {}
    step = _step(stored, values)
    if step.chosen.opened and not _agree(stored, values):  # switching from one of several photographs to another
        return {}
    restore.keep(token, step, settings_of(step), overrides, reference_path, stored)
    after = history.recorded(step, clock())
    if after is history:  # not written back: that could revert an undo in the meantime
        return {}
    return {**_history(after), "returned": ""}


def begin_anew(
    token: str, overrides: Overrides, reference_path: str | None, stored: SessionState, *values: Any
) -> Updates:
    """Start a new history after another photograph was opened: the previous one's settings cannot be undone here."""
    step = _step(stored, values)
    restore.keep(token, step, settings_of(step), overrides, reference_path, stored)
    return {**_history(History(step)), "returned": ""}


def reset(stored: SessionState, *values: Any) -> Updates:
    """Reset all settings; the photograph and the model stay."""
    step: dict[str, Any] = dict(zip(STEP, values, strict=True)) | RESET
    files, *others = step.values()
    paths = tuple(files or ())
    return {"pending": _pending(Step((paths, *others), Chosen(opened=opened_of(stored, paths)))), **RESET}


def show(pending: PendingStep | None, done: int, stored: SessionState, request: gr.Request) -> Iterator[Updates]:
    """Show a complete step. It contains everything, so that steps in quick succession do not mix."""
    if pending is None or pending.number == done:
        yield {}
        return
    files, model, vividness, strength, warmth, show_lines, stretch, *_ = pending.step.values
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    three = vividness, strength, warmth
    chosen, new = pending.step.chosen, False
    if len(files) > 1 and chosen.opened is None:
        yield {"state": RefusedPhoto(), **closed_fields(), "done": pending.number}
        return
    one = [chosen.opened] if chosen.opened else list(files) or None
    bar = opened_fields(chosen.opened, list(files)) if chosen.opened else {}
    try:
        for view in colourize.colour_upload(stored, one, model, *three, show_lines, request, stretch, chosen):
            if isinstance(view.state, ColouredPhoto):
                stored, new = view.state, True
                view = view._replace(**bar)
            yield view._asdict()
    except gr.Error:
        yield {"done": pending.number}
        raise
    state = current(stored)
    if state is None or (new and not chosen.alternative):
        yield {"done": pending.number}
        return
    # Set the alternative last: changing the vividness resets it.
    settled = colourize.apply_step(state, show_lines, **settings, alternative=chosen.alternative, hints=chosen.hints)
    yield {**settled._asdict(), "done": pending.number}


def _controls_of(history: History, present: list[str] | None = None) -> Updates:
    """The history, and the controls' values in its current step. present: the files on the page.

    Unchanged files are not set again: Gradio would treat any later update of the component as another change, and
    fire all dependent events, again and again while the server is busy.
    """
    step = history.now
    if step is None:
        return {}
    controls: Updates = dict(zip(STEP, step.values, strict=True))
    files = controls.pop("upload")
    uploads = {} if files == tuple(present or ()) else {"upload": list(files) or None}
    return {**_history(history), "pending": _pending(step), **uploads, **controls}


def _pending(step: Step) -> PendingStep:
    return PendingStep(step, next(_NUMBERS))


def _history(history: History) -> Updates:
    """The updates of the history and its buttons."""
    undo, redo = (gr.update(interactive=bool(steps)) for steps in (history.past, history.future))
    return dict(zip(HISTORY, (history, undo, redo), strict=True))


def _step(stored: SessionState, values: tuple) -> Step:
    """The current step: the controls' values, and the photograph's choices once it is shown."""
    state, files = current(stored), tuple(values[0] or ())
    opened = opened_of(stored, files)
    shown = state is not None and state.path == (opened or (files[0] if files else None))
    chosen = state.chosen if state and shown else Chosen()
    return Step((files, *values[1:]), chosen._replace(opened=opened))


def _agree(stored: SessionState, values: tuple) -> bool:
    """Whether the photograph has the settings of the controls."""
    state = current(stored)
    if state is None:
        return True
    shown = dict(zip(STEP, values, strict=True))
    settings = state.coloured.settings
    same = all(shown[name] == getattr(settings, name) for name in ("strength", "warmth"))
    return same and shown["model"] == state.coloured.model


def settings_of(step: Step) -> PhotoSettings:
    """A step's settings for the photograph in the full view."""
    controls = dict(zip(STEP, step.values, strict=True))
    own = {each.name: controls[each.name] for each in CONTROLS}
    return PhotoSettings(controls["model"], stretch=controls["levels"], **own)
