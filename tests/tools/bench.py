"""How long a photograph takes from file to file, against the least it could take: `python -m tests.tools.bench`.

The floor is Pillow's decoding, one float32 conversion RGB → Lab → RGB by OpenCV, and Pillow's encoding; copies between
the two libraries are not counted. Floor and photograph are measured alternately, and the minimum of each step over the
rounds is taken, in elapsed and CPU seconds: on a busy machine, only the latter are meaningful.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from colourizer import Colourizer, load_photo
from colourizer.checkpoint import BUNDLED, DEFAULT
from tests.tools.bench_memory import (
    CASES,
    ENCODED,
    a_folder,
    forget_peak,
    make_photograph,
    memory_report,
    one_case,
    peak,
)

MEGAPIXELS = (0.3, 1, 3, 12, 25, 50, 100)

Times = dict[str, tuple[float, float]]  # step → minimum elapsed and CPU seconds


def floor(source: Path, target: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps that are always necessary."""
    found: dict[str, Any] = {}
    yield "decode", lambda: found.update(image=_decoded(source))
    rgb = np.asarray(found["image"], np.float32) / 255
    yield "to Lab", lambda: found.update(lab=cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB))
    yield "to RGB", lambda: cv2.cvtColor(found["lab"], cv2.COLOR_LAB2RGB)
    yield "encode", lambda: found["image"].save(target, **ENCODED)


def ours(colourizer: Colourizer, source: Path, target: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps of a photograph from file to file."""
    found: dict[str, Any] = {}
    yield "read", lambda: found.update(photo=load_photo(source))
    yield "network", lambda: found.update(coloured=colourizer(found["photo"]))
    yield "join and write", lambda: found["coloured"].save(target)  # each strip is encoded as soon as it is coloured


def measure(*ways: Callable[[], Iterator[tuple[str, Callable[[], object]]]], rounds: int) -> list[Times]:
    """The minimum times of each way's steps, with the ways interleaved."""
    best: list[Times] = [{} for _ in ways]
    for _ in range(rounds):
        for way, times in zip(ways, best, strict=True):
            for name, step in way():
                began, worked = time.perf_counter(), time.process_time()
                step()
                now = time.perf_counter() - began, time.process_time() - worked
                before = times.get(name, now)
                times[name] = min(before[0], now[0]), min(before[1], now[1])
    return best


def total(times: Times) -> tuple[float, float]:
    """Elapsed and CPU seconds of all steps."""
    return sum(each[0] for each in times.values()), sum(each[1] for each in times.values())


def one_size(megapixels: float, model: str, rounds: int) -> dict:
    """Floor and photograph at one size, and this process's peak memory. Nothing else should run in the process."""
    colourizer = Colourizer.from_pretrained(model)
    with a_folder() as folder:
        source, target = folder / "in.jpg", folder / "out.jpg"
        make_photograph(source, megapixels)
        forget_peak()
        (photograph,) = measure(lambda: ours(colourizer, source, target), rounds=1)
        most = peak()
        least, photograph = measure(
            lambda: floor(source, target), lambda: ours(colourizer, source, target), rounds=rounds
        )
    return {"megapixels": megapixels, "floor": least, "ours": photograph, "peak": most}


def cold_start(model: str) -> float:
    """Elapsed seconds from start-up to a first photograph of 1 megapixel, in a new process."""
    with a_folder() as folder:
        make_photograph(folder / "in.jpg", 1)
        command = [sys.executable, "-m", "colourizer", "in.jpg", "--model", model, "--output", "out.jpg"]
        began = time.perf_counter()
        environment = os.environ | {"PYTHONPATH": str(BUNDLED.parents[1])}
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
        return time.perf_counter() - began


def report(results: list[dict]) -> str:
    """The figures, in Markdown."""
    lines = [
        "| megapixels | floor, s | ours, s | ratio | of processor | s per megapixel | network | peak, MiB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for each in results:
        (least, least_cpu), (taken, taken_cpu) = total(each["floor"]), total(each["ours"])
        lines.append(
            f"| {each['megapixels']:g} | {least:.2f} | {taken:.2f} | {taken / least:.2f} | {taken_cpu / least_cpu:.2f} "
            f"| {taken / each['megapixels']:.3f} | {each['ours']['network'][0] / taken:.0%} | {each['peak']:,.0f} |"
        )
    steps = next((each for each in results if each["megapixels"] == 12), results[-1])
    lines += ["", f"The steps at {steps['megapixels']:g} megapixels, in seconds elapsed (of a processor):", ""]
    for way in ("floor", "ours"):
        lines.append(f"- {way}: " + ", ".join(f"{name} {a:.3f} ({b:.3f})" for name, (a, b) in steps[way].items()))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench", description=str(__doc__).splitlines()[0])
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megapixels", type=float, nargs="+", default=MEGAPIXELS)
    parser.add_argument("--memory", action="store_true", help="only the memory that each format takes at its largest")
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)  # in a separate process, to measure memory
    parser.add_argument("--case", type=int, choices=range(len(CASES)), help=argparse.SUPPRESS)  # likewise
    arguments = parser.parse_args()
    if arguments.case is not None:
        print(one_case(CASES[arguments.case], arguments.model, arguments.megapixels[-1]))
        return 0
    if arguments.memory:
        print(memory_report(arguments.model, arguments.megapixels[-1]))
        return 0
    if arguments.one:
        print(json.dumps(one_size(arguments.one, arguments.model, arguments.rounds)))
        return 0
    results = []
    for megapixels in arguments.megapixels:
        rounds = str(max(2, arguments.rounds if megapixels <= 25 else arguments.rounds // 2))
        command = [sys.executable, "-m", "tests.tools.bench", "--one", str(megapixels), "--model", arguments.model]
        done = subprocess.run([*command, "--rounds", rounds], check=True, capture_output=True, text=True)
        results.append(json.loads(done.stdout))
        print(f"{megapixels:g} megapixels measured", file=sys.stderr)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"Model {arguments.model}, {os.cpu_count()} processors, other load {max(0, load - 1):.1f}.\n")
    print(report(results))
    print(f"\nFrom a cold start to the first photograph: {cold_start(arguments.model):.1f} s.")
    return 0


def _decoded(source: Path) -> Image.Image:
    with Image.open(source) as image:
        image.load()
        return image


if __name__ == "__main__":
    sys.exit(main())
