"""How the first tab shows a coloured photograph: views, and parts of views by field name."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from colourizer.colourization import Settings
from demo.gradio_app import captions, pictures
from demo.gradio_app.halves import key
from demo.gradio_app.handlers import frame, hint_colours
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.session import ColouredPhoto
from demo.gradio_app.viewer import pair

_THUMBNAIL = 320  # pixels


def first_view(state: ColouredPhoto, show_lines: bool) -> View:
    """All updates for a photograph, except the alternatives."""
    of_distribution = gr.update(visible=state.has_distribution)
    return View(
        **(_picture(state, show_lines) | frame.fields(state) | hint_fields(state)),
        certainty_text=captions.certainty_text(state.coloured) or texts.paragraph(texts.multilingual("one_reading")),
        vividness=of_distribution,
        show_lines=of_distribution,
        legend=gr.update(visible=state.has_distribution and show_lines),
        others=of_distribution,
        alternatives=pictures.hidden(),
        about_alternatives="",
        thumbnail_settings=None,
        download=gr.update(interactive=True),
        hint_colours="",
        hint_place=None,
    )


def hint_fields(state: ColouredPhoto) -> dict[str, Any]:
    """The updates of the hints' controls."""
    return {
        "hints": gr.update(visible=state.coloured.guide is not None),
        "hint_list": hint_colours.listed(state.coloured),
        "hint_file": pictures.hidden(),
    }


def viewer_value(state: ColouredPhoto, show_lines: bool) -> dict:
    """The viewer's two pictures: grey, and in colour."""
    with_lines = show_lines and state.has_distribution
    after = pictures.save_with_certainty(state.coloured) if with_lines else pictures.save_for_screen(state.coloured)
    stored = Path(state.before).is_file()  # Gradio deletes it within the hour
    before = state.before if stored else pictures.save_for_screen(state.coloured.photo)
    titles = (texts.multilingual("before"), texts.multilingual("after"))
    return pair((before, after), state.size, titles, captions.alts(state.coloured), key(state, show_lines))


def alternatives(state: ColouredPhoto) -> dict:
    """Thumbnails of the default and the alternatives, as fields of a `View`."""
    small = pictures.at_screen_size(state.coloured, _THUMBNAIL)
    count = len(small.alternatives)
    if not count:
        none = texts.paragraph(texts.multilingual("no_alternatives"))
        return {
            "alternatives": pictures.hidden(),
            "about_alternatives": none,
            "thumbnail_settings": thumbnail_settings(state),
        }
    paths = [pictures.save(small.adjusted(alternative=index), "jpg") for index in range(count + 1)]
    chosen = state.coloured.settings.alternative
    return {
        "alternatives": gr.update(value=paths, visible=True, selected_index=chosen),
        "about_alternatives": texts.paragraph(texts.multilingual("alternatives_info")),
        "thumbnail_settings": thumbnail_settings(state),
    }


def thumbnail_settings(state: ColouredPhoto) -> Settings:
    """The settings on which the thumbnails depend: all but the chosen alternative."""
    return replace(state.coloured.settings, alternative=0)


def with_settings(state: ColouredPhoto, show_lines: bool, **settings: Any) -> View:
    """Show the same photograph with other settings, without running the network again."""
    state = replace(state, coloured=state.coloured.adjusted(**settings))
    certainty_text = {"certainty_text": captions.certainty_text(state.coloured)} if state.has_distribution else {}
    return View(**(_picture(state, show_lines) | certainty_text))


def _picture(state: ColouredPhoto, show_lines: bool) -> dict[str, Any]:
    """The updates after every change of the picture, as fields of a `View`."""
    return {
        "state": state,
        "viewer": viewer_value(state, show_lines),
        "caption": captions.caption(state.coloured, state.size, example=state.path is None),
        "announcement": captions.announcement(state.coloured),
        "hint_list": hint_colours.listed(state.coloured),
        "hint_file": pictures.hidden(),
        **unsaved(),
    }


def unsaved() -> dict:
    """Updates that remove the prepared file, which no longer matches the picture."""
    return {"saved": pictures.hidden(), "status": "", "shared": pictures.hidden(), "share_status": ""}
