"""The page on archives has the measured figures, and no others."""

import json

import pytest

from tests.tools import archive_page, archive_report, kill_archive
from tests.tools.archive_page import batches, killed, page, per_core_hour
from tests.tools.archive_report import PAGE, Facts, Measured, Usage, listed, measured
from tests.tools.bench_memory import make_photograph


def test_many_are_measured_against_few(tmp_path, monkeypatch):
    calls = []

    def by_command(folder, output, processes, engine):
        count = len(list(folder.iterdir()))
        calls.append((count, processes, engine))
        output.mkdir()
        (output / "0.jpg").write_bytes(b"result")
        return Usage(3 + 0.5 * count, 1 + 0.75 * count, 200.0, [])

    monkeypatch.setattr(archive_report, "_by_command", by_command)
    found = measured("JPEG", 0.05, 24, 2, "ray", tmp_path)
    assert calls == [(4, 2, "ray"), (24, 2, "ray")]
    assert (found.seconds, found.processor, found.start) == pytest.approx((0.5, 0.75, 3))
    assert found.result_bytes == 6 and found.bytes > 1000
    assert per_core_hour(found, 2) == pytest.approx(3600)
    assert not list(tmp_path.iterdir())


def test_the_command_is_timed(tmp_path):
    (tmp_path / "in").mkdir()
    make_photograph(tmp_path / "in" / "a.jpg", 0.05)
    usage = archive_report._by_command(tmp_path / "in", tmp_path / "out", 1, "processes")
    assert usage.elapsed > 0.1 and usage.processor > 0.1 and 50 < usage.peak < 4000
    assert usage.most(0, 1) >= usage.peak > 0
    assert (tmp_path / "out" / "a.jpg").exists()


def test_the_page_says_what_follows():
    def of(kind, megapixels, seconds):
        return Measured(kind, megapixels, 60, seconds, 1.5, seconds * 1.9, 5_000_000, 8_000_000, 300.0)

    kinds = [of("JPEG", 0.7, 0.02), of("JPEG", 12, 0.25), of("TIFF, 16 bit grey", 12, 0.3)]
    times = ([(110.0, 160.0), (100.0, 150.0)], [(60.0, 115.0), (62.0, 116.0)], 1.9)
    what = (400, 2540.0, 2, 1000.0, 0.1, "A processor", "ONNX Runtime 1", "python -m tests.tools.archive_report")
    words = page(Facts(kinds, of("JPEG", 12, 0.26), *times, *what, (900.0, 910.0)))
    assert "| JPEG, 12 megapixels | 7,200 | 0.25 |" in words
    assert "**1.67 times** as fast" in words
    assert "done about\n1.27 times as fast" in words
    assert "| archive | 62.0 | 116.0 | 1.87 |" in words
    assert "Ray takes +4.0% for each photograph" in words
    assert "| 50,000 | JPEG, 12 megapixels | 6.9 | 3.5 h | 26 min | 1.6 min | 250 GB | 400 GB |" in words
    assert "9.3 GiB for 10,000,000" in words
    assert "together took 900 MiB at most in the second quarter of the last round, and\n910 in" in words
    assert "{" not in words


def test_what_a_waiting_photograph_takes():
    assert 300 < listed() < 5000


def test_the_page_says_what_was_kept_of_the_killed_runs(tmp_path, monkeypatch):
    assert f"\n\n{killed()}\n\n## The app" in PAGE.read_text()
    told = kill_archive.result("python -m a --kills 3", [4.04, 1.26, 2.5], 12, ["b.jpg"])
    (tmp_path / "kept.json").write_text(json.dumps(told))
    monkeypatch.setattr(archive_page, "KILLED", tmp_path / "kept.json")
    assert "`python -m a --kills 3` had the samples coloured" in killed()
    assert "the run 3 times, 1.3 to 4.0 s after it began" in killed()
    assert killed().endswith("**1 of 12 files differ**.")


def test_the_page_says_what_was_measured_of_batches(tmp_path, monkeypatch):
    assert f"\n\n{batches()}\n\n## Projection" in PAGE.read_text()
    kept = json.loads(archive_page.BATCHES.read_text())
    saved = (kept["onnx"][0] - min(kept["onnx"])) / kept["photograph"]
    assert saved < archive_page._WORTH, "then photographs should share a batch, and the page say so"
    told = kept | {"photograph": 0.1, "onnx": [0.03, 0.025, 0.02, 0.04]}
    (tmp_path / "kept.json").write_text(json.dumps(told))
    monkeypatch.setattr(archive_page, "BATCHES", tmp_path / "kept.json")
    assert "| ONNX Runtime | 0.0300 | 0.0250 | 0.0200 | 0.0400 | 10.0% |" in batches()
    assert "takes 0.100 s of a processor" in batches() and "take 30% of that" in batches()
