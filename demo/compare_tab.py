"""The second tab: the same photograph by every network, any two under the line, and all in a row."""

from collections.abc import Iterator
from typing import Any

import gradio as gr
import numpy as np

from demo import compare_steps as steps
from demo import layers, pictures, texts
from demo.compare_steps import GREY, ORIGINAL, Compared
from demo.picker import KEEP_FOR, examples, photo_upload, scroll_to, slider_with_line

_PRIVATE = {"api_visibility": "private"}


def build() -> None:
    """Lay out the tab, and wire it."""
    first = steps.compared(None)
    left, right = ORIGINAL if ORIGINAL in first.paths else GREY, pictures.preferred_model()
    gr.HTML(texts.paragraph(texts.both("compare_lead")), elem_classes="lead")
    with gr.Row(elem_classes=["desk", "examples-last"]):
        with gr.Column(scale=3, min_width=280, elem_classes="choose"):
            upload = photo_upload()
            examples(upload)
        with gr.Column(scale=8, min_width=280, elem_classes="result"):
            stage, _ = slider_with_line(steps.pair(first.paths, left, right))
            notice = gr.HTML(texts.notice(texts.both("simulated")), elem_classes="caption")
        with gr.Column(scale=3, min_width=280, elem_classes="adjust"):
            sides = [_side("left", left), _side("right", right)]
    shown = _shown(first)
    paths = gr.State(first.paths, time_to_live=KEEP_FOR)
    upload.change(
        _compare,
        [upload, *sides],
        [paths, stage, notice, *shown],
        show_progress_on=stage,
        trigger_mode="always_last",
        **_PRIVATE,
        **pictures.ONE_AT_A_TIME,
    )
    for side in sides:
        side.input(steps.pair, [paths, *sides], stage, show_progress="hidden", queue=False, **_PRIVATE)
    upload.change(None, js=scroll_to(".compared .result"))


def _side(key: str, value: str) -> gr.Radio:
    choices = [
        (texts.label(name) if name in (ORIGINAL, GREY) else pictures.title(name), name) for name in steps.versions()
    ]
    return gr.Radio(choices, value=value, label=texts.label(key), elem_classes=["model", "side"])


def _shown(first: Compared) -> list[Any]:
    """What is below: all versions, the numbers, the maps, the networks' own pictures; in the order of `_values`."""
    values = iter(_values(first))
    with gr.Row(elem_classes="grid all"):
        row = [_picture(next(values), name) for name in steps.versions()]
    gr.HTML(f"<h2>{texts.both('how_far')}</h2>", elem_classes="heading")
    table = gr.HTML(next(values), elem_classes="figures")
    with gr.Column(elem_classes="plain"):
        gr.HTML(texts.paragraph(texts.both("error_maps_lead", worst=steps.WORST)), elem_classes="caption")
        with gr.Row(elem_classes="grid maps"):
            maps = [_picture(next(values), name, "errors of ") for name in steps.versions()[1:]]
    with gr.Accordion(texts.label("own_pictures"), open=False):
        gr.HTML(texts.paragraph(texts.both("own_pictures_lead")), elem_classes="caption")
        with gr.Row(elem_classes="network-pictures"):
            own = [_picture(next(values), name, "144 × 144 by ") for name in steps.versions()[2:]]
    with gr.Accordion(texts.label("layers"), open=False):
        gr.HTML("".join(layers.described(name) for name in steps.versions()[2:]), elem_classes="layers")
    return [*row, table, *maps, *own]


def _values(result: Compared) -> list[str | np.ndarray | None]:
    return [
        *(result.paths.get(name) for name in steps.versions()),
        steps.table(result.values),
        *(result.maps.get(name) for name in steps.versions()[1:]),
        *(result.own[name] for name in steps.versions()[2:]),
    ]


def _picture(value: str | np.ndarray | None, version: str, lead: str = "") -> gr.Image:
    known = version in (ORIGINAL, GREY)
    title = texts.say(version) if known else pictures.title(version)
    return gr.Image(
        value,
        label=texts.label(version) if known else title,
        alt_text=texts.alt(lead + title),
        format="png",
        interactive=False,
        min_width=160,
        buttons=["fullscreen"],
        visible=value is not None,
        elem_classes="picture",
    )


def _compare(path: str | None, left: str, right: str, request: gr.Request) -> Iterator[list]:
    """What a photograph that was just chosen changes on the page."""
    try:
        result = steps.compared(path, texts.language_of(request))
    except gr.Error as error:
        count = len(steps.versions())
        hidden = gr.update(value=None, visible=False)
        # Nothing of the last photograph stays.
        yield [{}, None, texts.notice(texts.escaped(error.message)), *[hidden] * count, "", *[hidden] * (2 * count - 3)]
        raise
    values = [
        value if index == len(steps.versions()) else _update(value) for index, value in enumerate(_values(result))
    ]
    yield [result.paths, steps.pair(result.paths, left, right), texts.notice(texts.both("simulated")), *values]


def _update(value: str | np.ndarray | None) -> dict:
    return gr.update(value=value, visible=value is not None)
