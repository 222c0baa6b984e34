"""The first tab: photographs, before and after, the controls, and the download."""

from typing import Any

import gradio as gr

from colourizer.controls import CONTROLS, VIVIDNESS, Control
from demo.gradio_app import captions, pictures, save_link
from demo.gradio_app.handlers import colourize, photo_view
from demo.gradio_app.handlers.closeup import look_closer
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import KEEP_FOR
from demo.gradio_app.session import ColouredPhoto, example
from demo.gradio_app.tabs import batch, frame, hints, share, undo
from demo.gradio_app.viewer import squares, viewer
from demo.gradio_app.widgets import scroll_to

_LIVE = '<div class="unseen" role="status" aria-live="polite">${value}</div>'
_PRIVATE = {"api_visibility": "private"}


def build(upload: gr.File) -> None:
    """Lay out the tab for the photographs in `upload`, and wire it."""
    part: dict[str, Any] = {"upload": upload}
    first = example()
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=8, min_width=280, elem_classes="result"):
            batch.bar(part)
            with gr.Column(elem_classes="plain") as part["single"]:
                part["working"] = gr.HTML(elem_classes="working")
                part["viewer"] = viewer(photo_view.viewer_value(first, False), "colourize")
                part["closeup"] = squares("colourize")
                part["returned"] = gr.HTML("", elem_classes="returned")
                part["caption"] = gr.HTML(
                    captions.caption(first.coloured, first.size, example=True), elem_classes="caption"
                )
            with gr.Column(visible=False, elem_classes="plain") as part["several"]:
                batch.build(part)
            _downloads(part)
            share.build(part)
        with gr.Column(scale=3, min_width=280, elem_classes="adjust"):
            _controls(part, first)
    # The live region for screen readers, which ignore it unless it is on the page from the start.
    part["announcement"] = gr.HTML("", html_template=_LIVE, js_on_load=None, elem_classes="said")
    part["state"] = gr.State(None, time_to_live=KEEP_FOR)
    part["thumbnail_settings"] = gr.State(photo_view.thumbnail_settings(first), time_to_live=KEEP_FOR)
    _wire(part)


def _controls(part: dict[str, Any], first: ColouredPhoto) -> None:
    part["model"] = gr.Radio(
        [(pictures.label(name), name) for _, name in pictures.models()],
        value=pictures.preferred_model(),
        label=texts.label("model"),
        elem_classes="model",
    )
    for each in CONTROLS:
        part[each.name] = _slider(each, visible=each is not VIVIDNESS or first.has_distribution)
    part["levels"] = gr.Checkbox(False, label=texts.label("levels"), container=False, elem_classes="toggle")
    undo.buttons(part)
    with gr.Column(elem_classes="plain") as part["details"]:
        frame.build(part, first)
        hints.build(part, photo_view.hint_fields(first))
        _details(part, first)


def _downloads(part: dict[str, Any]) -> None:
    with gr.Row(elem_classes="downloads"):
        with gr.Column(elem_classes="plain", min_width=220) as part["saving"]:
            part["download"] = gr.Button(texts.label("download"), variant="primary")
            part["saved"] = save_link.save_link("save")
        with gr.Column(elem_classes="plain", min_width=220):
            formats = list(pictures.FORMATS)
            part["format"] = gr.Radio(formats, value="JPEG", label=texts.label("format"), elem_classes="formats")
            part["mark"] = gr.Checkbox(False, label=texts.label("mark"), container=False, elem_classes="toggle")
    part["status"] = gr.HTML("", elem_classes="caption status")


def _details(part: dict[str, Any], first: ColouredPhoto) -> None:
    """The certainty of one photograph, and the alternatives."""
    part["show_lines"] = gr.Checkbox(
        False, label=texts.label("certainty"), visible=first.has_distribution, container=False, elem_classes="toggle"
    )
    part["legend"] = gr.HTML(captions.legend(), visible=False, elem_classes="caption")
    part["certainty_text"] = gr.HTML(captions.certainty_text(first.coloured), elem_classes="caption sureness")
    shown = (
        photo_view.alternatives(first)
        if first.has_distribution
        else {"alternatives": {"value": None}, "about_alternatives": ""}
    )
    with gr.Column(elem_classes="plain others", visible=first.has_distribution) as part["others"]:
        gr.HTML(texts.paragraph(texts.multilingual("alternatives")), elem_classes="eyebrow")
        part["alternatives"] = gr.Gallery(
            shown["alternatives"]["value"],
            label=texts.label("alternatives"),
            show_label=False,
            columns=4,
            allow_preview=False,
            interactive=False,
            object_fit="cover",
            height="auto",
            buttons=[],
            selected_index=0,
            visible=bool(shown["alternatives"]["value"]),
            elem_classes="alternatives",
        )
        part["about_alternatives"] = gr.HTML(shown["about_alternatives"], elem_classes="caption")


def _slider(control: Control, *, visible: bool) -> gr.Slider:
    return gr.Slider(
        control.low,
        control.high,
        control.default,
        step=0.05,
        label=texts.label(control.name),
        info=texts.label(f"{control.name}_info"),
        buttons=["reset"],
        elem_classes="setting",
        visible=visible,
    )


def _wire(part: dict[str, Any]) -> None:
    view = [part[name] for name in View._fields]
    settings = [part[each.name] for each in CONTROLS]
    controls = [part["upload"], part["model"], *settings, part["show_lines"], part["levels"]]
    colour_events = gr.on(
        [part["upload"].change, part["model"].input, part["levels"].input],
        colourize.colour_upload,
        [part["state"], *controls],
        view,
        show_progress="minimal",
        show_progress_on=part["working"],
        trigger_mode="always_last",
        **_PRIVATE,
        **pictures.ONE_AT_A_TIME,
    )
    hint_events = hints.wire(part, view)
    frame_events = frame.wire(part, view, trigger_mode="always_last", **pictures.ONE_AT_A_TIME)
    quick = {"show_progress": "hidden", "trigger_mode": "always_last", **_PRIVATE, **pictures.REDRAWING}
    adjust = {"fn": colourize.adjust, "inputs": [part["state"], *controls], "outputs": view, **quick}
    setting_events = gr.on([each.change for each in settings], **adjust)
    # A slider that moved while the network was running adjusted the previous picture, so adjust again. The alternatives
    # are a separate event, so that the large picture is updated first.
    for event in (setting_events, *(each.then(**adjust) for each in (colour_events, *frame_events))):
        event.then(colourize.renew_alternatives, [part["state"], part["thumbnail_settings"]], view, **quick)
    certainty_event = part["show_lines"].input(
        colourize.show_certainty, [part["state"], part["show_lines"]], view, **quick
    )
    alternative_event = part["alternatives"].select(
        colourize.choose_alternative, [part["state"], part["show_lines"]], view, **quick
    )
    part["download"].click(
        colourize.save,
        [part["state"], part["format"], part["mark"]],
        view,
        show_progress_on=part["status"],
        **_PRIVATE,
        **pictures.ONE_AT_A_TIME,
    ).success(None, js=save_link.click())
    share.wire(part)
    open_events = batch.wire(part, view)
    plain_events = [part[name].input(None) for name in ("format", "mark")]
    undo.wire(
        part,
        [
            *part["reference_events"],
            colour_events,
            *frame_events,
            *hint_events,
            setting_events,
            certainty_event,
            alternative_event,
            *plain_events,
        ],
        open_events,
    )
    part["viewer"].expand(
        look_closer,
        [part["state"], part["show_lines"]],
        part["closeup"],
        **pictures.CLOSEUPS,
        **_PRIVATE,
    )
    part["upload"].change(None, js=scroll_to(".result"))
