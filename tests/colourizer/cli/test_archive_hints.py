"""Hints affect colours: an archive notices if they differ from the hints of existing results."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from colourizer.cli import archive_command
from colourizer.cli.archive import ray_engine, ray_worker
from colourizer.cli.archive.finding import Selection
from colourizer.hints import Hint, write_hints
from colourizer.photo.photo import load_rgb
from tests.colourizer.cli.conftest import run

RED, BLUE = (write_hints([Hint(0.5, 0.5, *ab, radius=0.25)]) for ab in ((60, 40), (10, -60)))


@pytest.fixture
def archive(photos):
    """Run the command with a network that accepts hints; returns its exit status."""
    (photos / "bad.jpg").unlink()
    return lambda *more: run(photos, {"unet": "chroma"}, *more)


@pytest.fixture
def files(tmp_path) -> tuple[Path, Path]:
    for name, hints in (("red.json", RED), ("blue.json", BLUE)):
        (tmp_path / name).write_text(hints)
    return tmp_path / "red.json", tmp_path / "blue.json"


def test_one_folder_takes_no_results_with_other_hints(archive, files, at_once, capsys):
    red, blue = map(str, files)
    assert archive("--hints", red, "--only", "b.jpg") == 0
    assert archive("--hints", blue) == archive() == 2
    assert capsys.readouterr().err.count("holds results of other hints. Name another folder") == 2
    assert archive("--hints", red) == 0


@pytest.mark.parametrize("later", [BLUE, None])
def test_a_photograph_whose_hints_changed_is_coloured_again(archive, photos, at_once, later, capsys):
    beside, result = photos / "b.jpg.hints.json", photos.parent / "out" / "b.jpg"
    beside.write_text(RED)
    assert archive() == archive() == 0
    assert "0 photographs coloured, 3 done before" in capsys.readouterr().out
    red = load_rgb(result)
    beside.write_text(later) if later else beside.unlink()
    at_once.clear()
    assert archive() == 0
    assert at_once == ["b.jpg"]
    assert np.ptp(load_rgb(result).astype(int) - red) > 20


def test_a_photograph_that_gets_hints_is_coloured_again(archive, photos, at_once):
    assert archive() == 0
    (photos / "b.jpg.hints.json").write_text(RED)
    at_once.clear()
    assert archive() == 0
    assert at_once == ["b.jpg"]


def test_many_machines_see_it_too(photos, tmp_path, monkeypatch):
    pytest.importorskip("fsspec")
    monkeypatch.setattr(ray_engine, "find_spec", lambda name: True)
    beside = photos / "b.jpg.hints.json"
    beside.write_text(RED)
    parser = archive_command.command_parser()
    parsed = parser.parse_args([str(photos), "--output", "x", "--model", "chroma", "--device", "cpu"])

    def opened() -> ray_engine.RayArchive:
        choice = archive_command.choice_from(parsed)
        archive = ray_engine.RayArchive(str(photos), str(tmp_path / "out"), choice, Selection(("b.jpg",)))
        archive._lock.close()
        return archive

    first = opened()
    (done,) = ray_worker.colour_some(first._job, first.waiting)
    assert done.hints == hashlib.sha256(RED.encode()).hexdigest()
    assert opened().waiting == []
    red = load_rgb(tmp_path / "out" / "b.jpg")
    beside.write_text(BLUE)
    again = opened()
    assert [each.path for each in again.waiting] == ["b.jpg"]
    ray_worker.colour_some(again._job, again.waiting)  # the same photograph, which already has a shard
    assert np.ptp(load_rgb(tmp_path / "out" / "b.jpg").astype(int) - red) > 20
    (tmp_path / "out" / "b.jpg").unlink()
    lost = opened()
    ray_worker.colour_some(lost._job, lost.waiting)
    assert (tmp_path / "out" / "b.jpg").exists()
    assert opened().waiting == []
