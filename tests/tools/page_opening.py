"""Measures how the app's page opens in a browser: first paint, first picture, layout shift, console errors.

    python -m tests.tools.page_opening

Each width is opened three times in the light and the dark theme by a new visitor with an empty browser cache. The
output is Markdown. Needs Playwright and Chromium: pip install playwright && apt-get install chromium.
"""

import os
import statistics
import sys
import tempfile
from itertools import product

from playwright.sync_api import Browser, sync_playwright

from tests.tools.chromium import CHROMIUM, FLAGS, LAYOUT_SHIFT
from tests.tools.serving import ROOT, app_environment, free_port, wait_for
from tests.tools.timed_page import LOADED, PATIENCE, started

SCREENS = ((1920, 1080), (1280, 900), (390, 844))  # CSS pixels; the last is a phone
REPEATS = 3
SETTLED = 3000  # milliseconds after the picture in which the layout could still shift
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def main() -> int:
    """Measure and print; returns 1 if there are console errors."""
    port, complained = free_port(), 0
    with (
        tempfile.TemporaryDirectory() as folder,
        started([sys.executable, ROOT / "demo" / "app.py"], app_environment(port, folder)),
        sync_playwright() as driver,
    ):
        wait_for(f"http://127.0.0.1:{port}")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        opened(browser, port, SCREENS[0], "light")  # warm-up for the first visitor
        print("| screen | colours | first paint, s | first picture, s | layout shift | complaints |")
        print("| --- | --- | ---: | ---: | ---: | ---: |")
        for screen, scheme in product(SCREENS, ("light", "dark")):
            visits = list(zip(*(opened(browser, port, screen, scheme) for _ in range(REPEATS)), strict=True))
            painted, picture, shifted = (statistics.median(values) for values in visits[:3])
            complained += sum(visits[3])
            size = "{}x{}".format(*screen)
            print(f"| {size} | {scheme} | {painted:.2f} | {picture:.2f} | {shifted:.3f} | {sum(visits[3])} |")
        browser.close()
    print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
    return int(complained > 0)


def opened(browser: Browser, port: int, screen: tuple[int, int], scheme: str) -> tuple[float, float, float, int]:
    """Seconds to the first paint and to the picture in colour, the layout shift, and the number of console errors."""
    width, height = screen
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=phone,
        is_mobile=phone,
    )
    page, complaints = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.add_init_script(LAYOUT_SHIFT)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://127.0.0.1:{port}")
    page.wait_for_function(LOADED, arg="")
    picture = page.evaluate("performance.now() / 1000")
    page.wait_for_timeout(SETTLED)
    figures = page.evaluate(_PAINTED), picture, page.evaluate("shifted"), len(complaints)
    context.close()
    return figures


if __name__ == "__main__":
    sys.exit(main())
