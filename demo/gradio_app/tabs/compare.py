"""The second tab: a photograph coloured by every network, two versions in a viewer, and all in a row."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
import numpy as np

from colourizer import Colourization
from demo.gradio_app import layer_table, pictures
from demo.gradio_app.halves import Subject
from demo.gradio_app.handlers import closeup, compare
from demo.gradio_app.handlers.compare import ORIGINAL, WORDS_FOR, Compared
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import KEEP_FOR
from demo.gradio_app.viewer import pair, squares, viewer
from demo.gradio_app.widgets import scroll_to

_PRIVATE = {"api_visibility": "private"}
_NOTHING = Compared({}, (0, 0), {})
_QUICK = {"show_progress": "hidden", "queue": False, **_PRIVATE}


class CompareState(NamedTuple):
    """The session's state of this tab: the path of the photograph, None for the example, and its versions as in
    `Compared`.
    """

    path: str | None
    paths: Mapping[str, str]
    size: tuple[int, int] = (0, 0)
    coloured: Mapping[str, Colourization] = {}


class Page(NamedTuple):
    """The tab's components that a new photograph changes. row, maps, own: pictures by version."""

    state: gr.State
    stage: gr.HTML
    left: gr.Radio
    right: gr.Radio
    notice: gr.HTML
    below: gr.Column
    row: Mapping[str, gr.Image]
    table: gr.HTML
    truth: gr.Column
    maps: Mapping[str, gr.Image]
    own: Mapping[str, gr.Image]

    @property
    def components(self) -> list[Any]:
        """All components, as the outputs of an event."""
        return [*self[:6], *self.row.values(), self.table, self.truth, *self.maps.values(), *self.own.values()]

    def show(
        self,
        state: CompareState | None,
        tab_open: bool,
        files: list[str] | None,
        left: str,
        right: str,
        request: gr.Request,
    ) -> Iterator[dict[Any, Any]]:
        """The updates for a new photograph, the first of several."""
        path = files[0] if files else None
        if not tab_open or (state and state.path == path):  # after clearing, Gradio sends the next event twice
            yield {self.state: gr.skip()}
            return
        try:
            result = compare.compared(path, texts.language_of(request)) if path else compare.example()
        except gr.Error as error:
            # Remove everything of the previous photograph.
            message = texts.notice(texts.escaped(error.message))
            yield self._updates(CompareState(path, {}), _NOTHING, message, left, right)
            raise
        first = [texts.multilingual("first_of", count=len(files))] if files and len(files) > 1 else []
        notice = texts.notice(texts.multilingual("simulated"), *first)
        state = CompareState(path, result.paths, result.size, result.coloured)
        yield self._updates(state, result, notice, left, right)

    def _updates(self, state: CompareState, result: Compared, notice: str, *requested: str) -> dict[Any, Any]:
        sides = zip((self.left, self.right), compare.available(state.paths, *requested), strict=True)
        return {
            self.state: state,
            self.stage: _under_the_line(state, *requested),
            **{side: gr.update(choices=_choices(state.paths), value=name) for side, name in sides},
            self.notice: notice,
            self.below: gr.update(visible=bool(state.paths)),
            **{image: _update(result.paths.get(name)) for name, image in self.row.items()},
            self.table: compare.table(result.values),
            self.truth: gr.update(visible=bool(result.maps)),
            **{image: _update(result.maps.get(name)) for name, image in self.maps.items()},
            **{image: _update(result.own.get(name)) for name, image in self.own.items()},
        }


def build(upload: gr.File, opened: list[Callable], closed: list[Callable]) -> None:
    """Lay out the tab for the photographs in `upload`, and wire it.

    opened, closed: the events that show and hide the tab. The networks run only while it is shown.
    """
    page, working, carrier = lay_out()
    sides, tab_open = [page.left, page.right], gr.State(False)
    event = {
        "fn": page.show,
        "inputs": [page.state, tab_open, upload, *sides],
        "outputs": page.components,
        "show_progress": "minimal",
        "show_progress_on": working,
        "trigger_mode": "always_last",
        **_PRIVATE,
        **pictures.ONE_AT_A_TIME,
    }
    upload.change(**event)
    gr.on(opened, lambda: True, None, tab_open, **_QUICK).then(**event)
    gr.on(closed, lambda: False, None, tab_open, **_QUICK)
    for side in sides:
        side.input(_pair, [page.state, *sides], page.stage, **_QUICK)
    page.stage.expand(_look_closer, [page.state, *sides], carrier, api_visibility="private", **pictures.CLOSEUPS)
    upload.change(None, js=scroll_to(".compared .result"))


def lay_out() -> tuple[Page, gr.HTML, gr.HTML]:
    """The page, the component that shows progress, and the one that delivers squares at full size."""
    gr.HTML(texts.paragraph(texts.multilingual("compare_lead")), elem_classes="lead")
    with gr.Row(elem_classes="sides"):
        left, right = _side("left", ORIGINAL), _side("right", pictures.preferred_model())
    with gr.Column(elem_classes=["plain", "result"]):
        working = gr.HTML(elem_classes="working")
        stage, carrier = viewer(None, "compare"), squares("compare")
        notice = gr.HTML(texts.notice(texts.multilingual("simulated")), elem_classes="caption")
    with gr.Column(visible=False, elem_classes=["plain", "below"]) as below:
        parts = _below()
    state = gr.State(None, time_to_live=KEEP_FOR)
    return Page(state, stage, left, right, notice, below, *parts), working, carrier


def _side(key: str, value: str) -> gr.Radio:
    return gr.Radio(_choices(), value=value, label=texts.label(key), elem_classes=["model", "side"])


def _choices(paths: Mapping[str, str] | None = None) -> list[tuple[Any, str]]:
    """(title, name) of each version, or of those in `paths`: a grey photograph has no original colours to choose."""
    names = [name for name in compare.versions() if not paths or name in paths]
    return [(texts.label(WORDS_FOR[name]) if name in WORDS_FOR else pictures.label(name), name) for name in names]


def _below() -> tuple[dict[str, gr.Image], gr.HTML, gr.Column, dict[str, gr.Image], dict[str, gr.Image]]:
    """The row of all versions, the table, the column with the maps, the maps, and the networks' own pictures."""
    names = compare.versions()
    with gr.Row(elem_classes="grid all"):
        row = {name: _picture(name) for name in names}
    gr.HTML(f"<h2>{texts.multilingual('how_far')}</h2>", elem_classes="heading")
    table = gr.HTML(elem_classes="figures")
    with gr.Column(elem_classes="plain", visible=False) as truth:
        gr.HTML(texts.paragraph(texts.multilingual("error_maps_lead", worst=compare.WORST)), elem_classes="caption")
        with gr.Row(elem_classes="grid maps"):
            maps = {name: _picture(name, "errors of ") for name in names[1:]}
    with gr.Accordion(texts.label("own_pictures"), open=False):
        gr.HTML(texts.paragraph(texts.multilingual("own_pictures_lead")), elem_classes="caption")
        with gr.Row(elem_classes="network-pictures"):
            own = {name: _picture(name, "144 × 144 by ") for name in names[2:]}
    with gr.Accordion(texts.label("layers"), open=False):
        gr.HTML("".join(layer_table.described(name) for name in names[2:]), elem_classes="layers")
    return row, table, truth, maps, own


def _picture(version: str, lead: str = "") -> gr.Image:
    words = WORDS_FOR.get(version)
    title = texts.say(words) if words else pictures.title(version)
    return gr.Image(
        label=texts.label(words) if words else pictures.label(version),
        alt_text=texts.alt(lead + title),
        format="png",
        interactive=False,
        min_width=140,
        buttons=["fullscreen"],
        elem_classes="picture",
    )


def _pair(state: CompareState | None, left: str, right: str, request: gr.Request) -> dict | None:
    """Show two other versions of the same photograph in the viewer."""
    if state and not all(Path(path).is_file() for path in state.paths.values()):
        raise pictures.refusal(texts.say("gone", texts.language_of(request)))
    return _under_the_line(state, left, right) if state else None


def _look_closer(state: CompareState | None, left: str, right: str, event: gr.EventData) -> dict:
    """The squares at full size that the browser requests."""
    return closeup.answer(_subject(state, left, right) if state and state.paths else None, event)


def _subject(state: CompareState, *requested: str) -> Subject:
    return closeup.compared_subject(state.path, state.coloured, *compare.available(state.paths, *requested))


def _under_the_line(state: CompareState, *requested: str) -> dict | None:
    """The viewer's value for two versions."""
    if not state.paths:
        return None
    names = compare.available(state.paths, *requested)
    paths, titles = [state.paths[name] for name in names], [compare.title(name) for name in names]
    return pair(paths, state.size, titles, key=_subject(state, *names).key)


def _update(value: str | np.ndarray | None) -> dict:
    return gr.update(value=value, visible=value is not None)
