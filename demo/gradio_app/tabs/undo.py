"""Nothing is lost on the first tab: undo, redo, reset, and the page as it was after a reload."""

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import gradio as gr
from gradio.context import Context

from colourizer.distribution import DEFAULT_VIVIDNESS
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers import colourise as steps
from demo.gradio_app.handlers.colourise import View
from demo.gradio_app.history import History, Step
from demo.gradio_app.i18n import text as texts
from demo.gradio_app.returning import Visits
from demo.gradio_app.session import Chosen, Kept, current
from demo.gradio_app.widgets import CHECK_EVERY, KEEP_FOR

# What a step holds, in this order, by the names that the tab gives them; the photographs come first.
CONTROLS = ("upload", "model", "vividness", "strength", "warmth", "certain", "levels", "format", "mark")
_LOOKING = CONTROLS[:7]  # what the picture depends on
_RESET = {"vividness": DEFAULT_VIVIDNESS, "strength": 1.0, "warmth": 0.0, "certain": False, "levels": False}
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


class Kinds(NamedTuple):
    """What a change of the history shows on the page. want: what is to be chosen; None for nothing to do."""

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
    history, want = gr.State(History(), time_to_live=KEEP_FOR), gr.State(None)
    token, field = gr.State("", time_to_live=KEEP_FOR), gr.Textbox(visible=False)
    kinds = [history, part["undo"], part["redo"], want]
    record = {
        "fn": _record,
        "inputs": [history, token, want, part["seen"], *controls],
        "outputs": [*kinds[:3], part["returned"]],
        **_QUICK,
    }
    # A photograph at once, however long its colours take; the rest once it shows.
    gr.on([part["upload"].change, part["model"].input], **record, trigger_mode="always_last")
    for change in changes:
        change.then(**record)

    def settle(event: Any) -> None:
        """Show the photograph as the controls now are, and what was chosen for it then."""
        event.then(
            _look,
            [want, part["seen"], *(part[name] for name in _LOOKING)],
            view,
            show_progress="minimal",
            show_progress_on=part["working"],
            **_PRIVATE,
            **pictures.ONE_AT_A_TIME,
        ).then(
            _settle,
            [want, part["seen"], *(part[name] for name in _LOOKING[2:6])],
            [*view, want],
            show_progress="hidden",
            **_PRIVATE,
            **pictures.REDRAWING,
        ).then(**record)

    for name, go in (("undo", History.undone), ("redo", History.redone)):
        settle(part[name].click(lambda past, go=go: _gone(go(past)), history, [*kinds, *controls], **_QUICK))
    settle(part["reset"].click(_reset, None, [want, *(part[name] for name in _RESET)], **_QUICK))
    page = Context.root_block
    assert page is not None, "built within a gr.Blocks"
    begun = page.load(_begin, [field], [token, part["returned"], *kinds, *controls], js=_TOKEN, **_QUICK)
    settle(begun)


def _record(history: History, token: str, want: Chosen | None, kept: Kept, *values: Any) -> tuple:
    """After a change: one more step, and what a reload would find."""
    if want is not None:  # the page is on its way to a step that is recorded already
        return (gr.skip(),) * 4
    seen, files = current(kept), tuple(values[0] or ())
    shown = seen is not None and seen.path == (files[0] if files else None)
    step = Step((files, *values[1:]), seen.chosen if seen and shown else Chosen())
    before, history = history, history.recorded(step, time.monotonic())
    _VISITS.keep(token, step, files)
    return history, *_able(history), gr.skip() if history is before else ""


def _gone(history: History) -> tuple:
    """The controls as the history has them now."""
    step = history.now
    if step is None:
        return (gr.skip(),) * (len(Kinds._fields) + len(CONTROLS))
    files, *others = step.values
    return *Kinds(history, *_able(history), step.chosen), list(files) or None, *others


def _begin(token: str) -> tuple:
    """When a page opens: as it was, where its token is known."""
    step = _VISITS.find(token)
    if step is None or not step.values[0]:
        return token, *(gr.skip(),) * (1 + len(Kinds._fields) + len(CONTROLS))
    return token, texts.notice(texts.both("restored")), *_gone(History(step))


def _reset() -> tuple:
    """Every setting as it was at first; the photograph and the model stay."""
    return Chosen(), *_RESET.values()


def _look(
    want: Chosen | None,
    kept: Kept,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    certain: bool,
    stretch: bool,
    request: gr.Request,
) -> Iterator[View]:
    """Colour the photograph of the step, if another one is shown."""
    if want is None:
        yield View()
        return
    yield from steps.look(kept, files, model, vividness, strength, warmth, certain, request, stretch, want)


def _settle(want: Chosen | None, kept: Kept, vividness: float, strength: float, warmth: float, certain: bool) -> tuple:
    """The settings of the step, and then its alternative, which any other vividness would have taken away."""
    seen = current(kept)
    if want is None or seen is None:
        return *View(), None
    settings = {"vividness": vividness, "strength": strength, "warmth": warmth}
    view = steps.settled(seen, certain, **settings, alternative=want.alternative)
    return *view, None


def _able(history: History) -> tuple[dict, dict]:
    """Whether there is anything to undo and to redo."""
    return gr.update(interactive=bool(history.past)), gr.update(interactive=bool(history.future))
