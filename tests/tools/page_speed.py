"""What a visitor waits for, in a real browser on this machine, beside what the project promises on two idle cores.

    python -m tests.tools.page_speed app        cold start, a 12-megapixel upload, each control
    python -m tests.tools.page_speed hints      from a colour that is given to the new picture
    python -m tests.tools.page_speed gallery    10,000 pictures: first page, filters and sorting, memory

Needs Playwright and Chromium: pip install playwright && apt-get install chromium. The figures come as Markdown; the
exit status is 1 where one misses its target.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import ModelInfo, Picture, Results, save_picture, save_results
from tests.tools.chromium import CHROMIUM, FLAGS
from tests.tools.serving import ROOT, app_environment, free_port, resident, wait_for

PATIENCE = 90_000  # milliseconds
MEGAPIXELS_12 = (4000, 3000)
PICTURES = 10_000
METRICS = ("mae", "psnr", "ciede2000", "colourfulness")


class Row(NamedTuple):
    """One figure: what, its values in `unit`, and the largest that the project promises."""

    what: str
    values: list[float]
    limit: float
    unit: str = "s"

    @property
    def met(self) -> bool:
        """The median counts: one visitor in a row may meet with something else that the machine does."""
        return statistics.median(self.values) < self.limit


def main() -> None:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", choices=["app", "hints", "gallery"])
    measure = {"app": measure_app, "hints": measure_hints, "gallery": measure_gallery}[parser.parse_args().pages]
    with tempfile.TemporaryDirectory() as folder, browser() as open_page:
        rows = measure(Path(folder), open_page)
    print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| what | median | slowest | target | met |\n| --- | ---: | ---: | ---: | :-: |")
    for row in rows:
        median, slowest = statistics.median(row.values), max(row.values)
        shown = (f"{number:.2f}" if row.unit == "s" else f"{number:.0f}" for number in (median, slowest))
        print(f"| {row.what} | {' | '.join(shown)} | < {row.limit:g} {row.unit} | {'yes' if row.met else 'NO'} |")
    sys.exit(not all(row.met for row in rows))


@contextmanager
def browser() -> Iterator[Callable]:
    """Gives a function that opens an address in a page of its own, as a new visitor."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)

        def open_page(url: str):
            page = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(url)
            return page

        yield open_page
        chromium.close()


@contextmanager
def started(command: list, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen]:
    """A server that ends with the block."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def timed(act: Callable[[], object], done: Callable[[], object]) -> float:
    """Seconds from an act to the moment at which `done` returns."""
    start = time.monotonic()
    act()
    done()
    return time.monotonic() - start


LOADED = "before => { const all = [...document.querySelectorAll('.stage img')].filter(e => e.checkVisibility());"
LOADED += " const last = all.pop(); return last?.complete && last.naturalWidth > 0 && last.src !== before && last.src }"


def measure_app(folder: Path, open_page: Callable) -> list[Row]:
    """The Gradio app, from its start on."""
    port, start = free_port(), time.monotonic()
    with started([sys.executable, ROOT / "demo" / "app.py"], app_environment(port, str(folder))) as process:
        wait_for(f"http://127.0.0.1:{port}")
        page = open_page(f"http://127.0.0.1:{port}")
        shown = page.wait_for_function(LOADED, arg="").json_value()
        rows = [Row("cold start to a page with its picture", [time.monotonic() - start], 12)]
        page.wait_for_timeout(1500)

        def until_new() -> None:
            nonlocal shown
            shown = page.wait_for_function(LOADED, arg=shown, polling=20).json_value()

        def until_in_colour() -> None:
            page.locator(".result .caption", has_text="{} × {}".format(*MEGAPIXELS_12)).first.wait_for()
            until_new()

        uploads = []
        for number in range(3):
            photo = large_photo(folder / f"large-{number}.jpg", number)
            upload = page.locator(".upload input[type=file]").first
            uploads.append(timed(lambda file=photo, to=upload: to.set_input_files(file), until_in_colour))
            page.wait_for_timeout(3000)  # the alternatives
            if number < 2:
                page.locator(".upload").get_by_role("button", name="Clear").click()
                until_new()
                page.wait_for_timeout(1500)
        rows.append(Row("12-megapixel upload to its colours", uploads, 4))
        for name in ("Vividness", "Strength", "Warmth"):
            control = page.get_by_label(name).and_(page.locator("[type=range]")).first
            control.focus()
            steps = []
            for _ in range(5):
                steps.append(timed(lambda: page.keyboard.press("ArrowRight"), until_new))
                page.wait_for_timeout(1200)
            rows.append(Row(f"a step of {name.lower()} to the picture", steps, 0.5))
        box = page.get_by_label("Show where the model is guessing")
        toggles = [timed(box.click, until_new) for _ in range(4)]
        rows.append(Row("certainty, on and off", toggles, 0.5))
        print(f"Memory of the app: {resident(process.pid):.0f} MB.")
    return rows


def measure_hints(folder: Path, open_page: Callable) -> list[Row]:
    """The same app: a place's likely colours, one of them to the picture, and one that is moved."""
    port = free_port()
    with started([sys.executable, ROOT / "demo" / "app.py"], app_environment(port, str(folder))):
        wait_for(f"http://127.0.0.1:{port}")
        page = open_page(f"http://127.0.0.1:{port}")
        shown = page.wait_for_function(LOADED, arg="").json_value()

        def until_new() -> None:
            nonlocal shown
            shown = page.wait_for_function(LOADED, arg=shown, polling=20).json_value()

        page.locator(".alternatives img").first.wait_for()
        page.locator(".upload input[type=file]").first.set_input_files(large_photo(folder / "large.jpg", 0))
        page.locator(".result .caption", has_text="{} × {}".format(*MEGAPIXELS_12)).first.wait_for()
        until_new()
        page.get_by_role("button", name="Colours that you know").click()
        page.wait_for_timeout(3000)  # the alternatives
        pane, likely = page.locator(".result .pane"), page.locator(".likely button")
        box, offered, given, moved = pane.bounding_box(), [], [], []
        for number in range(6):
            across, down = 0.3 + 0.08 * number, 0.3 + 0.1 * (number % 3)
            said = f"{round(100 * across)}% across"
            place = {"x": box["width"] * across, "y": box["height"] * down}
            there = page.locator(".hint-colours", has_text=said)
            offered.append(timed(lambda at=place: pane.click(position=at), there.first.wait_for))
            given.append(timed(likely.nth(2).click, until_new))
            page.wait_for_timeout(2000)  # the alternatives again
        for number in range(4):
            mark = page.locator(".pane .mark").nth(number)
            mark.focus()
            page.keyboard.press("Shift+ArrowDown")
            moved.append(timed(lambda: None, until_new))
            page.wait_for_timeout(2000)
    waits = 0.4  # seconds for which the page waits whether another arrow follows
    return [
        Row("a place to its likely colours", offered, 0.3),
        Row("a colour to the picture", given, 0.3),
        Row("a colour moved by an arrow to the picture", [each - waits for each in moved], 0.3),
    ]


def large_photo(path: Path, seed: int) -> Path:
    """A photograph of 12 megapixels with grain: a sample, enlarged; another file each time."""
    sample = Image.open(ROOT / "assets" / "samples" / "mountain" / "picos-de-europa.jpg")
    pixels = np.asarray(sample.resize(MEGAPIXELS_12), np.int16)
    grain = np.random.default_rng(seed).integers(-6, 7, pixels.shape[:2], np.int16)[..., None]
    Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def measure_gallery(folder: Path, open_page: Callable) -> list[Row]:
    """The Streamlit pages on ten thousand pictures. Streamlit's own start, until it answers at all, does not count."""
    results = many_results(folder / "results")
    port = free_port()
    settings = ["--server.headless", "true", "--server.port", str(port), "--", "--results", str(results)]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "demo" / "browse.py"), *settings]
    with started(command) as process:
        url = f"http://localhost:{port}"
        wait_for(f"{url}/_stcore/health")
        visits = []
        for _ in range(3):  # the first one waits for the results to be read, too
            start = time.monotonic()
            page = open_page(url)
            page.wait_for_selector(".strip img")
            page.get_by_text(f"of {PICTURES:,}").wait_for()
            visits.append(time.monotonic() - start)
        acts = []
        for act, said in _acts(page):
            acts.append(timed(act, page.get_by_text(said, exact=True).first.wait_for))
            page.wait_for_timeout(1000)
        page.goto(f"{url}/by-class?class=coast")
        page.wait_for_selector("[data-testid=stVegaLiteChart]")
        page.wait_for_timeout(3000)
        memory = resident(process.pid) / 1.048576
    return [
        Row("first page, first visitor", visits[:1], 2),
        Row("first page, the next visitors", visits[1:], 2),
        Row("a filter or a sort", acts, 0.5),
        Row("memory, with the charts of a class", [memory], 600, "MiB"),
    ]


def _acts(page) -> list[tuple[Callable, str]]:
    """What a visitor does, and what the page says once it was done."""
    count = len(range(0, PICTURES, len(LandscapeClass)))
    kind = next(iter(LandscapeClass)).title
    return [
        (lambda: page.get_by_text("Worst", exact=True).click(), f"Photograph {PICTURES - 1}"),
        (lambda: page.get_by_text("Best", exact=True).click(), "Photograph 0"),
        (lambda: page.get_by_text(f"{kind} · {count:,}").click(), f"Pictures 1 to 12 of {count:,}"),
        (lambda: page.get_by_text(f"All classes · {PICTURES:,}").click(), f"Pictures 1 to 12 of {PICTURES:,}"),
    ]


def many_results(folder: Path) -> Path:
    """A results folder of ten thousand pictures whose errors grow with their numbers. All files are one."""
    models = (ModelInfo("grey", "Grey passthrough"), ModelInfo("baseline", "Baseline"), ModelInfo("cgan", "cGAN", "ab"))
    kinds, chance = list(LandscapeClass), np.random.default_rng(0)
    pictures = []
    for number in range(PICTURES):
        values = {
            model.name: dict(zip(METRICS, (number / 1e5, 30 - number / 1e3, number / 1e3, 30.0), strict=True))
            for model in models
        } | {"original": dict(zip(METRICS, (0.0, 100.0, 0.0, 35.0), strict=True))}
        kind = kinds[number % len(kinds)]
        pictures.append(Picture(f"picture-{number}", kind, f"photograph {number}", values))
    rgb = chance.integers(0, 256, (144, 144, 3), np.uint8)
    for version in ("original", *(model.name for model in models)):
        save_picture(folder, version, pictures[0].id, rgb)
        first = folder / "pictures" / version / f"{pictures[0].id}.webp"
        for picture in pictures[1:]:
            os.link(first, first.with_stem(picture.id))
    summary = {m.name: {"all": dict.fromkeys(METRICS, 1.0)} for m in models}
    save_results(
        Results("Many", 144, "2026-11-23T01:00:00+00:00", "python -m tests.tools.page_speed gallery", METRICS, models,
                summary, tuple(pictures), {}),
        folder,
    )  # fmt: skip
    return folder


if __name__ == "__main__":
    main()
