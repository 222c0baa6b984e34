"""A reference photograph of the same place today, next to the first tab's colour controls, with an eyedropper."""

from typing import Any

import gradio as gr

from colourizer.photo.photo import SUFFIXES
from demo.gradio_app import pictures
from demo.gradio_app.handlers import reference
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import KEEP_FOR
from demo.gradio_app.private import read_paths
from demo.gradio_app.theme import script_of
from demo.gradio_app.widgets import path_of, take_no_addresses

_TEMPLATE = (
    f'<p class="caption">{texts.multilingual("reference_lead")}</p>'
    '<div class="reference-pane"><img alt="" draggable="false"><button type="button" class="cross"></button></div>'
)


def build(part: dict[str, Any]) -> None:
    """Lay out the controls."""
    with gr.Row(elem_classes="steps-back"):
        part["reference_load"] = gr.UploadButton(
            str(texts.label("reference_load")),
            file_types=["image", *SUFFIXES],
            size="sm",
            min_width=60,
            elem_classes="reference-load",
        )
        part["reference_remove"] = gr.Button(
            texts.label("reference_remove"), size="sm", min_width=60, visible=False, elem_classes="reference-remove"
        )
    read_paths(part["reference_load"], path_of)
    take_no_addresses(part["reference_load"])
    part["reference"] = gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script_of("reference"),
        visible=False,
        apply_default_css=False,
        elem_classes="reference",
    )
    part["reference_path"] = gr.State(None, time_to_live=KEEP_FOR)


def wire(part: dict[str, Any], stored: list[Any], view: list[Any], quick: dict[str, Any]) -> Any:
    """Connect the controls to their handlers. stored, view: inputs and outputs, and quick: options, as for hint events.
    Returns the event that changes the picture; `part["reference_events"]` are those that load and remove.
    """
    shown = [part[name] for name in reference.ReferenceView._fields]
    private = {"show_progress": "minimal", "api_visibility": "private", **pictures.REDRAWING}
    part["reference_events"] = [
        part["reference_load"].upload(reference.load, part["reference_load"], shown, **private),
        part["reference_remove"].click(reference.remove, None, shown, **private),
    ]
    inputs = [*stored, part["hint_place"], part["hint_radius"], part["reference_path"]]
    return part["reference"].select(reference.take, inputs, view, trigger_mode="always_last", **quick)
