"""The first tab's controls for a before-and-after picture."""

from typing import Any

import gradio as gr

from demo.gradio_app import pictures, save_link
from demo.gradio_app.handlers import share
from demo.gradio_app.i18n import texts

# Only the page knows the position of the line.
_PLACE = """(state, how, place) => {
    const line = document.querySelector(".result .dividing-line input");
    return [state, how, line ? Number(line.value) : place];
}"""


def build(part: dict[str, Any]) -> None:
    """Lay out the controls."""
    with gr.Accordion(texts.label("share"), open=False, elem_classes="share") as part["sharing"]:
        ways = [(texts.label(f"share_{way}"), way) for way in (share.BESIDE, share.LINE)]
        part["share_how"] = gr.Radio(ways, value=share.BESIDE, show_label=False, label=texts.label("share"))
        part["share_make"] = gr.Button(texts.label("share_make"))
        part["shared"] = save_link.save_link("share_save", "share-file")
        part["share_status"] = gr.HTML("", elem_classes="caption status")
        part["share_words"] = gr.Textbox(
            label=texts.label("share_words"), interactive=False, lines=2, buttons=["copy"], elem_classes="share-words"
        )
    part["share_place"] = gr.Number(50, visible=False)


def wire(part: dict[str, Any]) -> None:
    """Connect the controls."""
    made = part["share_make"].click(
        share.make,
        [part["state"], part["share_how"], part["share_place"]],
        [part["shared"], part["share_status"]],
        js=_PLACE,
        show_progress_on=part["share_status"],
        api_visibility="private",
        **pictures.ONE_AT_A_TIME,
    )
    made.success(None, js=save_link.click("share-file"))
    # The text depends on the photograph and its hints; expanding shows the example's in the visitor's language.
    gr.on(
        [part["sharing"].expand, part["caption"].change, part["hint_list"].change],
        share.words,
        part["state"],
        part["share_words"],
        show_progress="hidden",
        trigger_mode="always_last",
        api_visibility="private",
        **pictures.REDRAWING,
    )
