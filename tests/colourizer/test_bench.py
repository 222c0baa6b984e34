"""The measurement of speed measures what it says."""

import time

from colourizer import Colourizer, bench, load_photo


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
