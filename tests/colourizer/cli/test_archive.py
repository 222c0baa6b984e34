"""Whole folders: each file is processed once, nothing is lost, and an interrupted run resumes."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import lock_descriptor
from PIL import Image

from colourizer.cli import archive_command
from colourizer.photo.photo import load_photo, read_provenance
from tests.colourizer.cli.conftest import run

ROOT = Path(__file__).parents[3]


def test_a_tree_is_coloured_as_it_is_and_errors_are_told(photos, tiny, at_once, capsys):
    assert run(photos, tiny) == 1
    out = photos.parent / "out"
    results = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    own = {"colourized.json", "manifest.jsonl", "errors.csv", "summary.sqlite"}
    assert results - own == {"b.jpg", "1930/a.png", "1930/deep/c.bmp.png"}
    assert load_photo(out / "b.jpg").size == (60, 40)
    assert read_provenance(out / "1930/deep/c.bmp.png").original == load_photo(photos / "1930/deep/c.bmp").sha256
    with (out / "errors.csv").open(newline="") as stream:
        assert [row["photo"] for row in csv.DictReader(stream)] == ["bad.jpg"]
    told = capsys.readouterr()
    assert "bad.jpg: This file is no photograph" in told.err
    assert "3 photographs coloured, 0 done before" in told.out


def test_only_what_is_not_done_is_done_again(photos, tiny, at_once, capsys):
    run(photos, tiny)
    out = photos.parent / "out"
    at_once.clear()
    assert run(photos, tiny) == 1
    assert at_once == ["bad.jpg"]  # failed files are tried again
    Image.new("L", (30, 30), 90).save(photos / "bad.jpg")
    (out / "b.jpg").write_bytes(b"cut off")  # truncated, as after a power cut
    Image.new("L", (50, 30), 90).save(photos / "1930" / "a.png")  # scanned again
    (out / ".0123456789abcdef.tmp").write_bytes(b"half a file")
    at_once.clear()
    assert run(photos, tiny) == 0
    assert sorted(at_once) == ["1930/a.png", "b.jpg", "bad.jpg"]
    assert load_photo(out / "1930/a.png").size == (50, 30)
    assert (out / "errors.csv").read_text() == "photo,error\n"
    assert not list(out.glob(".*.tmp"))
    assert "3 photographs coloured, 1 done before" in capsys.readouterr().out


def test_a_manifest_that_was_cut_off_loses_its_last_line_only(photos, tiny, at_once):
    run(photos, tiny)
    manifest = photos.parent / "out" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    at_once.clear()
    run(photos, tiny)
    assert len(at_once) == 2  # that one, and the broken file
    lines = [json.loads(line) for line in manifest.read_text().splitlines()]
    assert sorted(line["photo"] for line in lines) == ["1930/a.png", "1930/deep/c.bmp", "b.jpg"]


def test_no_file_name_is_too_strange(photos, tiny, at_once):
    strange = os.fsdecode(b'line\nend, "quoted" \xff.jpg')
    shutil.copyfile(photos / "b.jpg", photos / strange)
    shutil.copyfile(photos / "bad.jpg", photos / f"bad {strange}")
    assert run(photos, tiny) == 1
    assert (photos.parent / "out" / strange).exists()
    at_once.clear()
    run(photos, tiny)
    assert strange not in at_once
    with (photos.parent / "out" / "errors.csv").open(newline="", encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == 2


def test_folders_that_cannot_be_used_are_refused_in_a_sentence(photos, tiny, at_once, capsys):
    def told(*words: str) -> str:
        assert archive_command.main(["--model", str(tiny["unet"]), *words]) == 2
        return capsys.readouterr().err

    here, out = str(photos), str(photos.parent / "out")
    assert "could replace photographs" in told(here, "--output", here)
    assert "could replace photographs" in told(here, "--output", str(photos.parent))
    assert "There is no folder" in told(f"{here}/absent", "--output", out)
    assert "There are no photographs" in told(str(tiny["unet"]), "--output", out)
    (photos.parent / "full").mkdir()
    (photos.parent / "full" / "b.jpg").write_text("somebody's own")
    assert "holds other files" in told(here, "--output", str(photos.parent / "full"))
    run(photos, tiny)
    assert "results of other settings" in told(here, "--output", out, "--strength", "0.5")
    assert "results of other model and weights" in told(here, "--output", out, "--model", str(tiny["autoencoder"]))
    shutil.copyfile(photos / "1930/deep/c.bmp", photos / "x.bmp")
    shutil.copyfile(photos / "1930/a.png", photos / "x.bmp.png")
    assert "would have one result" in told(here, "--output", out)


def test_results_within_the_folder_are_no_photographs(photos, tiny, at_once):
    words = [str(photos), "--output", str(photos / "coloured"), "--model", str(tiny["unet"])]
    assert archive_command.main(words) == 1
    at_once.clear()
    archive_command.main(words)
    assert at_once == ["bad.jpg"]


def test_two_runs_on_one_folder_are_kept_apart_on_every_system(photos, tiny, at_once, capsys):
    manifest = photos.parent / "out" / "manifest.jsonl"
    manifest.parent.mkdir()
    with manifest.open("a+b") as stream:
        assert lock_descriptor(stream.fileno(), blocking=False)
        assert run(photos, tiny) == 2
        assert "Another run is at work" in capsys.readouterr().err
    assert run(photos, tiny) == 1 and at_once  # the lock is released when its holder ends


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not have these signals")
def test_an_interrupted_run_of_several_processes_goes_on_where_it_was(photos, exported, at_once):
    for number in range(40):
        shutil.copyfile(photos / "b.jpg", photos / f"{number}.jpg")
    out = photos.parent / "out"
    words = [str(photos), "--output", str(out), "--processes", "2", "--model", str(exported["unet"])]
    run_ = subprocess.Popen(
        [sys.executable, "-m", "colourizer.cli.archive_command", *words], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    for _ in range(1200):
        if (out / "manifest.jsonl").exists() and (out / "manifest.jsonl").read_bytes().count(b"\n") >= 3:
            break
        time.sleep(0.05)
    run_.send_signal(signal.SIGINT)
    _, told = run_.communicate(timeout=60)
    done = (out / "manifest.jsonl").read_bytes().count(b"\n")
    if run_.returncode == 130:  # it may have finished before the signal
        assert "goes on from here" in told and 3 <= done < 43
    assert archive_command.main(words) == 1
    assert len(at_once) == 44 - done
    assert len(list(out.rglob("*.jpg"))) == 41
