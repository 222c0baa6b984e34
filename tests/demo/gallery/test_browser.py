"""The pages in a real browser, for what only a browser can show. Without one, see tests/browser.py."""

import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from demo.browse import ROOT
from tests.browser import imported
from tests.demo.dom import STREAMLIT, STREAMLIT_BY_CLASS, gone

sync_api = imported("playwright.sync_api")
TITLES = {  # browser tab titles by path
    "": "Browse",
    "by-class": "By class",
    "watch-it-learn": "Watch it learn",
    "spot-the-fake": "Spot the fake",
    "what-changed": "What changed",
    "picture?id=coast-1": "Shore 1",
}
WITH_CHARTS = ("by-class", "watch-it-learn")
PATIENCE = 120_000  # milliseconds, for busy machines
SETTLED = 30  # seconds, after which all fading has ended


@pytest.fixture(scope="module")
def address(made):
    """A separate server on a free port."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "demo" / "browse.py")]
    settings = ["--server.headless", "true", "--server.port", str(port), "--", "--results", str(made)]
    with subprocess.Popen(command + settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    for _ in range(PATIENCE // 500):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    pytest.fail("The page did not start.")


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    sync_api.expect.set_options(timeout=PATIENCE)
    yield page
    page.close()


def test_from_the_gallery_to_a_picture_to_the_next_and_back(page, address):
    expect = sync_api.expect
    page.goto(f"{address}/?class=coast&order=worst")
    page.get_by_role("link", name="Look closely").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shore 7")
    expect(page).to_have_url(f"{address}/picture?class=coast&order=worst&id=coast-7")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shore 6")
    expect(page).to_have_url(re.compile("id=coast-6"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shore 7")
    page.get_by_role("link", name="All pictures").click()
    expect(page.get_by_text("Pictures 1 to 7 of 7")).to_be_visible()
    expect(page).to_have_url(f"{address}/?class=coast&order=worst")


def test_the_slider_moves_by_keyboard(page, address):
    page.goto(f"{address}/picture?id=coast-1")
    slider = page.get_by_role("slider", name="Share of the picture")
    slider.focus()
    slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext").startswith("49% Original")


def test_a_part_of_the_distribution_shows_its_pictures_and_a_link_to_all(page, address):
    expect = sync_api.expect
    page.goto(f"{address}/by-class?class=coast")
    chart = page.locator('[data-testid="stVegaLiteChart"]')
    expect(chart.locator("canvas, svg").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_test_id("stStatusWidget")).to_be_hidden()  # a redrawn chart forgets where a drag began
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 150, steps=5)
    page.mouse.up()
    expect(page.get_by_text("on which cGAN has a MAE from")).to_be_visible()
    page.get_by_role("link", name="Browse all of them").click()
    expect(page.get_by_text(re.compile(r"Pictures 1 to \d of \d"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"/\?class=coast&range=.*&sort=cgan&order=worst"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", TITLES)
def test_nothing_is_hard_to_reach_read_or_hear(browser, address, path, scheme):
    axe = imported("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{path}")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        _drawn(page, path)
        deadline = time.monotonic() + SETTLED
        while (faults := _faults(axe, page)) and time.monotonic() < deadline:
            pass  # elements that are still fading in have too little contrast
        assert not faults, f"at {width} pixels"
    sync_api.expect(page).to_have_title(f"{TITLES[path]} · Colourizelt!")
    page.close()


def _faults(axe, page) -> list[str]:
    found = axe.run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def _drawn(page, path: str) -> None:
    """Wait until a page is complete and nothing moves; charts come last."""
    page.wait_for_selector("h1")
    if path in WITH_CHARTS:
        page.wait_for_selector('[data-testid="stVegaLiteChart"] :is(canvas, svg)')
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget], [data-stale=true]') && "
        "document.getAnimations().every(each => each.playState !== 'running' ||"
        " each.effect.getTiming().iterations === Infinity)"
    )


def test_the_two_versions_under_the_slider_are_in_the_address(page, address):
    page.goto(f"{address}/picture?id=coast-1&left=grey")
    sync_api.expect(page.get_by_role("combobox", name="Left")).to_be_visible()
    page.get_by_role("combobox", name="Right").click()
    page.get_by_role("option", name="Baseline").click()
    sync_api.expect(page).to_have_url(re.compile("left=grey.*right=baseline"))


def test_the_picture_of_the_game_goes_after_two_seconds_and_the_answer_counts(page, address):
    expect = sync_api.expect
    page.goto(f"{address}/spot-the-fake")
    page.get_by_role("button", name="Show the picture").click()
    picture = page.get_by_alt_text("A photograph, real or colourized")
    expect(picture).to_be_visible()
    expect(picture).to_be_hidden(timeout=10_000)
    page.get_by_role("button", name="Colourized").click()
    expect(page.get_by_text(re.compile("of 1 right"))).to_be_visible()
    page.get_by_role("button", name="Next picture").click()
    expect(page.get_by_role("button", name="Real colours")).to_be_visible()


def test_streamlit_still_has_what_the_style_relies_on(page, address):
    page.goto(address)
    found = [gone(page, STREAMLIT, PATIENCE)]
    page.goto(f"{address}/by-class")
    found.append(gone(page, STREAMLIT_BY_CLASS, PATIENCE))
    assert not "".join(found), "\n".join(found)
