"""One of several photographs in the full view: its own settings, its neighbours, and the archive with its settings."""

import zipfile
from dataclasses import replace
from pathlib import Path

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from demo.gradio_app import samples, session
from demo.gradio_app.handlers import batch, opened
from demo.gradio_app.handlers.colourize import View
from demo.gradio_app.handlers.opened import NO_OVERRIDES, Overrides, PhotoSettings

FILES = [
    str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg"),
    str(samples.FOLDER / "coast" / "eilean-donan-castle.jpg"),
    str(samples.FOLDER / "mountain" / "machu-picchu.jpg"),
]
ALL = PhotoSettings("chroma", 0.5, 1.0, 0.0)
pytestmark = pytest.mark.usefixtures("cache")


def views(path: str, own: PhotoSettings) -> list[View]:
    given = list(opened.open_photo(path, FILES, own, False, None))
    controls = {"model": own.model, "strength": own.strength, "warmth": own.warmth, "levels": own.stretch}
    assert all(updates.items() >= controls.items() for updates in given)
    return [view_of(updates) for updates in given]


def view_of(updates: dict) -> View:
    return View(**{name: updates[name] for name in View._fields})


def test_one_of_several_comes_in_the_full_view_with_its_name_and_its_neighbours():
    first = views(FILES[1], ALL)[0]
    assert first.state.path == FILES[1]
    assert first.viewer["after"]["path"]
    assert first.others["visible"]
    assert "2 of 3: eilean-donan-castle" in first.bar_name
    assert first.single["visible"] and first.saving["visible"] and not first.several["visible"]
    assert [opened.neighbour(FILES, path, step) for path, step in zip(FILES, (-1, 1, 1), strict=True)] == [
        FILES[0],
        FILES[2],
        FILES[2],
    ]
    ends = [opened.opened_fields(path, FILES) for path in FILES]
    assert [each["previous"]["interactive"] for each in ends] == [False, True, True]
    assert [each["next"]["interactive"] for each in ends] == [True, True, False]


def test_what_was_set_for_one_is_its_own_and_is_there_when_it_is_opened_again():
    # From the view of all photographs.
    overrides = opened.store_overrides(NO_OVERRIDES, session.RefusedPhoto(), FILES, ALL)
    state = views(FILES[1], overrides.of(FILES[1], ALL))[0].state
    overrides = opened.store_overrides(overrides, state, FILES, ALL)
    assert overrides == Overrides((), ALL)  # nothing was changed

    state = replace(state, coloured=state.coloured.adjusted(strength=1.6, alternative=1))
    overrides = opened.store_overrides(overrides, state, FILES, ALL)
    assert overrides.of(FILES[0], ALL) == ALL
    own = overrides.of(FILES[1], ALL)
    assert (own.strength, own.chosen.alternative) == (1.6, 1)
    again = views(FILES[1], own)[-1].state
    assert again.coloured.settings == state.coloured.settings
    closed = opened.close_photo(ALL)
    assert (closed["model"], closed["strength"], closed["warmth"]) == ("chroma", 1.0, 0.0)
    assert opened.store_overrides(overrides, again, FILES[2:], ALL).own == ()  # the photograph is no longer among them


def test_a_file_that_is_no_photograph_says_so_where_it_is_opened(fake):
    files = [*FILES, fake]
    shown = opened.open_photo(fake, files, ALL, False, None)
    refused = view_of(next(shown))
    assert isinstance(refused.state, session.RefusedPhoto)
    assert "4 of 4" in refused.bar_name
    assert session.opened_of(refused.state, files) == fake
    with pytest.raises(Exception, match="no photograph"):
        next(shown)


def test_the_archive_has_each_as_it_is_set_and_is_not_given_away_before():
    def together(overrides: Overrides) -> tuple:
        *_, last = batch.colour_all(
            batch.NOTHING_DONE, FILES[:2], "cgan", 0.5, 1.0, 0.0, "PNG", False, None, overrides=overrides
        )
        return last

    base = PhotoSettings("cgan", 0.5, 1.0, 0.0)
    done, *_, archive = together(NO_OVERRIDES)
    assert done.shown == tuple(FILES[:2])
    grey = Overrides(((FILES[1], base._replace(strength=0.0)),), base)
    settings = ("cgan", 0.5, 1.0, 0.0, "PNG", False, False)
    assert batch.outdated(done, *settings)[0]["visible"]
    assert not batch.outdated(done, *settings, grey)[0]["visible"]
    # While one is open, the controls show its settings, not those of the others.
    open_one = session.RefusedPhoto(FILES[1])
    assert batch.outdated(done, "cgan", 0.5, 0.0, 0.0, "PNG", False, False, Overrides((), base), open_one)[0]["visible"]

    done, *_, archive = together(grey)
    assert batch.outdated(done, *settings, grey)[0]["visible"]
    with zipfile.ZipFile(archive["value"]) as files:
        chroma = {}
        for name in files.namelist():
            with files.open(name) as file:
                chroma[Path(name).stem] = np.ptp(np.asarray(Image.open(file).convert("RGB")).astype(int), axis=2).max()
    assert chroma["eilean-donan-castle-cgan"] <= 1 < chroma["summer-palace-pagoda-cgan"]


def test_the_same_photographs_told_of_again_leave_the_one_that_is_open():
    done = batch.Done(tuple(FILES))
    stored = session.RefusedPhoto(FILES[1])
    assert all("visible" not in each for each in batch.hide_single(FILES, done, stored))
    assert batch.hide_single(FILES, batch.NOTHING_DONE, stored).several["visible"]
    again = opened.Overrides(found_open=FILES[1])  # after a reload
    for shown in (stored, None):  # it may be about to open: hiding it must not come last
        view = batch.hide_single(FILES, batch.NOTHING_DONE, shown, again)
        assert all("visible" not in each for each in view)
        assert view.state == gr.skip()
    other = [*FILES, str(samples.FIRST)]
    assert batch.hide_single(other, done, stored, again).several["visible"]
