"""Failures around an archive give a plain message, leave nothing half-written, and can be resumed from."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from colourizer.cli import archive_command
from colourizer.cli.archive import worker
from colourizer.photo import saving
from colourizer.photo.photo import load_photo
from tests.colourizer.cli.conftest import run

ROOT = Path(__file__).parents[3]


def assert_nothing_is_half_written(out: Path) -> None:
    assert not list(out.rglob(".*.tmp"))
    for path in out.rglob("*"):
        if path.suffix in (".jpg", ".png", ".webp", ".tif"):
            assert load_photo(path).size


@pytest.fixture
def good(photos) -> Path:
    """The photographs without the broken file."""
    (photos / "bad.jpg").unlink()
    return photos


def after_the_first(monkeypatch, what) -> None:
    """Call `what` as soon as one photograph is done."""
    real, count = worker._coloured, []

    def coloured(*arguments):
        if count:
            what()
        count.append(1)
        return real(*arguments)

    monkeypatch.setattr(worker, "_coloured", coloured)


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a separate disk of 256 KiB, and a function that enlarges the disk."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only the administrator of a Linux machine may make a disk")
    yield disk, lambda: subprocess.run(["mount", "-o", "remount,size=9m", str(disk)], check=True)
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
def test_a_full_disk_stops_the_work_and_no_more(ending, tmp_path, tiny, at_once, small_disk, capsys):
    disk, enlarge = small_disk
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(6):
        grey = np.random.default_rng(number).integers(0, 256, (300, 300), dtype=np.uint8)
        Image.fromarray(grey).save(folder / f"{number}.png")
    words = [str(folder), "--output", str(disk / "out"), "--model", str(tiny["unet"]), "--format", ending]
    words += ["--quality", "100"]
    assert archive_command.main(words) == 2
    told = capsys.readouterr().err
    assert "No space left on device" in told and told.count("\n") <= 2
    assert len(at_once) < 6  # the rest are not tried
    assert_nothing_is_half_written(disk / "out")
    enlarge()
    at_once.clear()
    assert archive_command.main(words) == 0
    assert_nothing_is_half_written(disk / "out")
    assert len(list((disk / "out").glob(f"*.{ending}"))) == 6


def test_a_disk_that_is_full_by_its_own_word_stops_the_work(good, tiny, at_once, monkeypatch, capsys):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(saving, "_write_pieces", full)
    (good / "z.jpg").write_bytes((good / "b.jpg").read_bytes())
    assert run(good, tiny) == 2
    assert at_once[-1] == "b.jpg"
    assert "cannot be written: No space left on device. Make room" in capsys.readouterr().err
    monkeypatch.undo()


def test_a_disk_that_fills_before_a_line_is_written_down(good, tiny, at_once, monkeypatch, capsys):
    from colourizer.cli.archive import archive

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive, "asdict", full)
    assert run(good, tiny) == 2
    assert "cannot be written: No space left on device." in capsys.readouterr().err
    monkeypatch.undo()


def test_a_folder_that_nobody_may_look_into_is_told(photos, tiny, at_once, monkeypatch, capsys):
    """Simulated, as tests may run as root, who can read every folder."""
    real = os.scandir

    def scandir(path="."):
        if str(path).endswith("1930"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    (photos / "bad.jpg").unlink()
    assert run(photos, tiny) == 1
    assert at_once == ["b.jpg"]
    assert "1930: This folder cannot be read: Permission denied." in capsys.readouterr().err
    assert "1930,This folder cannot" in (photos.parent / "out" / "errors.csv").read_text()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_folders_without_permission(good, tiny, at_once, capsys):
    out = good.parent / "out"
    out.mkdir(mode=0o500)
    assert run(good, tiny) == 2
    assert "cannot be used: Permission denied." in capsys.readouterr().err


def test_a_folder_of_results_that_cannot_be_made(good, tiny, at_once, capsys):
    (good.parent / "out").write_text("a file")
    assert run(good, tiny) == 2
    assert "cannot be used: " in capsys.readouterr().err
    (good.parent / "out").unlink()
    assert run(good, tiny, "--only", "b.jpg") == 0
    (good.parent / "out" / "1930").write_text("a file where a folder belongs")
    assert run(good, tiny) == 1
    assert "cannot be written: " in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("which", ["photos", "out"])
@pytest.mark.parametrize("instead", ["nothing", "an empty folder"])
def test_a_share_that_vanishes(which, instead, good, tiny, at_once, monkeypatch, capsys):
    """Unmounting a disk leaves an empty folder. Results must not be written there."""
    share, away = good.parent / which, good.parent / "away"

    def vanish():
        if not away.exists():
            share.rename(away)
            if instead != "nothing":
                share.mkdir()

    after_the_first(monkeypatch, vanish)
    assert run(good, tiny) == 2
    told = capsys.readouterr().err
    assert "is gone, or was replaced. Bring it back" in told
    assert len(at_once) == 2
    assert not share.exists() or not list(share.iterdir())
    monkeypatch.undo()
    if share.exists():
        share.rmdir()
    away.rename(share)
    assert_nothing_is_half_written(good.parent / "out")
    assert archive_command.main([str(good), "--output", str(good.parent / "out"), "--model", str(tiny["unet"])]) == 0
    assert len(list((good.parent / "out").rglob("*.[jp][pn]g"))) == 3


def test_a_share_that_answers_with_errors(good, tiny, at_once, monkeypatch, capsys):
    """Each photograph is reported, and tried again by the next run."""
    real = Path.stat

    def stat(path, **options):
        if path.name == "b.jpg" and path.parent == good:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, **options)

    after_the_first(monkeypatch, lambda: monkeypatch.setattr(Path, "stat", stat))
    assert run(good, tiny) == 1
    assert "b.jpg cannot be read: Input/output error." in capsys.readouterr().err


def test_a_photograph_that_changes_while_it_is_read(good, tiny, at_once, monkeypatch, capsys):
    from colourizer.cli import options

    real = options.load_photo

    def load(path, **how):
        photo = real(path, **how)
        if path.name == "b.jpg":
            with path.open("ab") as stream:
                stream.write(b"more")
        return photo

    monkeypatch.setattr(options, "load_photo", load)
    assert run(good, tiny) == 1
    out = good.parent / "out"
    assert "b.jpg: It was changed while it was read. Run the same command again." in capsys.readouterr().err
    assert not (out / "b.jpg").exists()
    monkeypatch.setattr(options, "load_photo", real)
    at_once.clear()
    assert run(good, tiny) == 0
    assert at_once == ["b.jpg"] and (out / "b.jpg").exists()


@pytest.mark.slow
def test_of_two_runs_that_begin_at_once_one_works(good, tiny):
    """Both write to a new folder; the other run changes nothing, whatever its settings."""
    out = good.parent / "out"
    command = [sys.executable, "-m", "colourizer.cli.archive_command", str(good), "--output", str(out)]
    command += ["--model", str(tiny["unet"]), "--processes", "1", "--device", "cpu"]
    runs = [
        subprocess.Popen([*command, *more], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for more in ([], ["--strength", "0.5"])
    ]
    told = [each.communicate(timeout=300)[1] for each in runs]
    codes = [each.returncode for each in runs]
    assert sorted(codes) == [0, 2], told
    refused = told[codes.index(2)]
    assert "Another run is at work" in refused or "results of other settings" in refused
    strength = '"strength": 0.5' if codes[1] == 0 else '"strength": 1'
    assert strength in (out / "colourized.json").read_text()
    assert_nothing_is_half_written(out)


@pytest.mark.parametrize("jump", [-86_400, 7_200])
def test_a_clock_that_is_set_while_work_is_under_way(jump, good, tiny, at_once, monkeypatch, capsys):
    real = time.time
    after_the_first(monkeypatch, lambda: monkeypatch.setattr(time, "time", lambda: real() + jump))
    assert run(good, tiny) == 1
    way = "forward" if jump > 0 else "back"
    assert f"This machine's clock was set {way} by {abs(jump)} seconds during the run" in capsys.readouterr().err
    assert_nothing_is_half_written(good.parent / "out")
    at_once.clear()
    assert run(good, tiny) == 0  # nothing is done twice
    assert at_once == []
