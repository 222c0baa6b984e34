"""A page in a real browser, and the duration of a visitor's actions."""

import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.tools.chromium import CHROMIUM, FLAGS

PATIENCE = 90_000  # milliseconds
LOADED = "before => { const all = [...document.querySelectorAll('.stage img')].filter(e => e.checkVisibility());"
LOADED += " const last = all.pop(); return last?.complete && last.naturalWidth > 0 && last.src !== before && last.src }"


class Row(NamedTuple):
    """One figure: its name, its values in `unit`, and the limit that the project promises."""

    what: str
    values: list[float]
    limit: float
    unit: str = "s"

    @property
    def met(self) -> bool:
        """Whether the median meets the limit. A single value may be affected by other load on the machine."""
        return statistics.median(self.values) < self.limit


@contextmanager
def browser() -> Iterator[Callable]:
    """Yield a function that opens a URL in a separate page, as a new visitor."""
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
    """Run a server that is stopped at the end of the block."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def timed(act: Callable[[], object], done: Callable[[], object]) -> float:
    """Seconds from an action until `done` returns."""
    start = time.monotonic()
    act()
    done()
    return time.monotonic() - start
