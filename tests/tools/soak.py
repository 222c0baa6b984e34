"""Many visitors for a long time: does the app lose anybody's photograph, and does its memory stay flat?

    python -m tests.tools.soak --clients 30 --minutes 10

Starts its own app with its own folder. Each visitor colours, compares and asks for certainty, and checks that the
result shows their own photograph. Visitors rejected by a full queue try again. The output is Markdown; the exit status
is 1 if anything was lost or mixed up, if memory grew, or if files were left behind.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import numpy as np
from gradio_client import Client, handle_file

from colourizer import load_photo
from tests.tools.serving import ROOT, app_environment, free_port, resident, wait_for

SAMPLES = sorted((ROOT / "assets" / "samples").rglob("*.jpg"))
PAUSE = 2.0  # seconds before trying again
PATIENCE = 180.0  # seconds after which a request counts as lost
WARM_UP = 0.2  # share of the time before memory counts: by then all networks have run, and all threads have buffers
GROWTH = 0.05  # allowed growth of memory between the two halves of the rest
ALIKE = 3.0  # largest mean difference of CIE L (0 to 100) between two pictures of one photograph
OWN, FULL = "own photograph", "sent away by a full queue, came again"


class Tally:
    """The outcomes of all visitors. memory: (seconds since the start, MB)."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.asked = 0
        self.seconds: list[float] = []
        self.memory: list[tuple[float, float]] = []

    def add(self, what: str, seconds: float | None = None) -> None:
        """Count one outcome; `seconds` to an answer."""
        with self.lock:
            self.counts[what] += 1
            if seconds is not None:
                self.seconds.append(seconds)

    @property
    def unanswered(self) -> int:
        """Requests without any outcome."""
        return self.asked - self.counts.total()

    @property
    def troubles(self) -> int:
        """The number of events that should not have happened."""
        return self.unanswered + sum(n for what, n in self.counts.items() if what not in (OWN, FULL))


def visit(url: str, until: float, tally: Tally, seed: int) -> None:
    """One visitor, with repeated requests."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        client = Client(url, verbose=False, download_files=folder)
        while time.monotonic() < until:
            photo = chance.choice(SAMPLES)
            start = time.monotonic()
            with tally.lock:
                tally.asked += 1
            try:
                own = ask(client, photo, chance)
                tally.add(OWN if own else "somebody else's photograph", time.monotonic() - start)
            except Exception as error:  # any error is counted
                full = "queue is full" in str(error).lower()
                tally.add(FULL if full else f"lost: {type(error).__name__}: {str(error)[:100]}")
                time.sleep(PAUSE)


def ask(client: Client, photo: Path, chance: random.Random) -> bool:
    """Make one of the three requests; returns whether the result is of this photograph."""
    name = chance.choice(["/colourize", "/colourize", "/certainty", "/compare"])
    given = {"photo": handle_file(photo)}
    if name != "/compare":
        given["model"] = "chroma"
    if name == "/colourize":
        given |= {"vividness": chance.random(), "strength": 2 * chance.random(), "format": "jpg"}
    answer = client.submit(api_name=name, **given).result(timeout=PATIENCE)
    pictures = answer if name == "/compare" else [answer[0]]
    return all(is_of(path, photo, lightness=name != "/certainty") for path in pictures)


def is_of(path: str, photo: Path, *, lightness: bool) -> bool:
    """Whether a picture has a photograph's size and, except for certainty maps, its lightness."""
    picture, original = load_photo(path), load_photo(photo)
    if picture.size != original.size:
        return False
    return not lightness or np.abs(picture.reduced(64).lightness - original.reduced(64).lightness).mean() < ALIKE


def watch(process: subprocess.Popen, until: float, tally: Tally) -> None:
    """Record the app's memory every five seconds."""
    start = time.monotonic()
    while time.monotonic() < until and process.poll() is None:
        tally.memory.append((time.monotonic() - start, resident(process.pid)))
        time.sleep(min(5.0, max(0.1, until - time.monotonic())))


def halves(memory: list[tuple[float, float]], seconds: float) -> tuple[float, float]:
    """Median memory in the two halves of the time after the warm-up, in MB; (nan, nan) without measurements."""
    begin = WARM_UP * seconds
    middle = (begin + seconds) / 2
    parts = [m for at, m in memory if begin <= at < middle], [m for at, m in memory if at >= middle]
    return tuple(statistics.median(part) if part else float("nan") for part in parts)


def main() -> None:
    """Run, and print the figures. The exit status is 0 if all went well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clients", type=int, default=30, help="visitors at once")
    parser.add_argument("--minutes", type=float, default=10)
    arguments = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, ROOT / "demo" / "app.py"]
        with subprocess.Popen(command, env=app_environment(port, folder), cwd=folder) as process:
            try:
                wait_for(f"http://127.0.0.1:{port}")
                tally = soak(f"http://127.0.0.1:{port}", process, arguments)
                if process.poll() is not None:
                    tally.add(f"the app ended by itself, with status {process.returncode}")
                held = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
            finally:
                process.terminate()
        left = sum(path.is_file() for path in Path(folder).rglob("*"))
    sys.exit(print_figures(tally, arguments, held, left))


def soak(url: str, process: subprocess.Popen, arguments: argparse.Namespace) -> Tally:
    """Run all visitors concurrently until the time is up."""
    tally, until = Tally(), time.monotonic() + arguments.minutes * 60
    threads = [threading.Thread(target=watch, args=(process, until, tally), daemon=True)]
    threads += [
        threading.Thread(target=visit, args=(url, until, tally, seed), daemon=True) for seed in range(arguments.clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()) + PATIENCE + 2 * PAUSE)
    return tally


def print_figures(tally: Tally, arguments: argparse.Namespace, held: float, left: int) -> int:
    """Print the figures as a Markdown table; returns 1 if something went wrong."""
    first, second = halves(tally.memory, arguments.minutes * 60)
    growth = second / first - 1
    rows = [("visitors at once", f"{arguments.clients}"), ("minutes", f"{arguments.minutes:g}")]
    rows += [("requests", f"{tally.asked:,}"), *((what, f"{n:,}") for what, n in tally.counts.most_common())]
    rows.append(("without any answer", f"{tally.unanswered:,}"))
    if tally.seconds:
        ordered = sorted(tally.seconds)
        slow = ordered[int(0.95 * (len(ordered) - 1))]
        rows.append(("seconds to an answer, median", f"{statistics.median(ordered):.1f}"))
        rows.append(("seconds to an answer, 95 % within", f"{slow:.1f}"))
    rows += [
        ("memory after the warm-up, first half, MB", f"{first:,.0f}"),
        ("memory after the warm-up, second half, MB", f"{second:,.0f}"),
        ("growth between them", f"{growth:+.1%} (at most {GROWTH:.0%})"),
        ("largest memory, MB", f"{max((m for _, m in tally.memory), default=0):,.0f}"),
        ("uploads and results held at the end, MB", f"{held:,.0f}"),
        ("files left behind after it stopped", f"{left}"),
    ]
    print("\n| soak test |  |\n| --- | ---: |")
    print("\n".join(f"| {what} | {value} |" for what, value in rows))
    well = not tally.troubles and tally.counts[OWN] and growth <= GROWTH and not left
    return 0 if well else 1


if __name__ == "__main__":
    main()
