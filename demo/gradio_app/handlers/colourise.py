"""What happens on the first tab: each step takes what the page has and yields what changes on it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from colourizer.colourization import Settings
from colourizer.photo.levels import AUTO, KEPT
from demo.gradio_app import captions
from demo.gradio_app import examples as samples
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers import hints
from demo.gradio_app.handlers.frame import fields as frame_fields
from demo.gradio_app.i18n import text as texts
from demo.gradio_app.names import name_of
from demo.gradio_app.session import Chosen, Kept, Refused, Seen, current, is_known, opened_of, see
from demo.gradio_app.tiles import key
from demo.gradio_app.viewer import pair

_THUMBNAIL = 320  # pixels
_SKIP = gr.skip()


class View(NamedTuple):
    """What a step changes, in the order in which `colourise_tab` lists the components; by default nothing."""

    seen: Any = _SKIP
    stage: Any = _SKIP
    caption: Any = _SKIP
    sureness: Any = _SKIP
    vividness: Any = _SKIP
    certain: Any = _SKIP
    legend: Any = _SKIP
    others: Any = _SKIP
    alternatives: Any = _SKIP
    about_alternatives: Any = _SKIP
    drawn: Any = _SKIP
    saved: Any = _SKIP
    status: Any = _SKIP
    frame_about: Any = _SKIP
    frame_left: Any = _SKIP
    frame_top: Any = _SKIP
    frame_right: Any = _SKIP
    frame_bottom: Any = _SKIP
    negative: Any = _SKIP
    hints: Any = _SKIP
    hint_colours: Any = _SKIP
    hint_place: Any = _SKIP
    hint_list: Any = _SKIP
    hint_file: Any = _SKIP
    said: Any = _SKIP
    shared: Any = _SKIP
    share_status: Any = _SKIP
    several: Any = _SKIP
    single: Any = _SKIP
    reading: Any = _SKIP
    saving: Any = _SKIP
    sharing: Any = _SKIP
    bar: Any = _SKIP
    bar_name: Any = _SKIP
    previous: Any = _SKIP
    next: Any = _SKIP


def look(
    kept: Kept,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    certain: bool,
    request: gr.Request,
    stretch: bool = False,
    chosen: Chosen | None = None,
) -> Iterator[View]:
    """Colour a photograph that was just chosen: the picture first, then what takes longer.

    chosen: what shall be chosen for it; by default what is, if it is on the page already.
    """
    path = opened_of(kept, files) if files and len(files) > 1 else files[0] if files else None
    if files and path is None:
        yield View()  # a generator that yields nothing empties everything
        return
    levels = AUTO if stretch else KEPT
    if is_known(kept, path, model, levels, chosen):
        yield View()
        return
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    chosen = chosen or _as_before(kept, path)
    asked: dict[str, Any] = {"frame": chosen.frame, "negative": chosen.negative, "hints": chosen.hints}
    try:
        seen = see(path, model, texts.language_of(request), levels, **asked, **settings)
    except gr.Error as error:
        # Nothing of the last photograph shall stay beside the name of this one.
        nothing = {"others": gr.update(visible=False), "alternatives": pictures.hidden(), **_unsaved()}
        told = texts.notice(texts.escaped(error.message))
        yield View(Refused(path), None, told, "", said=texts.escaped(error.message), **nothing)
        raise
    yield first_view(seen, certain)
    if seen.certain:
        yield View(**alternatives(seen))


def first_view(seen: Seen, certain: bool) -> View:
    """Everything that is known at once."""
    return View(
        seen,
        stage(seen, certain),
        captions.caption(seen.coloured, seen.size, example=seen.path is None),
        captions.sureness(seen.coloured) or texts.paragraph(texts.both("one_reading")),
        gr.update(visible=seen.certain),
        gr.update(visible=seen.certain),
        gr.update(visible=seen.certain and certain),
        gr.update(visible=seen.certain),
        pictures.hidden(),
        "",
        None,
        said=captions.announced(seen.coloured),
        **_unsaved(),
        **frame_fields(seen),
        **hint_fields(seen),
        hint_colours="",
    )


def hint_fields(seen: Seen) -> dict[str, Any]:
    """What the page shows of the colours that people gave."""
    return {
        "hints": gr.update(visible=seen.coloured.guide is not None),
        "hint_list": hints.listed(seen.coloured),
        "hint_file": pictures.hidden(),
    }


def adjust(
    kept: Kept,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    certain: bool,
    request: gr.Request,
    stretch: bool = False,
) -> View:
    """Read the same photograph otherwise. The network is not run, unless the session has forgotten the photograph."""
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    if kept is None and files and len(files) == 1:
        seen = see(files[0], model, texts.language_of(request), AUTO if stretch else KEPT, **settings)
        return first_view(seen, certain)
    seen = current(kept)
    if seen is None:
        return View()
    if settings.items() <= vars(seen.coloured.settings).items():
        return View()  # the page says that a control changed when it shows or hides it, too
    if seen.certain and vividness != seen.coloured.settings.vividness:
        settings["alternative"] = 0  # those of another vividness are other pictures
    return changed(seen, certain, **settings)


def settled(seen: Seen, certain: bool, **settings: Any) -> View:
    """The same photograph as all of the controls have it, thumbnails included; after a step back."""
    if not seen.certain:
        settings["alternative"] = 0
    if seen.coloured.guide is None:
        settings["hints"] = ()
    seen = replace(seen, coloured=seen.coloured.adjusted(**settings))
    thumbnails = alternatives(seen) if seen.certain else {}
    legend = gr.update(visible=seen.certain and certain)
    return changed(seen, certain)._replace(legend=legend, **thumbnails)


def choose(kept: Kept, certain: bool, event: gr.SelectData) -> View:
    """Show one of the alternatives; the first is the network's own choice."""
    seen = current(kept)
    return View() if seen is None else changed(seen, certain, alternative=event.index)


def show_certainty(kept: Kept, certain: bool) -> View:
    """Draw lines where the network guesses, or no longer."""
    seen = current(kept)
    if seen is None:
        return View()
    return View(stage=stage(seen, certain), legend=gr.update(visible=certain and seen.certain))


def renew_alternatives(kept: Kept, drawn_as: Settings | None) -> View:
    """The alternatives as the controls have them now, unless that is how they were drawn."""
    seen = current(kept)
    return View() if seen is None or not seen.certain or drawn(seen) == drawn_as else View(**alternatives(seen))


def save(kept: Kept, file_format: str, mark: bool, request: gr.Request) -> Iterator[View]:
    """Write the photograph at its full size, as the controls have it. The network is not run again."""
    language = texts.language_of(request)
    seen = current(kept)
    if seen is None:
        raise pictures.refusal(texts.say("no_photo", language))
    yield View(saved=pictures.hidden(), status=texts.paragraph(texts.both("preparing")))
    try:
        photo = pictures.read(seen.path or str(samples.FIRST), language, seen.levels)
        coloured = replace(seen.coloured, photo=photo.inverted() if seen.coloured.photo.negative else photo)
        path = pictures.save(coloured, pictures.FORMATS[file_format], mark=mark)
    except gr.Error:
        yield View(status="")
        raise
    megabytes = texts.Number(f"{Path(path).stat().st_size / 1e6:.1f}")
    name = name_of(seen.path, coloured.model, coloured.settings, pictures.FORMATS[file_format])
    ready = texts.both("prepared", name=name, megabytes=megabytes)
    status = texts.paragraph(ready, texts.both("says_so"))
    yield View(saved=gr.update(value=pictures.served(path, name), visible=True), status=status)


def stage(seen: Seen, certain: bool) -> dict:
    """What is under the line: grey, and in colour."""
    lined = certain and seen.certain
    after = pictures.save_with_certainty(seen.coloured) if lined else pictures.save_for_screen(seen.coloured)
    kept = Path(seen.before).is_file()  # it, too, is deleted within the hour
    before = seen.before if kept else pictures.save_for_screen(seen.coloured.photo)
    titles = (texts.both("before"), texts.both("after"))
    return pair((before, after), seen.size, titles, captions.alts(seen.coloured), key(seen, certain))


def alternatives(seen: Seen) -> dict:
    """Thumbnails of the network's choice and of its alternatives, as the fields of a `View`."""
    small = pictures.at_screen_size(seen.coloured, _THUMBNAIL)
    count = len(small.alternatives)
    if not count:
        none = texts.paragraph(texts.both("no_alternatives"))
        return {"alternatives": pictures.hidden(), "about_alternatives": none, "drawn": drawn(seen)}
    paths = [pictures.save(small.adjusted(alternative=index), "jpg") for index in range(count + 1)]
    chosen = seen.coloured.settings.alternative
    return {
        "alternatives": gr.update(value=paths, visible=True, selected_index=chosen),
        "about_alternatives": texts.paragraph(texts.both("alternatives_info")),
        "drawn": drawn(seen),
    }


def drawn(seen: Seen) -> Settings:
    """What the thumbnails depend on: every setting but which of them is chosen."""
    return replace(seen.coloured.settings, alternative=0)


def changed(seen: Seen, certain: bool, **settings: Any) -> View:
    """The same photograph with other settings; the network is not run again."""
    seen = replace(seen, coloured=seen.coloured.adjusted(**settings))
    sureness = {"sureness": captions.sureness(seen.coloured)} if seen.certain else {}
    return View(
        seen,
        stage(seen, certain),
        captions.caption(seen.coloured, seen.size, example=seen.path is None),
        said=captions.announced(seen.coloured),
        hint_list=hints.listed(seen.coloured),
        hint_file=pictures.hidden(),
        **sureness,
        **_unsaved(),
    )


def _as_before(kept: Kept, path: str | None) -> Chosen:
    """What people chose for the same photograph under another network."""
    return kept.chosen if isinstance(kept, Seen) and kept.path == path else Chosen()


def _unsaved() -> dict:
    """The file that was prepared is not the picture on the page any more."""
    return {"saved": pictures.hidden(), "status": "", "shared": pictures.hidden(), "share_status": ""}
