"""A reference: a photograph of the same place today, from which colours are picked for the old one."""

from typing import Any, NamedTuple

import gradio as gr
import numpy as np

from colourizer.colour.lab import rgb_to_lab
from colourizer.hints import Hint, HintError
from demo.gradio_app import pictures
from demo.gradio_app.handlers import hint_colours, photo_view
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.session import SessionState, current

SHOWN = 960  # pixels on its long side
_AROUND = 0.006  # of the shorter side: radius of the mean, so that film grain or a single leaf is not picked


class ReferenceView(NamedTuple):
    """The updates by the components' names in `tabs/reference.py`; by default nothing changes."""

    reference_path: Any = gr.skip()
    reference: Any = gr.skip()
    reference_remove: Any = gr.skip()


def load(path: str | None, request: gr.Request) -> ReferenceView:
    """Show a photograph, and keep a reduced copy."""
    if path is None:
        return ReferenceView()
    rgb = pictures.read_rgb(path, texts.language_of(request))
    return shown(pictures.save_pixels_for_screen(rgb, "reference", SHOWN))


def shown(copy: str) -> ReferenceView:
    """Show an existing reduced copy, by its path."""
    return ReferenceView(copy, gr.update(value=pictures.served(copy), visible=True), gr.update(visible=True))


def remove() -> ReferenceView:
    """Remove the reference."""
    return ReferenceView(None, pictures.hidden(), gr.update(visible=False))


def take(
    stored: SessionState,
    show_lines: bool,
    place: tuple[float, float] | None,
    radius: float,
    reference: str | None,
    event: gr.EventData,
    request: gr.Request,
) -> View:
    """A place in the reference was chosen: use its colour for the chosen place in the photograph.

    radius: of the hint, in % of the photograph's shorter side. Raises gr.Error if no place was chosen before.
    """
    state, language = current(stored), texts.language_of(request)
    if state is None or place is None:
        raise pictures.refusal(texts.say("hint_no_place", language))
    if state.coloured.guide is None:
        return View()
    try:
        x, y = (getattr(event, name, None) for name in ("x", "y"))
        there = Hint(x, y, 0, 0)  # pyright: ignore[reportArgumentType]  # it validates the browser's values
        a, b = colour_at(pictures.read_rgb(reference, language), there.x, there.y)
        hint = Hint(*place, a, b, radius / 100)
    except HintError as error:
        raise pictures.refused(error, language) from error
    given = hint_colours.with_hint(state.coloured.settings.hints, hint, state.size)
    view = photo_view.with_settings(state, show_lines, hints=given)
    name = hint_colours.name_of(hint_colours.lightness_at(state.coloured, *place), a, b)
    return view._replace(announcement=f"{texts.multilingual('reference_taken', colour=name)} {view.announcement}")


def colour_at(rgb: np.ndarray, x: float, y: float) -> tuple[float, float]:
    """CIE ab at a place in a picture, x and y in [0, 1]: the mean of a few pixels. rgb: sRGB (H, W, 3), uint8."""
    part = hint_colours.around(rgb, x, y, round(_AROUND * min(rgb.shape[:2])))
    a, b = rgb_to_lab(part.astype(np.float32) / 255)[..., 1:].mean(axis=(0, 1))
    return float(a), float(b)
