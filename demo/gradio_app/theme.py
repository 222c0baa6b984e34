"""The app's theme: warm greys and one accent, so that only the photographs are colourful."""

from pathlib import Path

import gradio as gr
from gradio import themes

from demo.gradio_app.i18n import gradio_strings

_ASSETS = Path(__file__).resolve().parents[2] / "assets"
CSS = _ASSETS / "css" / "demo.css"
_SCRIPTS = _ASSETS / "js"
_PAGE = ("demo", "focus", "numbers", "upload", "undo", "frame", "hints")  # scripts of the whole page

# System fonts: nothing is downloaded.
_SANS = ["-apple-system", "BlinkMacSystemFont", "Segoe UI", "Roboto", "Helvetica Neue", "Liberation Sans", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "Liberation Mono", "monospace"]


def script() -> str:
    """The script that runs in the browser once the page is loaded."""
    parts = [f"({(_SCRIPTS / name).with_suffix('.js').read_text().rstrip()})();" for name in _PAGE]
    return f"() => {{{''.join(parts)}}}".replace("languages = {}", f"languages = {gradio_strings.as_script()}")


def script_of(*parts: str) -> str:
    """The script for one element of the page, for `js_on_load` of a `gr.HTML`."""
    return "\n".join((_SCRIPTS / f"{part}.js").read_text() for part in parts)


def theme() -> gr.Theme:
    """Warm greys, hairlines instead of boxes, ink for the buttons; light and dark."""
    return themes.Base(
        primary_hue=themes.colors.teal,
        neutral_hue=themes.colors.stone,
        radius_size=themes.sizes.radius_sm,
        font=_SANS,
        font_mono=_MONO,
    ).set(
        body_background_fill="#faf8f5",
        body_background_fill_dark="#141312",
        body_text_color="#292524",
        body_text_color_dark="#e7e5e4",
        body_text_color_subdued="#6b645e",
        body_text_color_subdued_dark="#a8a29e",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1c1b19",
        background_fill_secondary="#f3f0eb",
        background_fill_secondary_dark="#232120",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_padding="0px",
        block_shadow="none",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_label_border_width="0px",
        block_label_text_color="*body_text_color_subdued",
        block_label_text_color_dark="*body_text_color_subdued",
        block_title_text_color="*body_text_color",
        block_title_text_color_dark="*body_text_color",
        block_title_text_weight="600",
        border_color_primary="#ddd7cf",
        border_color_primary_dark="#3a3734",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1c1b19",
        button_primary_background_fill="#292524",
        button_primary_background_fill_dark="#e7e5e4",
        button_primary_background_fill_hover="#0f766e",
        button_primary_background_fill_hover_dark="#5eead4",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#1c1917",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_background_fill_hover="#efebe4",
        button_secondary_background_fill_hover_dark="#2b2826",
        button_secondary_border_color="#cfc8be",
        button_secondary_border_color_dark="#4a4642",
        button_border_width="1px",
        link_text_color="#0f766e",
        link_text_color_hover="#115e59",
        link_text_color_visited="#0f766e",
        link_text_color_active="#115e59",
        link_text_color_dark="#5eead4",
        link_text_color_hover_dark="#99f6e4",
        link_text_color_visited_dark="#5eead4",
        link_text_color_active_dark="#99f6e4",
        color_accent="#0f766e",
        slider_color="#0f766e",
        slider_color_dark="#5eead4",
    )
