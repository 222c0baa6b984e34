"""An archive on many machines: the part on the machine that runs the command. Does not need Ray."""

import re
from pathlib import Path

import pytest

from colourizer.cli.archive import ray_engine, ray_worker
from colourizer.cli.archive.finding import Selection
from colourizer.cli.archive.records import ArchiveError
from colourizer.cli.archive.reports import Clocks, write_reports
from colourizer.cli.archive_command import command_parser
from colourizer.cli.options import choice_from


@pytest.fixture
def opened(photos, tiny, tmp_path, monkeypatch):
    """Open the archive; OUT is a local folder."""
    monkeypatch.setattr(ray_engine, "find_spec", lambda name: True)
    parsed = command_parser().parse_args(["x", "--output", "x", "--model", str(tiny["unet"]), "--device", "cpu"])
    out = str(tmp_path / "out")
    return lambda name="*", thumbnails=False: ray_engine.RayArchive(
        str(photos), out, choice_from(parsed), Selection((name,)), thumbnails=thumbnails
    )


def test_two_runs_in_one_local_folder_are_noticed(opened):
    first = opened()
    with pytest.raises(ArchiveError, match=r"Another run is at work in .*out"):
        opened()
    first._lock.close()
    opened()._lock.close()


def test_a_later_contact_sheet_shows_no_picture_that_is_not_there(opened, tmp_path):
    for name, thumbnails in (("b.jpg", False), ("a.png", True)):
        archive = opened(name, thumbnails)
        ray_worker.colour_some(archive._job, archive.waiting)
        archive._lock.close()
    archive, out = opened(thumbnails=True), tmp_path / "out"
    with archive.reporting() as place:
        write_reports(archive, place, Clocks(), 2, 0, 1, sheet=True, addresses=None)
    page = (out / "contact-sheet.html").read_text()
    pictures = re.findall(r'<img src="([^"]+)"', page)
    assert len(pictures) == 2 and all((out / Path(each)).exists() for each in pictures)
    assert '<a href="b.jpg"><b>b.jpg</b></a>' in page
    archive._lock.close()
