"""A photograph looked at closely: squares of it at full size, of the visitor's own picture alone."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from demo.gradio_app import session, tiles
from demo.gradio_app.handlers import closeup
from demo.gradio_app.tiles import MOST, SIDE, Closeups, key

WIDTH, HEIGHT = 1500, 1020
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def upload(tmp_path) -> Path:
    """A photograph that is larger than what the page shows of it, with a detail that no reduced copy has."""
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


def asked(state, places, *, show_lines: bool = False, of: str | None = None) -> dict:
    event = SimpleNamespace(key=key(state, show_lines) if of is None else of, number=7, places=places)
    return closeup.look_closer(state, show_lines, event)


def test_a_square_is_what_the_file_has_there_in_grey_and_in_colour(state, upload, tmp_path):
    whole = replace(
        state.coloured, photo=replace(state.coloured.photo, lightness=session.pictures.read(str(upload)).lightness)
    )
    square = Closeups().squares(state, False, [(0, 1, 1)])[0, 1, 1]
    assert square.box == (SIDE / WIDTH, SIDE / HEIGHT, 2 * SIDE / WIDTH, 1.0)
    there = whole.rgb[SIDE : 2 * SIDE, SIDE : 2 * SIDE].astype(int)
    assert np.abs(pixels(square.colours) - there).mean() < 2  # a JPEG of it
    grey = np.asarray(Image.open(upload)).astype(int)[SIDE : 2 * SIDE, SIDE : 2 * SIDE]
    assert np.abs(pixels(square.grey) - grey[..., None]).mean() < 2
    assert np.abs(np.diff(pixels(square.colours)[190:224, 100:120, 1], axis=0)).mean() > 50  # every single row of it


def test_the_next_level_has_half_as_many_pixels_and_places_beyond_the_edge_have_none(state):
    squares = Closeups().squares(state, False, [(1, 0, 0), (1, 1, 0), (1, 1, 1), (0, 3, 0), (-1, 0, 0), (99, 0, 0)])
    assert set(squares) == {(1, 0, 0), (1, 1, 0)}
    assert pixels(squares[1, 1, 0].colours).shape == (HEIGHT // 2, WIDTH // 2 - SIDE, 3)


def test_a_changed_control_is_another_picture_and_its_squares_are_its_own(state):
    closeups, place = Closeups(), (0, 0, 0)
    other = replace(state, coloured=state.coloured.adjusted(strength=0.0))
    assert key(other, False) != key(state, False) != key(state, True)
    first = closeups.squares(state, False, [place])[place]
    grey = closeups.squares(other, False, [place])[place]
    assert np.ptp(pixels(grey.colours), axis=2).max() < 12 < np.ptp(pixels(first.colours), axis=2).max()
    lined = closeups.squares(state, True, [place])[place]
    assert np.abs(pixels(lined.colours) - pixels(first.colours)).mean() > 1


def test_the_file_is_decoded_once_and_a_square_is_painted_once(state, monkeypatch):
    read, count = tiles.pictures.read, []
    monkeypatch.setattr(tiles.pictures, "read", lambda *given, **named: count.append(1) or read(*given, **named))
    closeups = Closeups()
    first = closeups.squares(state, False, [(0, 0, 0)])
    both = closeups.squares(state, False, [(0, 0, 0), (0, 1, 0)])
    assert len(count) == 1
    assert both[0, 0, 0] == first[0, 0, 0]
    Path(first[0, 0, 0].grey).unlink()  # the page's cleaning came by
    assert closeups.squares(state, False, [(0, 0, 0)])[0, 0, 0] != first[0, 0, 0]


def test_few_photographs_are_kept_and_none_for_long(state, upload, monkeypatch):
    now = [0.0]
    closeups = Closeups(clock=lambda: now[0])
    inverted = session.colour_photo(str(upload), "chroma", negative=True)
    closeups.squares(state, False, [(0, 0, 0)])
    closeups.squares(inverted, False, [(0, 0, 0)])
    assert len(closeups) == 2
    monkeypatch.setattr(tiles, "_PIXELS", 1.5 * WIDTH * HEIGHT)
    closeups.squares(state, False, [(0, 0, 0)])
    assert len(closeups) == 1
    closeups.forget()
    assert len(closeups) == 1
    now[0] = 1000.0
    closeups.forget()
    assert len(closeups) == 0


def test_an_upload_that_was_deleted_takes_its_squares_with_it(state, upload):
    closeups = Closeups()
    closeups.squares(state, False, [(0, 0, 0)])
    upload.unlink()
    with pytest.raises(gr.Error):
        closeups.squares(state, False, [(0, 0, 0)])
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
