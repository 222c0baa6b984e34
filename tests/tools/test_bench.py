"""The benchmark measures what it claims."""

import time

import pytest

from colourizer import Colourizer, load_photo
from colourizer.cli.archive_command import processes_here
from tests.tools import bench, bench_archive, bench_memory


def test_every_step_is_measured_and_writes_a_photograph(tiny, tmp_path):
    source, target = tmp_path / "in.jpg", tmp_path / "out.jpg"
    bench.make_photograph(source, 0.05)
    width, height = load_photo(source).size
    assert abs(width * height - 50_000) < 1000
    colourizer = Colourizer.from_pretrained(tiny["unet"])
    floor, ours = bench.measure(
        lambda: bench.floor(source, tmp_path / "floor.jpg"), lambda: bench.ours(colourizer, source, target), rounds=2
    )
    assert list(floor) == ["decode", "to Lab", "to RGB", "encode"]
    assert list(ours) == ["read", "network", "join and write"]
    assert load_photo(target).size == load_photo(tmp_path / "floor.jpg").size == (width, height)
    assert all(elapsed > 0 for times in (floor, ours) for elapsed, _ in times.values())
    words = bench.report([{"megapixels": 12, "floor": floor, "ours": ours, "peak": 100.0}])
    assert f"| {bench.total(ours)[0] / bench.total(floor)[0]:.2f} |" in words


def test_the_least_of_all_rounds_is_taken():
    waits = iter((0.05, 0.001))
    (times,) = bench.measure(lambda: iter([("wait", lambda: time.sleep(next(waits)))]), rounds=2)
    assert times["wait"][0] < 0.03


@pytest.mark.parametrize("kind", bench_memory.KINDS)
def test_each_kind_of_photograph_is_made_and_measured(kind, tiny, tmp_path):
    bench_memory.make_photograph(tmp_path / "in", 0.05, kind)
    photo = load_photo(tmp_path / "in")
    assert abs(photo.size[0] * photo.size[1] - 50_000) < 1000
    assert photo.depth == (16 if kind == bench_memory.DEEP else 8)
    assert 50 < bench_memory.one_case((kind, "TIFF", ".tif"), tiny["unet"], 0.05) < 10_000


def test_the_memory_is_that_of_a_process_of_its_own(monkeypatch):
    monkeypatch.setattr(bench_memory, "CASES", bench_memory.CASES[:1])
    *_, row = bench_memory.memory_report("chroma", 0.05).splitlines()
    assert row.startswith("| JPEG | JPEG |")
    assert 50 < float(row.split("|")[3].replace(",", "")) < 2000


def test_an_archive_is_measured_against_a_plain_loop(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", "--photographs", "2", "--megapixels", "0.1", "0.2", "--rounds", "1"])
    bench_archive.main()
    told = capsys.readouterr().out
    assert "2 JPEGs, 0 megapixels" in told
    assert "times as fast as the loop" in told


def test_as_many_processes_as_there_are_cores_and_memory_for(monkeypatch):
    pages = {"SC_PAGE_SIZE": 4096}
    monkeypatch.setattr("os.sysconf", lambda name: pages[name])
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)), raising=False)
    for gigabytes, expected in ((64, 8), (9, 4), (1, 1)):
        pages["SC_PHYS_PAGES"] = gigabytes * 2**30 // 4096
        assert processes_here() == expected
