"""One photograph of several in the full view, with settings of its own, and the way to the next and back to all."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import gradio as gr

from colourizer.photo.levels import AUTO
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers import colourise as steps
from demo.gradio_app.handlers.colourise import View
from demo.gradio_app.i18n import text as texts
from demo.gradio_app.names import plain_name
from demo.gradio_app.session import Chosen, Kept, Refused, Seen, current, opened_of

MOST = 20  # photographs
CONTROLS = ("model", "strength", "warmth", "levels")  # set beside the `View`, of which vividness is a part


class Own(NamedTuple):
    """How one photograph is to be coloured. stretch: whether its levels are stretched."""

    model: str
    vividness: float
    strength: float
    warmth: float
    stretch: bool = False
    chosen: Chosen = Chosen()


class Apart(NamedTuple):
    """Photographs of a batch with settings of their own.

    own: (path, settings), in the order of the paths. others: how all others are set, while one is open.
    """

    own: tuple[tuple[str, Own], ...] = ()
    others: Own | None = None

    def of(self, path: str, others: Own) -> Own:
        """How one of them is set."""
        return dict(self.own).get(path, others)


NOTHING_APART = Apart()


def shown(path: str, files: list[str], own: Own, certain: bool, request: gr.Request) -> Iterator[tuple]:
    """Show one of the photographs. Yields values of `CONTROLS` and of a `View`. Raises gr.Error."""
    settings = (own.vividness, own.strength, own.warmth)
    controls = (own.model, own.strength, own.warmth, own.stretch)
    seen = None
    for view in steps.look(None, [path], own.model, *settings, certain, request, own.stretch, own.chosen):
        if isinstance(view.seen, (Seen, Refused)):
            seen = current(view.seen)
            vividness = gr.update(value=own.vividness, visible=bool(seen and seen.certain))
            view = view._replace(vividness=vividness, **opened_fields(path, files))
        yield *controls, *view
    if seen and own.chosen.alternative:
        yield *controls, *steps.settled(seen, certain, alternative=own.chosen.alternative)


def all_again(own: Own) -> tuple:
    """All of the photographs again, with the controls as they are set for them: `CONTROLS` and a `View`."""
    vividness = gr.update(value=own.vividness, visible=own.model in pictures.certain_models())
    view = View(Refused(), vividness=vividness, **closed_fields())
    return own.model, own.strength, own.warmth, own.stretch, *view


def left(apart: Apart, kept: Kept, files: list[str], now: Own) -> Apart:
    """What is kept of the page as it is left: the settings of the photograph that is open, or else those of all.

    now: how the controls are set, which are those of all while none is open.
    """
    own = {path: each for path, each in apart.own if path in files}
    path, seen = opened_of(kept, files), current(kept)
    if path is None or apart.others is None:
        return Apart(tuple(own.items()), now)
    if seen:
        own[path] = _own(seen)
        if own[path] == apart.others:
            del own[path]
    return Apart(tuple(sorted(own.items())), apart.others)


def _own(seen: Seen) -> Own:
    """How a photograph is set, whatever the controls are on their way to."""
    settings = seen.coloured.settings
    settings = (settings.vividness, settings.strength, settings.warmth)
    return Own(seen.coloured.model, *settings, seen.levels == AUTO, seen.chosen)


def neighbour(files: list[str], path: str | None, step: int) -> str:
    """The path that is so many further on; the same at either end."""
    number = files.index(path) + step if path in files else 0
    return files[min(max(number, 0), min(len(files), MOST) - 1)]


def opened_fields(path: str, files: list[str]) -> dict[str, Any]:
    """What the page shows while one of several is open, as fields of a `View`."""
    number, count = files.index(path) + 1, min(len(files), MOST)
    name = texts.both("opened", number=number, count=count, name=plain_name(path))
    one, several = gr.update(visible=True), gr.update(visible=False)
    return {
        "bar": one,
        "bar_name": f'<h2 tabindex="-1">{name}</h2>',
        "previous": gr.update(interactive=number > 1),
        "next": gr.update(interactive=number < count),
        **_columns(one, several),
    }


def closed_fields() -> dict[str, Any]:
    """What it shows of all of them."""
    return {
        "bar": gr.update(visible=False),
        "bar_name": "",
        **_columns(gr.update(visible=False), gr.update(visible=True)),
    }


def _columns(one: dict, several: dict) -> dict[str, Any]:
    return {"single": one, "reading": one, "saving": one, "sharing": one, "several": several}
