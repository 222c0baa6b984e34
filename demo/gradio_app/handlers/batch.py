"""Colour several photographs, one after another, with a report of failures and a ZIP of the results."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from colourizer.photo.levels import AUTO, KEPT
from demo.gradio_app import pictures
from demo.gradio_app.handlers.opened import MOST, NO_OVERRIDES, Overrides, PhotoSettings
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.names import name_of, plain_name, unique_name
from demo.gradio_app.session import RefusedPhoto, SessionState, opened_of

_SMALL = 800  # pixels on the long side of the pictures on the page
KEEPS_16_BITS = "TIFF"  # of `pictures.FORMATS`
ALONE = {"concurrency_id": "batch", "concurrency_limit": 1}


class BatchSettings(NamedTuple):
    """How the photographs are coloured and written."""

    model: str
    vividness: float
    strength: float
    warmth: float
    file_format: str
    mark: bool
    levels: str

    @property
    def photo_settings(self) -> PhotoSettings:
        """The settings of one photograph."""
        return PhotoSettings(self.model, self.vividness, self.strength, self.warmth, self.levels == AUTO)


class Done(NamedTuple):
    """Which files were coloured, and how. ready: whether the archive is complete.

    shown: the files in the gallery, in its order. own: the photographs' own settings, as in `Overrides`.
    """

    files: tuple[str, ...] = ()
    settings: BatchSettings | None = None
    ready: bool = False
    shown: tuple[str, ...] = ()
    own: tuple[tuple[str, PhotoSettings], ...] = ()


NOTHING_DONE = Done()
_SKIP = gr.skip()


class BatchView(NamedTuple):
    """The updates of a batch by the components' names in `tabs/batch.py`; by default nothing changes."""

    done: Any = _SKIP
    gallery: Any = _SKIP
    report: Any = _SKIP
    zip: Any = _SKIP


def colour_all(
    done: Done,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    file_format: str,
    mark: bool,
    request: gr.Request,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 - that is how Gradio finds it
    stretch: bool = False,
    overrides: Overrides = NO_OVERRIDES,
) -> Iterator[BatchView]:
    """Yields the batch's state, the gallery, the report below it, and the ZIP once it is ready.

    done: the last state; after clearing, Gradio sends the next event twice. A file that cannot be read is reported,
    with the reason; the others are coloured. overrides: photographs with settings of their own.
    """
    files = files or []
    if len(files) < 2 or tuple(files) == done.files:
        yield BatchView() if len(files) > 1 else BatchView(NOTHING_DONE, [], "", pictures.hidden())
        return
    now = PhotoSettings(model, vividness, strength, warmth, stretch)
    if overrides.default and overrides.found_open in files:
        now = overrides.default  # the controls have the settings of the photograph that was open before a reload
    settings, language = _settings(now, file_format, mark), texts.language_of(request)
    lead = texts.multilingual("batch_too_many", count=len(files), files=MOST) if len(files) > MOST else ""
    count = min(len(files), MOST)
    archive = pictures.new_folder() / "photographs-in-colour.zip"
    thumbnails, paths, failed, delivered, deep = [], [], [], False, 0
    try:
        for number, path in enumerate(files[:MOST], start=1):
            progress((number - 1, count), desc=texts.say("batch_progress", language, number=number, count=count))
            try:
                small, depth = _add(archive, path, overrides.of(path, settings.photo_settings), settings, language)
                thumbnails.append(small)
                paths.append(path)
                deep += depth > 8 and settings.file_format != KEEPS_16_BITS
            except gr.Error as error:
                failed.append((plain_name(path), error.message))
            yield BatchView(
                Done(tuple(files), settings, shown=tuple(paths), own=overrides.own),
                thumbnails,
                report(len(thumbnails), number, failed, lead, deep),
                pictures.hidden(),
            )
        delivered = bool(thumbnails)
        ready = gr.update(value=str(archive), visible=True) if delivered else pictures.hidden()
        yield BatchView(
            Done(tuple(files), settings, delivered, tuple(paths), overrides.own),
            thumbnails,
            report(len(thumbnails), count, failed, lead, deep),
            ready,
        )
    finally:
        if not delivered:  # the visitor left: Gradio does not delete files that it was not given
            archive.unlink(missing_ok=True)


def outdated(
    done: Done,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    file_format: str,
    mark: bool,
    stretch: bool = False,
    overrides: Overrides = NO_OVERRIDES,
    stored: SessionState = None,
) -> tuple[dict, str]:
    """Hide the archive, with a notice, if the page has other settings."""
    if not done.ready:
        return gr.skip(), ""
    now = PhotoSettings(model, vividness, strength, warmth, stretch)
    if overrides.default and opened_of(stored, done.files):
        now = overrides.default  # the controls have the settings of the opened photograph
    current = done.settings == _settings(now, file_format, mark) and done.own == overrides.own
    return gr.update(visible=current), "" if current else texts.notice(texts.multilingual("batch_outdated"))


def _settings(now: PhotoSettings, file_format: str, mark: bool) -> BatchSettings:
    levels = AUTO if now.stretch else KEPT
    return BatchSettings(now.model, now.vividness, now.strength, now.warmth, file_format, mark, levels)


def _add(
    archive: Path, path: str, own: PhotoSettings, settings: BatchSettings, language: str
) -> tuple[tuple[str, str], int]:
    """Colour one photograph with its `own` settings, and put it into the archive. Raises gr.Error.

    Returns (path, name) of a small copy, and how many bits of lightness the file had.
    """
    photo = pictures.read(path, language, AUTO if own.stretch else KEPT)
    chosen = own.chosen
    photo = photo.inverted() if chosen.negative else photo
    coloured = pictures.colour(own.model, photo, chosen.frame, language)
    coloured = coloured.adjusted(
        vividness=own.vividness,
        strength=own.strength,
        warmth=own.warmth,
        alternative=chosen.alternative if coloured.distribution else 0,
        hints=chosen.hints if coloured.guide else (),
    )
    ending = pictures.FORMATS[settings.file_format]
    saved = Path(pictures.save(coloured, ending, mark=settings.mark, language=language, original=path))
    name = name_of(path, own.model, coloured.settings, saved.suffix[1:])
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_STORED) as together:  # pictures are already compressed
        together.write(saved, unique_name(name, set(together.namelist())))
    saved.unlink()  # it is in the archive
    return (pictures.save_for_screen(coloured, _SMALL), plain_name(path)), coloured.photo.depth


def hide_single(files: list[str] | None, done: Done, stored: SessionState, overrides: Overrides = NO_OVERRIDES) -> View:
    """Show the result of one photograph, or the gallery of several.

    Gradio sends the same files again after an undo, and the restored page's files after a reload; then the opened
    photograph stays open, or is about to be opened.
    """
    several = bool(files) and len(files) > 1
    if files and not done.files and overrides.found_open in files:
        return View()
    if files and opened_of(stored, files) and tuple(files) == done.files:
        return View()
    single = gr.update(visible=not several)
    return View(
        state=RefusedPhoto() if several else gr.skip(),
        several=gr.update(visible=several),
        **dict.fromkeys(("single", "details", "saving", "sharing"), single),
        bar=gr.update(visible=False),
        status="",
    )


def report(done: int, count: int, failed: list[tuple[str, str]], lead: str = "", deep: int = 0) -> str:
    """The report, as HTML. deep: how many files of 16 bits were written in a format that keeps 8."""
    sentences = texts.notice(texts.multilingual("simulated")) + texts.paragraph(
        lead, texts.multilingual("batch_done", done=done, count=count)
    )
    sentences += texts.notice(texts.multilingual("batch_sixteen", count=deep)) if deep else ""
    if not failed:
        return sentences
    rows = "".join(f"<li><b>{texts.escaped(name)}</b>: {texts.escaped(reason)}</li>" for name, reason in failed)
    return f"{sentences}{texts.paragraph(texts.multilingual('batch_failed'))}<ul>{rows}</ul>"
