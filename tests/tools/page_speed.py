"""What a visitor waits for, in a real browser on this machine, beside what the project promises on two idle cores.

    python -m tests.tools.page_speed app        cold start, a 12-megapixel upload, each control
    python -m tests.tools.page_speed hints      from giving a colour hint to the new picture
    python -m tests.tools.page_speed gallery    10,000 pictures: first page, filters and sorting, memory

Needs Playwright and Chromium: pip install playwright && apt-get install chromium. The output is Markdown; the exit
status is 1 if a figure misses its target.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from tests.tools.gallery_speed import measure_gallery
from tests.tools.serving import ROOT, app_environment, free_port, resident, wait_for
from tests.tools.timed_page import LOADED, Row, browser, started, timed

MEGAPIXELS_12 = (4000, 3000)


def main() -> None:
    """Measure and print; the exit status says whether all targets are met."""
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


def measure_app(folder: Path, open_page: Callable) -> list[Row]:
    """Measure the Gradio app from its start."""
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
    """Measure hints in the app: a place's likely colours, giving one to the picture, and moving one."""
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
    waits = 0.4  # seconds for which the page waits for another arrow key
    return [
        Row("a place to its likely colours", offered, 0.3),
        Row("a colour to the picture", given, 0.3),
        Row("a colour moved by an arrow to the picture", [each - waits for each in moved], 0.3),
    ]


def large_photo(path: Path, seed: int) -> Path:
    """Write a photograph of 12 megapixels with grain, an enlarged sample; a different file for each seed."""
    sample = Image.open(ROOT / "assets" / "samples" / "mountain" / "picos-de-europa.jpg")
    pixels = np.asarray(sample.resize(MEGAPIXELS_12), np.int16)
    grain = np.random.default_rng(seed).integers(-6, 7, pixels.shape[:2], np.int16)[..., None]
    Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


if __name__ == "__main__":
    main()
