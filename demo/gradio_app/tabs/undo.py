"""Nothing is lost on the first tab: undo, redo, reset, and the page as it was after a reload."""

import time
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

import gradio as gr
from gradio.context import Context

from colourizer.distribution import DEFAULT_VIVIDNESS
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers import colourise as steps
from demo.gradio_app.handlers.colourise import View
from demo.gradio_app.handlers.opened import closed_fields, opened_fields
from demo.gradio_app.history import History, Step
from demo.gradio_app.i18n import text as texts
from demo.gradio_app.returning import Visits
from demo.gradio_app.session import Chosen, Kept, Refused, Seen, current, opened_of
from demo.gradio_app.widgets import CHECK_EVERY, KEEP_FOR

# What a step holds, in this order, by the names that the tab gives them; the photographs come first.
CONTROLS = ("upload", "model", "vividness", "strength", "warmth", "certain", "levels", "format", "mark")
_RESET = {"vividness": DEFAULT_VIVIDNESS, "strength": 1.0, "warmth": 0.0, "certain": False, "levels": False}
_NUMBERS = count(1)
_VISITS = Visits(KEEP_FOR + CHECK_EVERY)
_PRIVATE = {"api_visibility": "private"}
_QUICK = {"queue": False, "show_progress": "hidden", **_PRIVATE}
# In the tab's own storage, which ends with it: on a computer that many use, the next one finds nothing.
_TOKEN = """() => {
    let token = sessionStorage.getItem("colourizelt") ?? "";
    if (!/^[0-9a-f]{64}$/.test(token)) {
        const bytes = [...crypto.getRandomValues(new Uint8Array(32))];
        token = bytes.map((each) => each.toString(16).padStart(2, "0")).join("");
        sessionStorage.setItem("colourizelt", token);
    }
    return [token];
}"""


class Wanted(NamedTuple):
    """A step that is to be shown again. number: unlike that of any other, so that it is known which one was shown."""

    step: Step
    number: int


class Kinds(NamedTuple):
    """What a change of the history shows on the page. want: `Wanted`; None for nothing to do."""

    history: Any
    undo: Any
    redo: Any
    want: Any


def buttons(part: dict[str, Any]) -> None:
    """Lay out the controls."""
    with gr.Row(elem_classes="steps-back"):
        for name in ("undo", "redo", "reset"):
            part[name] = gr.Button(
                texts.label(name), size="sm", min_width=60, interactive=name == "reset", elem_classes=f"{name}-step"
            )


def wire(part: dict[str, Any], changes: list[Any]) -> None:
    """Record a step after each of `changes`, the events that change a control, and go back to any."""
    controls = [part[name] for name in CONTROLS]
    view = [part[name] for name in View._fields]
    # From the start, and not when the page has loaded: who is quick to choose a photograph can undo that, too.
    first = Step(((), *(control.value for control in controls[1:])), Chosen())
    history = gr.State(History(first), time_to_live=KEEP_FOR)
    want, done = gr.State(None, time_to_live=KEEP_FOR), gr.State(0)
    token, field = gr.State("", time_to_live=KEEP_FOR), gr.Textbox(visible=False)
    kinds = [history, part["undo"], part["redo"], want]
    record = {
        "fn": _record,
        "inputs": [history, token, want, done, part["seen"], *controls],
        "outputs": [*kinds[:3], part["returned"]],
        "trigger_mode": "always_last",
        **_QUICK,
    }
    # A photograph at once, however long its colours take; the rest once it shows.
    gr.on([part["upload"].change, part["model"].input], **record)
    for change in changes:
        change.then(**record)

    def show(event: Any) -> None:
        event.then(
            _show,
            [want, done, part["seen"]],
            [*view, done],
            show_progress="minimal",
            show_progress_on=part["working"],
            trigger_mode="always_last",  # by default a step back would be lost while another is still drawn
            **_PRIVATE,
            **pictures.ONE_AT_A_TIME,
        ).then(**record)

    now = [history, want, done, part["seen"], *controls]
    for name, go in (("undo", _undo), ("redo", _redo)):
        show(part[name].click(go, now, [*kinds, *controls], **_QUICK))
    show(part["reset"].click(_reset, [part["seen"], *controls], [want, *(part[name] for name in _RESET)], **_QUICK))
    page = Context.root_block
    assert page is not None, "built within a gr.Blocks"
    show(page.load(_begin, [field], [token, part["returned"], *kinds, *controls], js=_TOKEN, **_QUICK))


def _undo(history: History, want: Wanted | None, done: int, kept: Kept, *values: Any) -> tuple:
    """One step back from what the page shows, even if that was not recorded yet."""
    if want is None or want.number == done:
        history = history.recorded(_step(kept, values), time.monotonic())
    return _gone(history.undone())


def _redo(history: History, want: Wanted | None, done: int, kept: Kept, *values: Any) -> tuple:
    """One step forward again; none after something new."""
    if want is None or want.number == done:
        history = history.recorded(_step(kept, values), time.monotonic())
    return _gone(history.redone())


def _record(history: History, token: str, want: Wanted | None, done: int, kept: Kept, *values: Any) -> tuple:
    """After a change: one more step, and what a reload would find."""
    if want is not None and want.number != done:  # the page is on its way to a step that is recorded already
        return (gr.skip(),) * 4
    step = _step(kept, values)
    if step.chosen.opened and not _agree(kept, values):  # on the way from one photograph of several to another
        return (gr.skip(),) * 4
    _VISITS.keep(token, step, step.values[0])
    after = history.recorded(step, time.monotonic())
    if after is history:  # not written back, or it would undo an undo that came meanwhile
        return (gr.skip(),) * 4
    return after, *_able(after), ""


def _step(kept: Kept, values: tuple) -> Step:
    """What the page shows: the values of the controls, and what was chosen for the photograph, once it is there."""
    seen, files = current(kept), tuple(values[0] or ())
    opened = opened_of(kept, files)
    shown = seen is not None and seen.path == (opened or (files[0] if files else None))
    chosen = seen.chosen if seen and shown else Chosen()
    return Step((files, *values[1:]), chosen._replace(opened=opened))


def _agree(kept: Kept, values: tuple) -> bool:
    """Whether the photograph is set as the controls are."""
    seen = current(kept)
    if seen is None:
        return True
    said = dict(zip(CONTROLS, values, strict=True))
    settings = seen.coloured.settings
    same = all(said[name] == getattr(settings, name) for name in ("strength", "warmth"))
    return same and said["model"] == seen.coloured.model


def _gone(history: History) -> tuple:
    """The controls as the history has them now."""
    step = history.now
    if step is None:
        return (gr.skip(),) * (len(Kinds._fields) + len(CONTROLS))
    files, *others = step.values
    return *Kinds(history, *_able(history), _wanted(step)), list(files) or None, *others


def _begin(token: str) -> tuple:
    """When a page opens: as it was, where its token is known."""
    step = _VISITS.find(token)
    if step is None or not step.values[0]:
        return token, *(gr.skip(),) * (1 + len(Kinds._fields) + len(CONTROLS))
    return token, texts.notice(texts.both("restored")), *_gone(History(step))


def _reset(kept: Kept, *values: Any) -> tuple:
    """Every setting as it was at first; the photograph and the model stay."""
    step = dict(zip(CONTROLS, values, strict=True)) | _RESET
    files, *others = step.values()
    chosen = Chosen(opened=opened_of(kept, files))
    return _wanted(Step((tuple(files or ()), *others), chosen)), *_RESET.values()


def _show(want: Wanted | None, done: int, kept: Kept, request: gr.Request) -> Iterator[tuple]:
    """Show a step again, all of it: what it needs is in it, so that one which comes meanwhile does not mix with it."""
    if want is None or want.number == done:
        yield *View(), gr.skip()
        return
    files, model, vividness, strength, warmth, certain, stretch, *_ = want.step.values
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    three = vividness, strength, warmth
    chosen, new = want.step.chosen, False
    if len(files) > 1 and chosen.opened is None:
        yield *View(Refused(), **closed_fields()), want.number
        return
    one = [chosen.opened] if chosen.opened else list(files) or None
    about = opened_fields(chosen.opened, list(files)) if chosen.opened else {}
    try:
        for view in steps.look(kept, one, model, *three, certain, request, stretch, chosen):
            if isinstance(view.seen, Seen):
                kept, new = view.seen, True
                view = view._replace(**about)
            yield *view, gr.skip()
    except gr.Error:
        yield *View(), want.number
        raise
    seen = current(kept)
    if seen is None or (new and not chosen.alternative):
        yield *View(), want.number
        return
    # The alternative last: any other vividness would have taken it away.
    settled = steps.settled(seen, certain, **settings, alternative=chosen.alternative, hints=chosen.hints)
    yield *settled, want.number


def _wanted(step: Step) -> Wanted:
    return Wanted(step, next(_NUMBERS))


def _able(history: History) -> tuple[dict, dict]:
    """Whether there is anything to undo and to redo."""
    return gr.update(interactive=bool(history.past)), gr.update(interactive=bool(history.future))
