"""A before-and-after picture for sharing, with a visible note that its colours are simulated."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gradio as gr

from colourizer import Photo
from colourizer.photo.before_after import divided, side_by_side
from colourizer.photo.opening import printable
from colourizer.photo.provenance import VERSION
from demo.gradio_app import captions, pictures, samples
from demo.gradio_app.i18n import texts
from demo.gradio_app.names import name_of, plain_name
from demo.gradio_app.session import ColouredPhoto, SessionState, current

BESIDE, LINE = "beside", "line"  # how the two are combined
_LONGEST = 2400  # pixels on the long side of each half: sharp in print across a page, and small enough to send


def make(stored: SessionState, how: str, place: float, request: gr.Request) -> Iterator[tuple[dict, str]]:
    """Yields the file, and a message about it. place: of the line, from 0 to 100."""
    language = texts.language_of(request)
    state = current(stored)
    if state is None:
        raise pictures.refusal(texts.say("no_photo", language))
    yield pictures.hidden(), texts.paragraph(texts.multilingual("share_making"))
    try:
        photo = pictures.read(state.path or str(samples.FIRST), language, state.levels).reduced(_LONGEST)
    except gr.Error:
        yield pictures.hidden(), ""
        raise
    coloured = replace(state.coloured, photo=photo.inverted() if state.coloured.photo.negative else photo)
    titles = texts.say("before", language), texts.say("after", language)
    lines = said(state, photo, language)
    grey, colours = coloured.photo.rgb, coloured.rgb
    if how == LINE:
        picture = divided(grey, colours, _share(place), titles, lines)
    else:
        picture = side_by_side(grey, colours, titles, lines)
    path = pictures.new_folder() / f"before-after-{coloured.model}.jpg"
    pictures.save_pixels(picture, path, coloured)
    name = name_of(state.path, coloured.model, coloured.settings, "jpg", "before-after")
    megabytes = texts.Number(f"{path.stat().st_size / 1e6:.1f}")
    ready = texts.paragraph(texts.multilingual("prepared", name=name, megabytes=megabytes))
    yield gr.update(value=pictures.served(str(path), name), visible=True), ready


def said(state: ColouredPhoto, photo: Photo, language: str) -> list[str]:
    """The credit line, and the note that the colours are simulated."""
    name = plain_name(state.path or str(samples.FIRST))
    by = ", ".join(filter(None, [name, photo.metadata.author, photo.metadata.copyright]))
    credit = texts.say("share_credit", language, name=by, model=captions.model_name(state.coloured.model))
    given = len(state.coloured.settings.hints)
    return [credit, texts.say("hints_are_given", language, count=given) if given else texts.say("simulated", language)]


def words(stored: SessionState, request: gr.Request) -> str:
    """A caption for publishing the result, as plain text; empty if there is no photograph."""
    state = current(stored)
    if state is None:
        return ""
    language, coloured = texts.language_of(request), state.coloured
    values = {
        "model": captions.model_name(coloured.model),
        "version": VERSION,
        "name": printable(Path(state.path or samples.FIRST).name),
    }
    sentences = [
        texts.say("share_words_colour" if coloured.photo.in_colour else "share_words_grey", language, **values)
    ]
    if given := len(coloured.settings.hints):
        sentences.append(texts.say("hints_are_given", language, count=given))
    return " ".join(sentences)


def _share(place: float | None) -> float:
    """A place in [0, 1]; the middle for an invalid value from the browser."""
    return min(max(float(place), 0), 100) / 100 if isinstance(place, (int, float)) else 0.5
