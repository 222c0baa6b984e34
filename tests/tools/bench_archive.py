"""The speed-up of the archive command over a plain loop: `python -m tests.tools.bench_archive`.

The photographs are generated at random sizes between two numbers of megapixels. The loop calls `Colourizer.__call__`
and `save` for one photograph after the other; the archive is the command, from start to end. Both are measured
alternately, and the minimum of each counts. Run it on an idle machine.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from colourizer import Colourizer
from colourizer.checkpoint import DEFAULT
from colourizer.cli.archive_command import processes_here
from tests.tools.bench_memory import make_photograph


def make_archive(folder: Path, count: int, smallest: float, largest: float, seed: int = 0) -> float:
    """Write JPEGs of random sizes between these megapixels, the same for a seed; returns their total megapixels."""
    sizes = np.random.default_rng(seed).uniform(smallest, largest, count)
    for number, megapixels in enumerate(sizes):
        make_photograph(folder / f"{number:05}.jpg", float(megapixels))
    return float(sizes.sum())


def plain_loop(folder: Path, output: Path) -> None:
    """Colour the photographs one after the other."""
    colourizer = Colourizer.from_pretrained(DEFAULT)
    for path in sorted(folder.iterdir()):
        colourizer(path).save(output / path.name)


def by_command(folder: Path, output: Path, processes: int) -> None:
    """The same with the command, in a separate process."""
    command = [sys.executable, "-m", "colourizer.cli.archive_command", str(folder), "--output", str(output)]
    subprocess.run([*command, "--processes", str(processes), "--device", "cpu"], check=True, capture_output=True)


def seconds(run: Callable[[], None]) -> float:
    """The duration of a call."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> None:
    description = "An archive against a plain loop over its photographs."
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench_archive", description=description)
    parser.add_argument("--photographs", type=int, default=400, metavar="N")
    parser.add_argument("--megapixels", type=float, nargs=2, default=(0.7, 12), metavar=("LEAST", "MOST"))
    parser.add_argument("--processes", type=int, default=processes_here(), metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--loop", type=Path, nargs=2, metavar=("FROM", "TO"), help="only run the loop over a folder")
    arguments = parser.parse_args()
    if arguments.loop:
        plain_loop(*arguments.loop)
        return
    with TemporaryDirectory() as folder:
        photographs = Path(folder) / "photographs"
        photographs.mkdir()
        megapixels = make_archive(photographs, arguments.photographs, *arguments.megapixels)
        print(f"{arguments.photographs} JPEGs, {megapixels:.0f} megapixels, {os.cpu_count()} cores", flush=True)
        times: dict[str, list[float]] = {"plain loop": [], "archive": []}
        for number in range(arguments.rounds):
            loop, archive = (Path(folder) / f"{name}-{number}" for name in ("loop", "archive"))
            times["plain loop"].append(seconds(lambda out=loop: plain_loop(photographs, out)))
            times["archive"].append(seconds(lambda out=archive: by_command(photographs, out, arguments.processes)))
            print(" · ".join(f"{name} {found[-1]:.1f} s" for name, found in times.items()), flush=True)
    least = {name: min(found) for name, found in times.items()}
    ratio = least["plain loop"] / least["archive"]
    print(f"The archive, in {arguments.processes} processes, is {ratio:.2f} times as fast as the loop.")


if __name__ == "__main__":
    main()
