"""A viewer that compares two pictures with a dividing line, and zooms.

Its scripts are `assets/js/viewer.js`, `fullscreen.js` and `closeup.js`. Gradio's own `ImageSlider` does not let
the page scroll on a phone, uses the wheel for zooming, and loses the line's position when the picture moves.
"""

from collections.abc import Sequence

import gradio as gr

from demo.gradio_app import pictures
from demo.gradio_app.i18n import texts
from demo.gradio_app.theme import script_of


def viewer(value: dict | None, name: str) -> gr.HTML:
    """A viewer for the two pictures of `pair`. name: unique on the page."""
    return gr.HTML(
        value,
        html_template=_TEMPLATE.replace("NAME", name),
        js_on_load=script_of("viewer", "fullscreen", "closeup"),
        apply_default_css=False,
        elem_classes="stage",
    )


def squares(name: str) -> gr.HTML:
    """A component that delivers tiles at full size to the viewer called `name`: its value answers one of the viewer's
    `expand` events, in the format of `closeup.js`.
    """
    return gr.HTML(None, html_template="", js_on_load=_SQUARES.replace("NAME", name), elem_classes="closeup")


def pair(
    paths: Sequence[str],
    size: tuple[int, int],
    titles: Sequence[str],
    alts: dict[str, list[str]] | None = None,
    key: str = "",
) -> dict:
    """The value of a `viewer`.

    paths, titles: of the left picture and of the right one; the titles are HTML. size: (width, height) of the
    photograph in pixels. alts: text alternatives, by language; by default the titles. key: of the picture,
    if tiles at full size are available (`halves.Subject`).
    """
    alts = alts or {
        language: [texts.pick_language(title, language) for title in titles] for language in texts.LANGUAGES
    }
    before, after = map(pictures.served, paths)
    return {"before": before, "after": after, "size": list(size), "titles": list(titles), "alt": alts, "key": key}


def _button(name: str, sign: str, key: str) -> str:
    words = texts.multilingual(key)
    return f'<button type="button" class="{name}">{sign}<span class="unseen">{words}</span></button>'


def _layer(name: str, end: str) -> str:
    return (
        f'<div class="layer {name}"><div class="sheet"><img class="base" alt="" draggable="false"></div>'
        f'<p class="end {end}"></p></div>'
    )


_SCREEN = (
    '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" '
    'stroke-width="1.5"><path d="M6 2H2v4M10 2h4v4M6 14H2v-4M10 14h4v-4"/></svg>'
)
_SQUARES = """watch("value", () => {
    if (!props.value?.squares) return;
    document.querySelector("#NAME-viewer")?.dispatchEvent(new CustomEvent("closeup", { detail: props.value }));
});"""
_TEMPLATE = f"""<div class="viewer" id="NAME-viewer">
<div class="pane" tabindex="0" role="group" aria-labelledby="NAME-pane">
{_layer("before", "left-end")}{_layer("after", "right-end")}
<span class="unseen" id="NAME-pane">{texts.multilingual("pane")}</span><div class="line"><i></i></div></div>
<div class="dividing-line"><label><span class="unseen">{texts.multilingual("divider")}</span>
<input type="range" min="0" max="100" step="1" value="50"></label></div>
<div class="tools" role="group" aria-labelledby="NAME-zoom">
<span class="unseen" id="NAME-zoom">{texts.multilingual("zoom")}</span>
{_button("out", "−", "zoom_out")}<output class="level"></output>{_button("in", "+", "zoom_in")}
{_button("whole", "100&#8239;%", "zoom_whole")}{_button("fit", texts.multilingual("fit"), "zoom_fit")}
{_button("fullscreen", _SCREEN, "fullscreen")}<span class="hint">{texts.multilingual("zoom_hint")}</span></div>
</div>"""
