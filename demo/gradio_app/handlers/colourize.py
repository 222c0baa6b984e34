"""Event handlers of the first tab."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from colourizer.colourization import Settings
from colourizer.photo.levels import AUTO, KEPT
from demo.gradio_app import pictures, samples
from demo.gradio_app.handlers.photo_view import (
    alternatives,
    first_view,
    thumbnail_settings,
    unsaved,
    viewer_value,
    with_settings,
)
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.names import name_of
from demo.gradio_app.session import (
    Chosen,
    ColouredPhoto,
    RefusedPhoto,
    SessionState,
    colour_photo,
    current,
    is_known,
    opened_of,
)


def colour_upload(
    stored: SessionState,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    show_lines: bool,
    request: gr.Request,
    stretch: bool = False,
    chosen: Chosen | None = None,
) -> Iterator[View]:
    """Colour a new photograph: first the picture, then the alternatives, which take longer.

    chosen: the choices for this photograph; by default those made for it before.
    """
    path = opened_of(stored, files) if files and len(files) > 1 else files[0] if files else None
    if files and path is None:
        yield View()  # a generator that yields nothing would clear all outputs
        return
    levels = AUTO if stretch else KEPT
    if is_known(stored, path, model, levels, chosen):
        yield View()
        return
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    chosen = chosen or _as_before(stored, path)
    choices: dict[str, Any] = {"frame": chosen.frame, "negative": chosen.negative, "hints": chosen.hints}
    try:
        state = colour_photo(path, model, texts.language_of(request), levels, **choices, **settings)
    except gr.Error as error:
        # So that nothing of the previous photograph stays next to this one's name.
        nothing = {"others": gr.update(visible=False), "alternatives": pictures.hidden(), **unsaved()}
        message = texts.notice(texts.escaped(error.message))
        yield View(
            state=RefusedPhoto(path),
            viewer=None,
            caption=message,
            certainty_text="",
            announcement=texts.escaped(error.message),
            download=gr.update(interactive=False),
            **nothing,
        )
        raise
    yield first_view(state, show_lines)
    if state.has_distribution:
        yield View(**alternatives(state))


def adjust(
    stored: SessionState,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    show_lines: bool,
    request: gr.Request,
    stretch: bool = False,
) -> View:
    """Apply changed settings. The network runs only if the session no longer has the photograph."""
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    if stored is None and files and len(files) == 1:
        state = colour_photo(files[0], model, texts.language_of(request), AUTO if stretch else KEPT, **settings)
        return first_view(state, show_lines)
    state = current(stored)
    if state is None:
        return View()
    if settings.items() <= vars(state.coloured.settings).items():
        return View()  # showing or hiding a control also fires a change event
    if state.has_distribution and vividness != state.coloured.settings.vividness:
        settings["alternative"] = 0  # alternatives depend on the vividness
    return with_settings(state, show_lines, **settings)


def apply_step(state: ColouredPhoto, show_lines: bool, **settings: Any) -> View:
    """Apply all settings to the same photograph, with new thumbnails; used by undo."""
    if not state.has_distribution:
        settings["alternative"] = 0
    if state.coloured.guide is None:
        settings["hints"] = ()
    state = replace(state, coloured=state.coloured.adjusted(**settings))
    thumbnails = alternatives(state) if state.has_distribution else {}
    legend = gr.update(visible=state.has_distribution and show_lines)
    return with_settings(state, show_lines)._replace(legend=legend, **thumbnails)


def choose_alternative(stored: SessionState, show_lines: bool, event: gr.SelectData) -> View:
    """Show one of the alternatives; the first is the default."""
    state = current(stored)
    return View() if state is None else with_settings(state, show_lines, alternative=event.index)


def show_certainty(stored: SessionState, show_lines: bool) -> View:
    """Show or hide the lines where the network guesses."""
    state = current(stored)
    if state is None:
        return View()
    return View(viewer=viewer_value(state, show_lines), legend=gr.update(visible=show_lines and state.has_distribution))


def renew_alternatives(stored: SessionState, drawn_with: Settings | None) -> View:
    """Redraw the alternatives if the settings have changed since."""
    state = current(stored)
    return (
        View()
        if state is None or not state.has_distribution or thumbnail_settings(state) == drawn_with
        else View(**alternatives(state))
    )


def save(stored: SessionState, file_format: str, mark: bool, request: gr.Request) -> Iterator[View]:
    """Write the photograph at full size, with the current settings, without running the network again."""
    language = texts.language_of(request)
    state = current(stored)
    if state is None:
        raise pictures.refusal(texts.say("no_photo", language))
    yield View(saved=pictures.hidden(), status=texts.paragraph(texts.multilingual("preparing")))
    try:
        original = state.path or str(samples.FIRST)
        photo = pictures.read(original, language, state.levels)
        coloured = replace(state.coloured, photo=photo.inverted() if state.coloured.photo.negative else photo)
        ending = pictures.FORMATS[file_format]
        path = pictures.save(coloured, ending, mark=mark, language=language, original=original)
    except gr.Error:
        yield View(status="")
        raise
    megabytes = texts.Number(f"{Path(path).stat().st_size / 1e6:.1f}")
    name = name_of(state.path, coloured.model, coloured.settings, ending)
    ready = texts.multilingual("prepared", name=name, megabytes=megabytes)
    status = texts.paragraph(ready, texts.multilingual("says_so"))
    yield View(saved=gr.update(value=pictures.served(path, name), visible=True), status=status)


def _as_before(stored: SessionState, path: str | None) -> Chosen:
    """The choices for the same photograph with another network."""
    return stored.chosen if isinstance(stored, ColouredPhoto) and stored.path == path else Chosen()
