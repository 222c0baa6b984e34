"""Many visitors for a long time: does the app lose anybody's photograph, and does its memory stay flat?

    python -m tests.soak --clients 30 --minutes 10

Starts the app of its own, with a folder of its own. Each visitor colours, compares and asks for certainty in turn, and
checks that what comes back is their own photograph's size. Whom the full queue sends away comes again.
"""

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

from gradio_client import Client, handle_file
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "assets" / "samples").rglob("*.jpg"))
PAUSE = 2.0  # seconds, before coming again


class Tally:
    """What all visitors met with."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.memory: list[tuple[float, float]] = []  # (seconds since the start, MB)

    def add(self, what: str, seconds: float | None = None) -> None:
        with self.lock:
            self.counts[what] += 1
            if seconds is not None:
                self.seconds.append(seconds)


def visit(url: str, until: float, tally: Tally, seed: int) -> None:
    """One visitor, again and again."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        client = Client(url, verbose=False, download_files=folder)
        while time.monotonic() < until:
            photo = chance.choice(SAMPLES)
            start = time.monotonic()
            try:
                own = ask(client, photo, chance) == Image.open(photo).size
                tally.add("own photograph" if own else "somebody else's photograph", time.monotonic() - start)
            except Exception as error:  # whatever it is, it is counted
                full = "queue" in str(error).lower() and "full" in str(error).lower()
                tally.add("sent away by a full queue" if full else f"lost: {type(error).__name__}: {str(error)[:100]}")
                time.sleep(PAUSE)


def ask(client: Client, photo: Path, chance: random.Random) -> tuple[int, int]:
    """One of the three things to ask for; returns the size of the picture that came back."""
    name = chance.choice(["/colourise", "/colourise", "/certainty", "/compare"])
    if name == "/compare":
        path = client.predict(photo=handle_file(photo), api_name=name)[-1]
    elif name == "/certainty":
        path, _ = client.predict(photo=handle_file(photo), model="chroma", api_name=name)
    else:
        settings = {"vividness": chance.random(), "strength": 2 * chance.random(), "format": "jpg"}
        path, _ = client.predict(photo=handle_file(photo), model="chroma", api_name=name, **settings)
    with Image.open(path) as image:
        return image.size


def watch(process: subprocess.Popen, until: float, tally: Tally) -> None:
    """Note the app's memory every five seconds."""
    start = time.monotonic()
    while time.monotonic() < until and process.poll() is None:
        tally.memory.append((time.monotonic() - start, resident(process.pid)))
        time.sleep(5)


def resident(pid: int) -> float:
    """Memory of a process in MB. Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Run, and print the figures. The exit status says whether anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clients", type=int, default=30, help="visitors at once")
    parser.add_argument("--minutes", type=float, default=10)
    arguments = parser.parse_args()
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GRADIO_SERVER_PORT": url.rsplit(":", 1)[1], "TMPDIR": folder}
        environment.pop("GRADIO_TEMP_DIR", None)
        with subprocess.Popen([sys.executable, ROOT / "demo" / "app.py"], env=environment, cwd=folder) as process:
            try:
                started = wait_for(url)
                tally = soak(url, process, arguments)
                tally.memory.append((arguments.minutes * 60, resident(process.pid)))
            finally:
                process.terminate()
        left = sum(path.is_file() for path in Path(folder).rglob("*"))
    sys.exit(print_figures(tally, arguments, started, left))


def soak(url: str, process: subprocess.Popen, arguments: argparse.Namespace) -> Tally:
    """All visitors at once, until the time is up."""
    tally, until = Tally(), time.monotonic() + arguments.minutes * 60
    threads = [threading.Thread(target=watch, args=(process, until, tally))]
    threads += [threading.Thread(target=visit, args=(url, until, tally, seed)) for seed in range(arguments.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def wait_for(url: str) -> float:
    """Until a page is served; returns the seconds that took."""
    start = time.monotonic()
    while time.monotonic() < start + 600:
        try:
            urllib.request.urlopen(url).read()
            return time.monotonic() - start
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The app did not start within ten minutes.")


def print_figures(tally: Tally, arguments: argparse.Namespace, started: float, left: int) -> int:
    """The figures, in the order in which they are read; returns how many photographs were lost or mixed up."""
    print(f"{arguments.clients} clients, {arguments.minutes:g} minutes; page ready after {started:.1f} s")
    for what, count in tally.counts.most_common():
        print(f"  {count:6} {what}")
    if tally.seconds:
        ordered = sorted(tally.seconds)
        slow = ordered[int(0.95 * (len(ordered) - 1))]
        print(f"  seconds to an answer: median {statistics.median(ordered):.1f}, 95 % within {slow:.1f}")
    half = len(tally.memory) // 2
    first, second = tally.memory[half // 2 : half] or tally.memory, tally.memory[half:]
    print(f"  memory, MB: {statistics.mean(m for _, m in first):.0f} in the second quarter of the time, ", end="")
    print(f"{statistics.mean(m for _, m in second):.0f} in the second half, {tally.memory[-1][1]:.0f} at the end")
    print(f"  files left behind after it stopped: {left}")
    return sum(count for what, count in tally.counts.items() if what.startswith(("lost", "somebody")))


if __name__ == "__main__":
    main()
