"""Measures the cost of an archive here, extrapolates it to larger ones, and writes assets/report/archives.md.

    python -m tests.tools.archive_report

Takes some six minutes on an idle machine. For each kind of photograph, a few and then many are coloured: the difference
gives the cost per photograph, and the rest is start-up. Projections are sums of these figures, and are labelled so.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
import psutil

from colourizer.cli.archive.records import Done
from colourizer.cli.archive.store import Entry
from colourizer.cli.archive_command import processes_here
from tests.tools.archive_page import page
from tests.tools.bench_archive import make_archive
from tests.tools.bench_memory import DEEP, make_photograph
from tests.tools.serving import ROOT

PAGE = ROOT / "assets" / "report" / "archives.md"
# Kind, megapixels, number of photographs.
KINDS = (("JPEG", 0.7, 240), ("JPEG", 3, 120), ("JPEG", 12, 60), (DEEP, 12, 30), ("JPEG", 48, 12))
_FEW = 4  # photographs for measuring the start-up time
_LOOK = 0.05  # seconds between two samples of the processes
_ROUNDS = 2  # of the comparison with a loop
_WORK = """
import cv2, numpy as np
cv2.setNumThreads(1)
picture = np.random.default_rng(0).random((3000, 4000), np.float32)
for _ in range(150):
    small = cv2.resize(picture, (320, 240), interpolation=cv2.INTER_AREA)
    cv2.resize(small, (1000, 750), interpolation=cv2.INTER_CUBIC)
"""
_LISTED = 20_000  # photographs listed to measure the memory that each takes


@dataclass(frozen=True)
class Measured:
    """The cost of one kind of photograph.

    seconds: elapsed per photograph, after start-up. start: start-up seconds. processor: CPU seconds per photograph,
    summed over cores. bytes, result_bytes: of a file. peak: MiB, of the largest process.
    """

    kind: str
    megapixels: float
    count: int
    seconds: float
    start: float
    processor: float
    bytes: int
    result_bytes: int
    peak: float


@dataclass(frozen=True)
class Facts:
    """All figures on the page.

    loop, archive: (elapsed, CPU) seconds for the same photographs, in several rounds. scaling: how much more work all
    cores do than one. ray: `Measured` for the kind with the largest share of plain work, 12 megapixels. listed: bytes
    of memory per waiting photograph. load: of the machine beforehand. memory: peak MiB of all processes of that archive
    together, in the second and the last quarter of its time.
    """

    kinds: list[Measured]
    ray: Measured
    loop: Sequence[tuple[float, float]]
    archive: Sequence[tuple[float, float]]
    scaling: float
    photographs: int
    megapixels: float
    processes: int
    listed: float
    load: float
    processor: str
    software: str
    command: str
    memory: tuple[float, float]


@dataclass(frozen=True)
class Usage:
    """The resources of a command: elapsed seconds, CPU seconds of all cores, and peak MiB of its largest process; and
    the memory of all its processes together, sampled as (seconds since the start, MiB).
    """

    elapsed: float
    processor: float
    peak: float
    memory: list[tuple[float, float]]

    def most(self, since: float, until: float) -> float:
        """Peak memory, in MiB, between two shares of the time."""
        return max((size for at, size in self.memory if since <= at / self.elapsed <= until), default=0)


def measured(kind: str, megapixels: float, count: int, processes: int, engine: str, folder: Path) -> Measured:
    """Colour a few photographs of a kind and then many with the command, in `folder`, which is left empty."""
    photographs = folder / "photographs"
    photographs.mkdir()
    suffix = ".tif" if kind == DEEP else ".jpg"
    few = max(_FEW, processes)
    make_photograph(photographs / f"0{suffix}", megapixels, kind)
    for number in range(1, few):
        shutil.copyfile(photographs / f"0{suffix}", photographs / f"{number}{suffix}")
    first = _by_command(photographs, folder / "few", processes, engine)
    for number in range(few, count):
        shutil.copyfile(photographs / f"0{suffix}", photographs / f"{number}{suffix}")
    last = _by_command(photographs, folder / "many", processes, engine)
    size, result = ((folder / name / f"0{suffix}").stat().st_size for name in ("photographs", "many"))
    seconds = (last.elapsed - first.elapsed) / (count - few)
    processor = (last.processor - first.processor) / (count - few)
    for name in ("photographs", "few", "many"):
        shutil.rmtree(folder / name)
    start = first.elapsed - few * seconds
    return Measured(kind, megapixels, count, seconds, start, processor, size, result, last.peak)


def listed() -> float:
    """Bytes of memory that a run keeps per photograph, waiting or done."""
    tracemalloc.start()
    held = [
        (Entry(f"fonds {n % 97}/series/scan-{n:08}.tif", 36_000_000, 1_700_000_000 * 10**9 + n), _line(n))
        for n in range(_LISTED)
    ]
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return size / len(held)


def _line(number: int) -> Done:
    name = f"fonds {number % 97}/series/scan-{number:08}.tif"
    digest = f"{number:064x}"
    return Done(
        name, 36_000_000, 1_700_000_000 * 10**9 + number, digest, f"{name}", 50_000_000, "", f"id {number}", 4000
    )


def _by_command(folder: Path, output: Path, processes: int, engine: str) -> Usage:
    command = ["-m", "colourizer.cli.archive_command", str(folder), "--output", str(output)]
    return _timed([*command, "--processes", str(processes), "--device", "cpu", "--engine", engine])


def _loop(folder: Path, output: Path) -> Usage:
    return _timed(["-m", "tests.tools.bench_archive", "--loop", str(folder), str(output)])


def _timed(words: list[str]) -> Usage:
    """The resources of a Python command. Its processes are sampled while they run, as Ray does not wait for them."""
    began = time.perf_counter()
    used: dict[psutil.Process, float] = {}
    peak, memory = 0, []
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL) as run:
        first = psutil.Process(run.pid)
        while run.poll() is None:
            together = 0
            for process in (first, *first.children(recursive=True)):
                with contextlib.suppress(psutil.Error), process.oneshot():
                    times = process.cpu_times()
                    used[process] = times.user + times.system
                    size = process.memory_info().rss
                    peak, together = max(peak, size), together + size
            memory.append((time.perf_counter() - began, together / 2**20))
            time.sleep(_LOOK)
    elapsed = time.perf_counter() - began
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, words)
    return Usage(elapsed, sum(used.values()), peak / 2**20, memory)


def gathered(scale: float, photographs: int) -> Facts:
    """Measure everything. scale: factor on the photographs per kind. photographs: number compared with a loop."""
    load, processes = os.getloadavg()[0], processes_here()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kinds = []
        for kind, megapixels, count in KINDS:
            kinds.append(measured(kind, megapixels, round(count * scale) + 2 * _FEW, processes, "processes", folder))
            print(kinds[-1], file=sys.stderr, flush=True)
        ray = measured("JPEG", 12, round(60 * scale) + 2 * _FEW, processes, "ray", folder)
        print(ray, file=sys.stderr, flush=True)
        mixed = folder / "mixed"
        mixed.mkdir()
        megapixels = make_archive(mixed, photographs, 0.7, 12)
        loops, archives = [], []
        for number in range(_ROUNDS):  # alternately, as the speed of rented machines varies
            loops.append(_loop(mixed, folder / f"loop-{number}"))
            archives.append(_by_command(mixed, folder / f"archive-{number}", processes, "processes"))
            print(number, *(f"{run[-1].elapsed:.1f} s" for run in (loops, archives)), file=sys.stderr, flush=True)
            for name in ("loop", "archive"):
                shutil.rmtree(folder / f"{name}-{number}")
    software = f"ONNX Runtime {onnxruntime.__version__}, Python {sys.version.split()[0]}"
    words = "python -m tests.tools.archive_report" + (f" --scale {scale:g}" if scale != 1 else "")
    times = ([(run.elapsed, run.processor) for run in runs] for runs in (loops, archives))
    memory = (archives[-1].most(0.25, 0.5), archives[-1].most(0.75, 1))
    same = (*times, scaling(processes), photographs, megapixels, processes, listed(), load, _processor(), software)
    return Facts(kinds, ray, *same, words, memory)


def scaling(processes: int) -> float:
    """How many times as much CPU-bound work this many processes do as one.

    Less than the number of cores if they share caches, or are threads of one core.
    """
    alone, together = (_busy(count) for count in (1, processes))
    return processes * alone / together


def _busy(count: int) -> float:
    """Seconds until `count` processes have reduced pictures, one thread each."""
    began = time.perf_counter()
    runs = [subprocess.Popen([sys.executable, "-c", _WORK]) for _ in range(count)]
    for run in runs:
        run.wait()
    return time.perf_counter() - began


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    names = [line for line in told.read_text().splitlines() if line.startswith("model name")] if told.exists() else []
    return names[0].partition(":")[2].strip() if names else "processor unknown"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.archive_report", description="Measure, and write.")
    parser.add_argument("--scale", type=float, default=1, metavar="N", help="of the number of photographs of each kind")
    parser.add_argument("--photographs", type=int, default=400, metavar="N", help="of the comparison with a loop")
    parser.add_argument("--out", type=Path, default=PAGE)
    arguments = parser.parse_args()
    arguments.out.write_text(page(gathered(arguments.scale, arguments.photographs)), encoding="utf-8")


if __name__ == "__main__":
    main()
