"""Several photographs at once: one after the other, each failure told, and one ZIP of those that went well."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import gradio as gr

from colourizer.photo.levels import AUTO, KEPT
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers.opened import MOST, NOTHING_APART, Apart, Own
from demo.gradio_app.i18n import text as texts
from demo.gradio_app.names import name_of, plain_name, unlike
from demo.gradio_app.session import Kept, Refused, opened_of

_SMALL = 800  # pixels on the long side of what the page shows
KEEPS_16_BITS = "TIFF"  # of `pictures.FORMATS`
ALONE = {"concurrency_id": "batch", "concurrency_limit": 1}


class Wish(NamedTuple):
    """How the photographs are to be coloured and written."""

    model: str
    vividness: float
    strength: float
    warmth: float
    file_format: str
    mark: bool
    levels: str

    @property
    def own(self) -> Own:
        """The same for one photograph."""
        return Own(self.model, self.vividness, self.strength, self.warmth, self.levels == AUTO)


class Done(NamedTuple):
    """Which files were coloured, and how. ready: whether all of them were, so that there is an archive.

    shown: those that went well so far. own: settings of those that have their own.
    """

    files: tuple[str, ...] = ()
    wish: Wish | None = None
    ready: bool = False
    shown: tuple[str, ...] = ()
    own: tuple[tuple[str, Own], ...] = ()


NOTHING_DONE = Done()


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
    apart: Apart = NOTHING_APART,
) -> Iterator[tuple]:
    """Yields what is being coloured, what the gallery shows, the report below it, and the ZIP once it is ready.

    done: what was yielded last time; after files were cleared, Gradio tells of the next ones twice. A file that is no
    photograph is left out and named, with the reason; the others are coloured. apart: those that have settings of
    their own.
    """
    files = files or []
    if len(files) < 2 or tuple(files) == done.files:
        yield (gr.skip(),) * 4 if len(files) > 1 else (NOTHING_DONE, [], "", pictures.hidden())
        return
    levels, language = AUTO if stretch else KEPT, texts.language_of(request)
    wish = Wish(model, vividness, strength, warmth, file_format, mark, levels)
    lead = texts.both("batch_too_many", count=len(files), files=MOST) if len(files) > MOST else ""
    count = min(len(files), MOST)
    archive = pictures.new_folder() / "photographs-in-colour.zip"
    shown, paths, failed, told, deep = [], [], [], False, 0
    try:
        for number, path in enumerate(files[:MOST], start=1):
            progress((number - 1, count), desc=texts.say("batch_progress", language, number=number, count=count))
            try:
                small, depth = _add(archive, path, apart.of(path, wish.own), wish, language)
                shown.append(small)
                paths.append(path)
                deep += depth > 8 and wish.file_format != KEEPS_16_BITS
            except gr.Error as error:
                failed.append((plain_name(path), error.message))
            so_far = Done(tuple(files), wish, shown=tuple(paths), own=apart.own)
            yield so_far, shown, report(len(shown), number, failed, lead, deep), pictures.hidden()
        told = bool(shown)
        ready = gr.update(value=str(archive), visible=True) if told else pictures.hidden()
        done = Done(tuple(files), wish, told, tuple(paths), apart.own)
        yield done, shown, report(len(shown), count, failed, lead, deep), ready
    finally:
        if not told:  # the visitor left: what Gradio was never told of, it does not delete
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
    apart: Apart = NOTHING_APART,
    kept: Kept = None,
) -> tuple[dict, str]:
    """Whether the archive may be had, and the word that says why not: it is of other settings than the page shows."""
    if not done.ready:
        return gr.skip(), ""
    now = Own(model, vividness, strength, warmth, stretch)
    if apart.others and opened_of(kept, done.files):
        now = apart.others  # the controls are those of the one that is open
    levels = AUTO if now.stretch else KEPT
    wish = Wish(now.model, now.vividness, now.strength, now.warmth, file_format, mark, levels)
    current = done.wish == wish and done.own == apart.own
    return gr.update(visible=current), "" if current else texts.notice(texts.both("batch_outdated"))


def _add(archive: Path, path: str, own: Own, wish: Wish, language: str) -> tuple[tuple[str, str], int]:
    """Colour one photograph, and put it into the archive. Raises gr.Error.

    Returns (path, name) of a small copy, and how many bits of lightness the file had.
    """
    photo = pictures.read(path, language, AUTO if own.stretch else KEPT)
    chosen = own.chosen
    coloured = pictures.colour(own.model, photo.inverted() if chosen.negative else photo, chosen.frame)
    coloured = coloured.adjusted(
        vividness=own.vividness,
        strength=own.strength,
        warmth=own.warmth,
        alternative=chosen.alternative if coloured.distribution else 0,
        hints=chosen.hints if coloured.guide else (),
    )
    saved = Path(pictures.save(coloured, pictures.FORMATS[wish.file_format], mark=wish.mark))
    name = name_of(path, own.model, coloured.settings, saved.suffix[1:])
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_STORED) as together:  # pictures do not shrink any further
        together.write(saved, unlike(name, set(together.namelist())))
    saved.unlink()  # it is in the archive
    return (pictures.save_for_screen(coloured, _SMALL), plain_name(path)), coloured.photo.depth


def hide_single(files: list[str] | None, done: Done, kept: Kept) -> tuple:
    """Which of the two results is on the page: that of one photograph, or that of several. None of several is open.

    Of the same ones as before, which Gradio tells of when a step is undone, the one that is open stays so.
    """
    several = bool(files) and len(files) > 1
    if files and tuple(files) == done.files and opened_of(kept, files):
        return (gr.skip(),) * 8
    single = gr.update(visible=not several)
    return gr.update(visible=several), *[single] * 4, gr.update(visible=False), "", Refused() if several else gr.skip()


def report(done: int, count: int, failed: list[tuple[str, str]], lead: str = "", deep: int = 0) -> str:
    """How it went, as HTML. deep: how many files of 16 bits were written in a format that keeps 8."""
    sentences = texts.notice(texts.both("simulated")) + texts.paragraph(
        lead, texts.both("batch_done", done=done, count=count)
    )
    sentences += texts.notice(texts.both("batch_sixteen", count=deep)) if deep else ""
    if not failed:
        return sentences
    rows = "".join(f"<li><b>{texts.escaped(name)}</b>: {texts.escaped(reason)}</li>" for name, reason in failed)
    return f"{sentences}{texts.paragraph(texts.both('batch_failed'))}<ul>{rows}</ul>"
