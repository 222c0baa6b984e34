"""The first tab: photographs, before and after, the controls, and the download."""

from typing import Any

import gradio as gr

from colourizer.distribution import DEFAULT_VIVIDNESS
from demo.gradio_app import captions
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers import batch
from demo.gradio_app.handlers import colourize as steps
from demo.gradio_app.i18n import text as texts
from demo.gradio_app.session import ColouredPhoto, example
from demo.gradio_app.tabs import frame as frame_tab
from demo.gradio_app.tabs import hints as hints_tab
from demo.gradio_app.tabs import undo as undo_tab
from demo.gradio_app.theme import script_of
from demo.gradio_app.viewer import viewer
from demo.gradio_app.widgets import KEEP_FOR, scroll_to

_LIVE = '<div class="unseen" role="status" aria-live="polite">${value}</div>'
_PRIVATE = {"api_visibility": "private"}
_LINK = (
    '<a class="save-file" download="${value?.orig_name ?? ``}" href="${value?.url ?? ``}">'
    + texts.multilingual("save")
    + "</a>"
)
# Clicks the link that appears once the file is ready, so that one click is enough.
_SAVE_NOW = """() => {
    const save = (tries) => {
        const link = document.querySelector(".save-file");
        if (link?.getAttribute("href")) link.click();
        else if (tries) setTimeout(() => save(tries - 1), 100);
    };
    setTimeout(() => save(30), 100);
}"""


def build(upload: gr.File) -> None:
    """Lay out the tab for the photographs in `upload`, and wire it."""
    part: dict[str, Any] = {"upload": upload}
    first = example()
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=8, min_width=280, elem_classes="result"):
            with gr.Column(elem_classes="plain") as part["single"]:
                part["working"] = gr.HTML(elem_classes="working")
                part["viewer"] = viewer(steps.viewer_value(first, False), "colourize")
                part["returned"] = gr.HTML("", elem_classes="returned")
                part["caption"] = gr.HTML(
                    captions.caption(first.coloured, first.size, example=True), elem_classes="caption"
                )
            with gr.Column(visible=False, elem_classes="plain") as part["several"]:
                _batch(part)
            _downloads(part)
        with gr.Column(scale=3, min_width=280, elem_classes="adjust"):
            _controls(part, first)
    # The live region for screen readers; on the page from the start, or they would ignore it.
    part["announcement"] = gr.HTML("", html_template=_LIVE, js_on_load=None, elem_classes="said")
    part["state"] = gr.State(None, time_to_live=KEEP_FOR)
    part["thumbnail_settings"] = gr.State(steps.thumbnail_settings(first), time_to_live=KEEP_FOR)
    _wire(part)


def _controls(part: dict[str, Any], first: ColouredPhoto) -> None:
    part["model"] = gr.Radio(
        [(pictures.label(name), name) for _, name in pictures.models()],
        value=pictures.preferred_model(),
        label=texts.label("model"),
        elem_classes="model",
    )
    part["vividness"] = _slider("vividness", 0, 1, DEFAULT_VIVIDNESS, visible=first.has_distribution)
    part["strength"] = _slider("strength", 0, 2, 1)
    part["warmth"] = _slider("warmth", -1, 1, 0)
    part["levels"] = gr.Checkbox(False, label=texts.label("levels"), container=False, elem_classes="toggle")
    undo_tab.buttons(part)
    with gr.Column(elem_classes="plain") as part["details"]:
        frame_tab.build(part, first)
        hints_tab.build(part, steps.hint_fields(first))
        _details(part, first)


def _downloads(part: dict[str, Any]) -> None:
    with gr.Row(elem_classes="downloads"):
        with gr.Column(elem_classes="plain", min_width=220) as part["saving"]:
            part["download"] = gr.Button(texts.label("download"), variant="primary")
            # Not Gradio's download button, which uses the file's name on the server.
            part["saved"] = gr.HTML(
                html_template=_LINK, js_on_load=script_of("save"), visible=False, elem_classes="save"
            )
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
        steps.alternatives(first)
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


def _batch(part: dict[str, Any]) -> None:
    part["gallery"] = gr.Gallery(
        label=texts.label("batch"),
        show_label=False,
        columns=3,
        height="auto",
        interactive=False,
        buttons=["fullscreen"],
        elem_classes="batch",
    )
    part["report"] = gr.HTML(elem_classes="caption")
    part["outdated"] = gr.HTML(elem_classes=["caption", "status"])
    with gr.Row(elem_classes="acts"):
        part["zip"] = gr.DownloadButton(
            str(texts.label("batch_zip")), visible=False, variant="primary", elem_classes="save-zip"
        )
        part["again"] = gr.Button(texts.label("batch_again"))


def _slider(key: str, low: float, high: float, value: float, **options: Any) -> gr.Slider:
    return gr.Slider(
        low,
        high,
        value,
        step=0.05,
        label=texts.label(key),
        info=texts.label(f"{key}_info"),
        buttons=["reset"],
        elem_classes="setting",
        **options,
    )


def _wire(part: dict[str, Any]) -> None:
    view = [part[name] for name in steps.View._fields]
    settings = [part[name] for name in ("vividness", "strength", "warmth")]
    controls = [part["upload"], part["model"], *settings, part["show_lines"], part["levels"]]
    looked = gr.on(
        [part["upload"].change, part["model"].input, part["levels"].input],
        steps.colour_upload,
        [part["state"], *controls],
        view,
        show_progress="minimal",
        show_progress_on=part["working"],
        trigger_mode="always_last",
        **_PRIVATE,
        **pictures.ONE_AT_A_TIME,
    )
    hinted = hints_tab.wire(part, view)
    framed = frame_tab.wire(part, view, trigger_mode="always_last", **pictures.ONE_AT_A_TIME)
    quick = {"show_progress": "hidden", "trigger_mode": "always_last", **_PRIVATE, **pictures.REDRAWING}
    changed = gr.on([each.change for each in settings], steps.adjust, [part["state"], *controls], view, **quick)
    # A separate event, so that the large picture is updated first.
    changed.then(steps.renew_alternatives, [part["state"], part["thumbnail_settings"]], view, **quick)
    lines_shown = part["show_lines"].input(steps.show_certainty, [part["state"], part["show_lines"]], view, **quick)
    chosen = part["alternatives"].select(steps.choose_alternative, [part["state"], part["show_lines"]], view, **quick)
    part["download"].click(
        steps.save,
        [part["state"], part["format"], part["mark"]],
        view,
        show_progress_on=part["status"],
        **_PRIVATE,
        **pictures.ONE_AT_A_TIME,
    ).success(None, js=_SAVE_NOW)
    _wire_batch(part, settings)
    plain = [part[name].input(None) for name in ("format", "mark")]
    undo_tab.wire(part, [looked, *framed, *hinted, changed, lines_shown, chosen, *plain])
    part["upload"].change(None, js=scroll_to(".result"))


def _wire_batch(part: dict[str, Any], settings: list[gr.Slider]) -> None:
    part["upload"].change(
        batch.hide_single,
        part["upload"],
        [part[name] for name in ("several", "single", "details", "saving", "status", "state")],
        show_progress="hidden",
        queue=False,
        **_PRIVATE,
    )
    done = gr.State(batch.NOTHING_DONE, time_to_live=KEEP_FOR)
    settings_inputs = [part["model"], *settings, part["format"], part["mark"], part["levels"]]
    event = {
        "fn": batch.colour_all,
        "inputs": [done, part["upload"], *settings_inputs],
        "outputs": [done, part["gallery"], part["report"], part["zip"]],
        "show_progress_on": part["gallery"],
        **_PRIVATE,
        **batch.ALONE,
    }
    quick = {"queue": False, "show_progress": "hidden", **_PRIVATE}
    stale = {
        "fn": batch.outdated,
        "inputs": [done, *settings_inputs],
        "outputs": [part["zip"], part["outdated"]],
        **quick,
    }
    part["upload"].change(**event, trigger_mode="always_last").then(**stale)
    anew = part["again"].click(lambda: (batch.NOTHING_DONE, ""), None, [done, part["outdated"]], **quick)
    anew.then(**event).then(**stale)
    gr.on([each.change for each in settings_inputs], **stale, trigger_mode="always_last")
