"""State restored after a reload besides the photograph in view: per-photograph settings, and the reference."""

from dataclasses import replace
from pathlib import Path

import gradio as gr
import pytest

from demo.gradio_app import samples, session
from demo.gradio_app.handlers import batch, opened, reference, restore, undo
from demo.gradio_app.handlers.opened import NO_OVERRIDES, Overrides, PhotoSettings
from demo.gradio_app.history import Step
from demo.gradio_app.returning import Visits
from demo.gradio_app.session import Chosen

FILES = [
    str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg"),
    str(samples.FOLDER / "coast" / "eilean-donan-castle.jpg"),
]
ALL = PhotoSettings("chroma", 0.5, 1.0, 0.0)
MINE, OTHERS = "c" * 64, "d" * 64
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture(autouse=True)
def visits(monkeypatch):
    monkeypatch.setattr(restore, "VISITS", Visits(60))


def step(strength: float = 1.0, show: str | None = None) -> Step:
    return Step((tuple(FILES), "chroma", 0.5, strength, 0.0, False, False, "JPEG", False), Chosen(opened=show))


def keep(shown: Step, overrides: Overrides, reference_path: str | None, stored: session.SessionState) -> None:
    restore.keep(MINE, shown, undo.settings_of(shown), overrides, reference_path, stored)


def found(token: str) -> undo.Updates:
    """The restored state of a page besides its photographs and controls."""
    begun = undo.begin(token)
    assert ("returned" in begun) == ("upload" in begun)  # shows a notice
    return {name: begun[name] for name in ("overrides", *reference.ReferenceView._fields) if name in begun}


def test_what_is_set_for_one_of_several_comes_back_and_the_others_keep_theirs(monkeypatch):
    overrides = opened.store_overrides(NO_OVERRIDES, session.RefusedPhoto(), FILES, ALL)
    state = session.colour_photo(FILES[1], "chroma")
    state = replace(state, coloured=state.coloured.adjusted(strength=1.6))
    keep(step(1.6, show=FILES[1]), overrides, None, state)  # it is still open
    assert list(found(MINE)) == ["overrides"]
    again = found(MINE)["overrides"]
    assert again.of(FILES[1], ALL).strength == 1.6
    assert again.default == ALL

    used = []
    monkeypatch.setattr(batch, "_add", lambda archive, path, own, *_: used.append(own.strength) or (("", path), 8))
    controls = ("chroma", 0.5, 1.6, 0.0, "JPEG", False)  # of the open photograph
    *_, last = batch.colour_all(batch.NOTHING_DONE, FILES, *controls, None, gr.Progress(), False, again)
    assert used == [1.0, 1.6]
    assert batch.outdated(last[0], *controls, False, again, state)[1] == ""
    list(batch.colour_all(batch.NOTHING_DONE, [FILES[0]] * 2, *controls, None, gr.Progress(), False, again))
    assert used[2:] == [1.6, 1.6]  # other files than the restored ones: the page's settings apply

    keep(step(), opened.store_overrides(again, state, FILES, ALL), None, session.RefusedPhoto())  # back to all of them
    assert found(MINE)["overrides"] == Overrides(again.own, ALL)
    assert not found(OTHERS)


def test_the_photograph_of_today_comes_back_to_its_own_page_until_it_is_deleted():
    copy, *_ = reference.load(FILES[0], None)
    keep(step(), NO_OVERRIDES, copy, None)
    path, picture, button = (found(MINE)[name] for name in reference.ReferenceView._fields)
    assert (path, picture["value"]["path"]) == (copy, copy)
    assert picture["visible"] and button["visible"]
    assert not found(OTHERS)
    Path(copy).unlink()  # an hour later
    assert list(found(MINE)) == ["overrides"] and found(MINE)["overrides"].default == ALL  # the rest is still restored
