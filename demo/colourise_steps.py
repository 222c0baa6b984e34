"""What happens on the first tab: each step takes what the page has and yields what changes on it."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from colourizer.colourization import Settings
from demo import captions, frame_steps, pictures, samples, texts
from demo.session import Kept, Refused, Seen, current, is_known, see

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


def look(
    kept: Kept,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    certain: bool,
    request: gr.Request,
) -> Iterator[View]:
    """Colour a photograph that was just chosen: the picture first, then what takes longer."""
    if files and len(files) > 1:
        yield View()  # a generator that yields nothing empties everything
        return
    path = files[0] if files else None
    if is_known(kept, path, model):
        yield View()
        return
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    try:
        seen = see(path, model, texts.language_of(request), **_as_before(kept, path), **settings)
    except gr.Error as error:
        # Nothing of the last photograph shall stay beside the name of this one.
        nothing = {"others": gr.update(visible=False), "alternatives": pictures.hidden(), **_unsaved()}
        yield View(Refused(path), None, texts.notice(texts.escaped(error.message)), "", **nothing)
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
        **_unsaved(),
        **frame_steps.fields(seen),
    )


def adjust(
    kept: Kept,
    files: list[str] | None,
    model: str,
    vividness: float,
    strength: float,
    warmth: float,
    certain: bool,
    request: gr.Request,
) -> View:
    """Read the same photograph otherwise. The network is not run, unless the session has forgotten the photograph."""
    settings: dict[str, Any] = {"vividness": vividness, "strength": strength, "warmth": warmth}
    if kept is None and files and len(files) == 1:
        seen = see(files[0], model, texts.language_of(request), **settings)
        return first_view(seen, certain)
    seen = current(kept)
    if seen is None:
        return View()
    if settings.items() <= asdict(seen.coloured.settings).items():
        return View()  # the page says that a control changed when it shows or hides it, too
    if seen.certain and vividness != seen.coloured.settings.vividness:
        settings["alternative"] = 0  # those of another vividness are other pictures
    return _changed(seen, certain, **settings)


def choose(kept: Kept, certain: bool, event: gr.SelectData) -> View:
    """Show one of the alternatives; the first is the network's own choice."""
    seen = current(kept)
    return View() if seen is None else _changed(seen, certain, alternative=event.index)


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
        photo = pictures.read(seen.path or str(samples.FIRST), language)
        coloured = replace(seen.coloured, photo=photo.inverted() if seen.coloured.photo.negative else photo)
        path = pictures.save(coloured, pictures.FORMATS[file_format], mark=mark)
    except gr.Error:
        yield View(status="")
        raise
    megabytes = texts.Number(f"{Path(path).stat().st_size / 1e6:.1f}")
    ready = texts.both("prepared", name=Path(path).name, megabytes=megabytes)
    yield View(saved=gr.update(value=path, visible=True), status=texts.paragraph(ready, texts.both("says_so")))


def stage(seen: Seen, certain: bool) -> tuple[str, str]:
    """The pair under the line: grey, and in colour."""
    lined = certain and seen.certain
    after = pictures.save_with_certainty(seen.coloured) if lined else pictures.save_for_screen(seen.coloured)
    kept = Path(seen.before).is_file()  # it, too, is deleted within the hour
    return seen.before if kept else pictures.save_for_screen(seen.coloured.photo), after


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


def _changed(seen: Seen, certain: bool, **settings: float) -> View:
    seen = replace(seen, coloured=seen.coloured.adjusted(**settings))
    sureness = {"sureness": captions.sureness(seen.coloured)} if seen.certain else {}
    return View(seen, stage(seen, certain), **sureness, **_unsaved())


def _as_before(kept: Kept, path: str | None) -> dict:
    """What people chose for the same photograph under another network: its frame, and whether it is a negative."""
    seen = current(kept)
    if seen is None or seen.path != path:
        return {}
    frame = seen.coloured.frame
    return {
        "frame": frame if frame.whole or frame.reason == "chosen" else "auto",
        "negative": seen.coloured.photo.negative,
    }


def _unsaved() -> dict:
    """The file that was prepared is not the picture on the page any more."""
    return {"saved": pictures.hidden(), "status": ""}
