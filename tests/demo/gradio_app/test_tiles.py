"""Zooming into a photograph: full-size tiles, only of the visitor's own picture."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from demo.gradio_app import session, tiles
from demo.gradio_app.halves import coloured_subject, key
from demo.gradio_app.handlers import closeup, compare
from demo.gradio_app.tiles import MOST, SIDE, Closeups

WIDTH, HEIGHT = 1500, 1020
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def upload(tmp_path) -> Path:
    """A photograph larger than the page shows, with a detail that is lost in downsized copies."""
    across, down = np.meshgrid(np.linspace(60, 190, WIDTH), np.linspace(0, 40, HEIGHT))
    grey = (across + down).astype(np.uint8)
    grey[700:740:2, 600:640] = 255
    path = tmp_path / "upload.png"
    Image.fromarray(grey).save(path)
    return path


@pytest.fixture
def state(upload) -> session.ColouredPhoto:
    return session.colour_photo(str(upload), "chroma")


def pixels(path: str) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def seen(state, show_lines: bool = False):
    return coloured_subject(state, show_lines)


def asked(state, places, *, show_lines: bool = False, of: str | None = None) -> dict:
    event = SimpleNamespace(key=key(state, show_lines) if of is None else of, number=7, places=places)
    return closeup.look_closer(state, show_lines, event)


def test_a_square_is_what_the_file_has_there_in_grey_and_in_colour(state, upload, tmp_path):
    whole = replace(
        state.coloured, photo=replace(state.coloured.photo, lightness=session.pictures.read(str(upload)).lightness)
    )
    square = Closeups().squares(seen(state), [(0, 1, 1)])[0, 1, 1]
    assert square.box == (SIDE / WIDTH, SIDE / HEIGHT, 2 * SIDE / WIDTH, 1.0)
    there = whole.rgb[SIDE : 2 * SIDE, SIDE : 2 * SIDE].astype(int)
    assert np.abs(pixels(square.after) - there).mean() < 2  # a JPEG of it
    grey = np.asarray(Image.open(upload)).astype(int)[SIDE : 2 * SIDE, SIDE : 2 * SIDE]
    assert np.abs(pixels(square.before) - grey[..., None]).mean() < 2
    assert np.abs(np.diff(pixels(square.after)[190:224, 100:120, 1], axis=0)).mean() > 50  # every single row of it


def test_the_next_level_has_half_as_many_pixels_and_places_beyond_the_edge_have_none(state):
    squares = Closeups().squares(seen(state), [(1, 0, 0), (1, 1, 0), (1, 1, 1), (0, 3, 0), (-1, 0, 0), (99, 0, 0)])
    assert set(squares) == {(1, 0, 0), (1, 1, 0)}
    assert pixels(squares[1, 1, 0].after).shape == (HEIGHT // 2, WIDTH // 2 - SIDE, 3)


def test_a_changed_control_is_another_picture_and_its_squares_are_its_own(state):
    closeups, place = Closeups(), (0, 0, 0)
    other = replace(state, coloured=state.coloured.adjusted(strength=0.0))
    assert key(other, False) != key(state, False) != key(state, True)
    first = closeups.squares(seen(state), [place])[place]
    grey = closeups.squares(seen(other), [place])[place]
    assert np.ptp(pixels(grey.after), axis=2).max() < 12 < np.ptp(pixels(first.after), axis=2).max()
    lined = closeups.squares(seen(state, show_lines=True), [place])[place]
    assert np.abs(pixels(lined.after) - pixels(first.after)).mean() > 1


def test_the_file_is_decoded_once_and_a_square_is_painted_once(state, monkeypatch):
    read, count = tiles.pictures.read, []
    monkeypatch.setattr(tiles.pictures, "read", lambda *given, **named: count.append(1) or read(*given, **named))
    closeups = Closeups()
    first = closeups.squares(seen(state), [(0, 0, 0)])
    both = closeups.squares(seen(state), [(0, 0, 0), (0, 1, 0)])
    assert len(count) == 1
    assert both[0, 0, 0] == first[0, 0, 0]
    Path(first[0, 0, 0].before).unlink()  # as by the page's clean-up
    assert closeups.squares(seen(state), [(0, 0, 0)])[0, 0, 0] != first[0, 0, 0]


def test_few_photographs_are_kept_and_none_for_long(state, upload, monkeypatch):
    now = [0.0]
    closeups = Closeups(clock=lambda: now[0])
    inverted = session.colour_photo(str(upload), "chroma", negative=True)
    closeups.squares(seen(state), [(0, 0, 0)])
    closeups.squares(seen(inverted), [(0, 0, 0)])
    assert len(closeups) == 2
    monkeypatch.setattr(tiles, "_PIXELS", 1.5 * WIDTH * HEIGHT)
    closeups.squares(seen(state), [(0, 0, 0)])
    assert len(closeups) == 1
    closeups.forget()
    assert len(closeups) == 1
    now[0] = 1000.0
    closeups.forget()
    assert len(closeups) == 0


def test_an_upload_that_was_deleted_takes_its_squares_with_it(state, upload):
    closeups = Closeups()
    closeups.squares(seen(state), [(0, 0, 0)])
    upload.unlink()
    with pytest.raises(gr.Error):
        closeups.squares(seen(state), [(0, 0, 0)])
    closeups.forget()
    assert len(closeups) == 0
    assert asked(state, [[0, 0, 0]])["squares"] == []


def test_nobody_is_given_squares_of_a_picture_that_is_not_their_own(state):
    assert asked(state, [[0, 0, 0]])["squares"]
    stranger = replace(state, path="another.png", coloured=state.coloured.adjusted(strength=0.5))
    event = SimpleNamespace(key=key(state, False), number=1, places=[[0, 0, 0]])
    assert closeup.look_closer(stranger, False, event) == {"key": "", "number": 1, "squares": []}
    assert closeup.look_closer(session.RefusedPhoto(), False, event)["squares"] == []


@pytest.mark.parametrize(
    "places", [None, "0,0,0", [["0", 0, 0]], [[0, 0]], [[True, 0, 0]], [{"0": 0}], [[0, 0, 10**12]], [[0, -1, 0]]]
)
def test_what_is_no_place_is_passed_over(state, places):
    assert asked(state, places)["squares"] == []


def test_no_more_squares_than_a_screen_has_are_given_at_once(state, monkeypatch):
    monkeypatch.setattr(tiles, "SIDE", 100)
    many = [[0, column, row] for column in range(10) for row in range(10)]
    assert len(asked(state, many)["squares"]) == MOST


@pytest.fixture
def coloured_upload(tmp_path) -> Path:
    """A photograph in colours that no network predicts, with a detail that is lost in downsized copies."""
    pixels = np.full((HEIGHT, WIDTH, 3), (40, 90, 200), np.uint8)
    pixels[700:740:2, 600:640] = (250, 20, 20)
    path = tmp_path / "coloured.png"
    Image.fromarray(pixels).save(path)
    return path


def test_any_two_versions_are_compared_at_full_size(coloured_upload):
    found, closeups, place = compare.compared(str(coloured_upload)), Closeups(), (0, 1, 1)

    def compared(*versions: str):
        return closeups.squares(closeup.compared_subject(str(coloured_upload), found.coloured, *versions), [place])[
            place
        ]

    square = compared("original", "chroma")
    there = np.asarray(Image.open(coloured_upload)).astype(int)[SIDE : 2 * SIDE, SIDE : 2 * SIDE]
    assert np.abs(pixels(square.before) - there).mean() < 3  # a JPEG of it
    assert np.abs(np.diff(pixels(square.before)[190:224, 100:120, 0], axis=0)).mean() > 100  # every single row of it
    large = session.pictures.colour("chroma", session.pictures.read(str(coloured_upload)))
    expected = large.rgb[SIDE : 2 * SIDE, SIDE : 2 * SIDE].astype(int)
    assert np.abs(pixels(square.after) - expected).mean() < 2
    other = compared("cgan", "grey")
    assert np.ptp(pixels(other.after), axis=2).max() < 12
    assert np.abs(pixels(other.before) - pixels(square.after)).mean() > 1
    halved = closeups.squares(
        closeup.compared_subject(str(coloured_upload), found.coloured, "original", "grey"), [(1, 1, 0)]
    )
    assert pixels(halved[1, 1, 0].before).shape == (HEIGHT // 2, WIDTH // 2 - SIDE, 3)


def test_what_a_session_keeps_to_compare_closely_is_small(coloured_upload):
    kept = compare.compared(str(coloured_upload)).coloured
    assert set(kept) == {"baseline", "cgan", "chroma"}
    assert sum(each.chroma.nbytes + each.photo.lightness.nbytes for each in kept.values()) < 2e6
    assert all(each.distribution is None and each.guide is None for each in kept.values())
