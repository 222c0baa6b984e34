"""The full view of one of several photographs, with its own settings, and the way to the next and back to all."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import gradio as gr

from colourizer.photo.levels import AUTO
from demo.gradio_app import pictures
from demo.gradio_app.handlers import colourize
from demo.gradio_app.handlers.view import View
from demo.gradio_app.i18n import texts
from demo.gradio_app.names import plain_name
from demo.gradio_app.session import Chosen, ColouredPhoto, RefusedPhoto, SessionState, current, opened_of

MOST = 20  # photographs
CONTROLS = ("model", "strength", "warmth", "levels")  # set in addition to the `View`, which includes vividness


class PhotoSettings(NamedTuple):
    """The settings for one photograph. stretch: whether its levels are stretched."""

    model: str
    vividness: float
    strength: float
    warmth: float
    stretch: bool = False
    chosen: Chosen = Chosen()


class Overrides(NamedTuple):
    """Photographs of a batch with their own settings.

    own: (path, settings), sorted by path. default: the settings of all others, while one is open.
    found_open: the path of the photograph that was open before a reload.
    """

    own: tuple[tuple[str, PhotoSettings], ...] = ()
    default: PhotoSettings | None = None
    found_open: str | None = None

    def of(self, path: str, default: PhotoSettings) -> PhotoSettings:
        """The settings of one photograph."""
        return dict(self.own).get(path, default)


NO_OVERRIDES = Overrides()


def open_photo(
    path: str, files: list[str], own: PhotoSettings, show_lines: bool, request: gr.Request
) -> Iterator[dict[str, Any]]:
    """Show one of the photographs. Yields updates by the names of `CONTROLS` and of a `View`. Raises gr.Error."""
    settings = (own.vividness, own.strength, own.warmth)
    controls = _controls(own)
    state = None
    for view in colourize.colour_upload(
        None, [path], own.model, *settings, show_lines, request, own.stretch, own.chosen
    ):
        if isinstance(view.state, (ColouredPhoto, RefusedPhoto)):
            state = current(view.state)
            vividness = gr.update(value=own.vividness, visible=bool(state and state.has_distribution))
            view = view._replace(vividness=vividness, **opened_fields(path, files))
        yield controls | view._asdict()
    if state and own.chosen.alternative:
        view = colourize.apply_step(state, show_lines, alternative=own.chosen.alternative)
        yield controls | view._asdict()


def close_photo(own: PhotoSettings) -> dict[str, Any]:
    """Show all photographs again, and their settings in the controls. Updates as in `open_photo`."""
    vividness = gr.update(value=own.vividness, visible=own.model in pictures.models_with_distribution())
    view = View(RefusedPhoto(), vividness=vividness, **closed_fields())
    return _controls(own) | view._asdict()


def _controls(own: PhotoSettings) -> dict[str, Any]:
    return dict(zip(CONTROLS, (own.model, own.strength, own.warmth, own.stretch), strict=True))


def store_overrides(overrides: Overrides, stored: SessionState, files: list[str], now: PhotoSettings) -> Overrides:
    """Store the page's settings before leaving it: for the open photograph, or, if none is open, for all.

    now: the controls' values, which apply to all photographs while none is open.
    """
    own = {path: each for path, each in overrides.own if path in files}
    path, state = opened_of(stored, files), current(stored)
    if path is None or overrides.default is None:
        return Overrides(tuple(own.items()), now)
    if state:
        own[path] = _own(state)
        if own[path] == overrides.default:
            del own[path]
    return Overrides(tuple(sorted(own.items())), overrides.default)


def _own(state: ColouredPhoto) -> PhotoSettings:
    """The settings with which a photograph is shown; the controls may already have others."""
    settings = state.coloured.settings
    settings = (settings.vividness, settings.strength, settings.warmth)
    return PhotoSettings(state.coloured.model, *settings, state.levels == AUTO, state.chosen)


def neighbour(files: list[str], path: str | None, step: int) -> str:
    """The path `step` photographs further on; the same path at either end."""
    number = files.index(path) + step if path in files else 0
    return files[min(max(number, 0), min(len(files), MOST) - 1)]


def opened_fields(path: str, files: list[str]) -> dict[str, Any]:
    """The updates while one of several photographs is open, as fields of a `View`."""
    number, count = files.index(path) + 1, min(len(files), MOST)
    name = texts.multilingual("opened", number=number, count=count, name=plain_name(path))
    one, several = gr.update(visible=True), gr.update(visible=False)
    return {
        "bar": one,
        "bar_name": f'<h2 tabindex="-1">{name}</h2>',
        "previous": gr.update(interactive=number > 1),
        "next": gr.update(interactive=number < count),
        **_columns(one, several),
    }


def closed_fields() -> dict[str, Any]:
    """The updates that show all photographs, as fields of a `View`."""
    return {
        "bar": gr.update(visible=False),
        "bar_name": "",
        **_columns(gr.update(visible=False), gr.update(visible=True)),
    }


def _columns(one: dict, several: dict) -> dict[str, Any]:
    return {"single": one, "details": one, "saving": one, "sharing": one, "several": several}
