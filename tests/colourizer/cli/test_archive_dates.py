"""The dates in an archive's results, and that nothing else in the results depends on the time."""

import json
import os
import random
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from colourizer.cli.archive.dating import date_of
from colourizer.photo.photo import read_provenance
from colourizer.photo.provenance import now
from tests.colourizer.cli.conftest import run
from tests.tools.kill_archive import differing, disturbed, undisturbed

BEGUN = "2024-05-06T07:08:09+00:00"


def nanoseconds(said: str) -> int:
    return int(datetime.fromisoformat(said).timestamp()) * 10**9


@pytest.fixture
def old(photos) -> Path:
    """The readable photographs, with modification times in 2001."""
    (photos / "bad.jpg").unlink()
    for path in photos.rglob("*.*"):
        os.utime(path, (1e9, 1e9))
    return photos


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("2001-09-09T01:46:40+00:00", BEGUN),  # as scans are, usually
        ("2024-05-06T07:08:10+00:00", "2024-05-06T07:08:10+00:00"),  # added later
        ("2999-01-01T00:00:00+00:00", BEGUN),  # from a camera with a wrong clock
    ],
)
def test_a_result_is_never_older_than_its_photograph(changed, said):
    assert date_of(BEGUN, nanoseconds(changed)) == said


@pytest.mark.parametrize("modified", [2**63 - 1, -(2**63)])
def test_a_time_that_no_calendar_has(modified):
    assert date_of(BEGUN, modified) == BEGUN


def test_results_say_when_the_work_was_begun(old, tiny, at_once):
    assert run(old, tiny, "--only", "b.jpg", "--contact-sheet") == 0
    out = old.parent / "out"
    statement = json.loads((out / "colourized.json").read_text())
    assert abs(datetime.fromisoformat(statement["begun"]) - datetime.now(UTC)).total_seconds() < 600
    (out / "colourized.json").write_text(json.dumps(statement | {"begun": BEGUN}))
    assert run(old, tiny, "--contact-sheet") == 0  # resumed years later
    assert read_provenance(out / "b.jpg").created == statement["begun"]
    assert read_provenance(out / "1930/a.png").created == BEGUN
    sheet = [read_provenance(path) for path in (out / "contact-sheet").glob("*-coloured.jpg")]
    assert sorted(said.created for said in sheet) == sorted([statement["begun"], BEGUN, BEGUN])


def test_a_folder_that_was_begun_by_an_older_version_gets_a_date(old, tiny, at_once):
    run(old, tiny, "--only", "b.jpg")
    path = old.parent / "out" / "colourized.json"
    path.write_text(json.dumps({key: value for key, value in json.loads(path.read_text()).items() if key != "begun"}))
    assert run(old, tiny) == 0
    assert read_provenance(path.parent / "1930/a.png").created == json.loads(path.read_text())["begun"]


def test_the_time_that_the_environment_gives_is_taken(old, tiny, at_once, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    os.utime(old / "b.jpg", (1.6e9, 1.6e9))
    assert run(old, tiny) == 0
    results = [old.parent / "out" / name for name in ("b.jpg", "1930/a.png")]
    assert {read_provenance(path).created for path in results} == {"2017-07-14T02:40:00+00:00"}
    for nonsense in ("", "tomorrow", "-5", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", nonsense)
        assert abs(datetime.fromisoformat(now()) - datetime.now(UTC)).total_seconds() < 600


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these signals nor groups of processes")
def test_work_that_is_killed_gives_the_same_bytes(old, exported):
    """Kills a few times here; `python -m tests.tools.kill_archive` does it ten times, with photographs."""
    for number in range(20):
        shutil.copyfile(old / "1930" / "a.png", old / f"{number}.png")
    out, whole = old.parent / "out", old.parent / "whole"
    assert len(disturbed(old, out, exported["unet"], 2, random.Random())) == 2
    undisturbed(old, whole, exported["unet"], out / "colourized.json")
    assert len(list(whole.rglob("*.png"))) == 22
    assert differing(out, whole) == []
    (whole / "0.png").write_bytes(b"other")
    (whole / "1.png").unlink()
    assert differing(out, whole) == ["0.png", "1.png"]
