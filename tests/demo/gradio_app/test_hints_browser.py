"""Giving colour hints in a real browser, by mouse, keyboard and touch."""

import io

import numpy as np
import pytest
from PIL import Image

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.visitor import PATIENCE, Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"


@pytest.fixture
def visitor(browser, address):
    someone = Visitor(browser, address, viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield someone
    someone.page.context.close()


def seen(visitor: Visitor, url: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(visitor.pixels(url))).convert("RGB")).astype(int)


def given(visitor: Visitor, count: int) -> None:
    playwright.expect(visitor.page.locator(".hint-list li")).to_have_count(count)


def test_a_place_is_clicked_and_takes_a_colour_and_the_sky_does_not_until_it_is_undone(visitor):
    page, shown = visitor.page, visitor.shown()
    visitor.upload(COLOSSEUM)
    plain = visitor.when_changed(shown)
    playwright.expect(page.locator(".undo-step")).to_be_enabled(timeout=PATIENCE)
    pane = page.locator(".result .pane")
    pane.click(position={"x": 100, "y": 100})
    assert not page.locator(".likely").count()  # the controls are closed
    page.get_by_role("button", name=texts.say("hints")).click()
    box = pane.bounding_box()
    pane.click(position={"x": box["width"] * 0.7, "y": box["height"] * 0.55})
    colours = page.locator(".likely button")
    playwright.expect(colours.first).to_contain_text("of 100")
    assert 4 <= colours.count() <= 8
    playwright.expect(page.locator(".pane .cross")).to_be_focused()

    page.locator(".free .hue").fill("300")
    page.locator(".free .chroma").fill("90")
    page.locator(".free button").click()
    purple = visitor.when_changed(plain)
    given(visitor, 1)
    before, after = seen(visitor, plain), seen(visitor, purple)
    height, width = after.shape[:2]
    row, column = round(height * 0.55), round(width * 0.7)
    spot = after[row - 3 : row + 4, column - 3 : column + 4].mean(axis=(0, 1))
    assert spot[2] > spot[1] + 20
    sky = slice(0, height // 12), slice(width // 3, width // 2)
    assert np.abs(after - before)[sky].mean() < 3
    playwright.expect(page.locator(".result .caption").first).to_contain_text("One colour was given by you")
    playwright.expect(page.locator(".pane .marks .mark")).to_have_text("1")

    page.locator(".undo-step").click()
    given(visitor, 0)
    visitor.when_changed(purple)
    page.locator(".redo-step").click()
    given(visitor, 1)
    with page.expect_download() as download:
        page.get_by_role("button", name=texts.say("hints_save")).click()
        page.locator("a.hints-file").click()
    assert download.value.suggested_filename == "rome-colosseum.hints.json"
    assert not visitor.complaints

    page.reload()
    playwright.expect(page.locator(".returned").first).to_contain_text(texts.say("restored"))
    page.get_by_role("button", name=texts.say("hints")).click()
    given(visitor, 1)


def test_the_keyboard_alone_finds_a_place_gives_a_colour_and_takes_it_away(visitor):
    page, shown = visitor.page, visitor.shown()
    opener = page.get_by_role("button", name=texts.say("hints"))
    opener.focus()
    page.keyboard.press("Enter")
    cross = page.locator(".pane .cross")
    playwright.expect(cross).to_be_visible()
    cross.focus()
    for key in ("Shift+ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    lead = page.locator(".hint-colours")
    playwright.expect(lead.first).to_contain_text(texts.say("hint_likely", across=55, down=51))
    page.locator(".likely button").nth(2).focus()
    page.keyboard.press("Enter")
    given(visitor, 1)
    visitor.when_changed(shown)
    page.get_by_role("button", name=texts.say("hint_remove", number=1)).press("Enter")
    given(visitor, 0)
    assert not visitor.complaints


def test_a_telephone_gives_a_colour_by_taps(browser, address):
    axe = imported("axe_playwright_python.sync_playwright").Axe()
    phone = Visitor(
        browser, address, locale="de-DE", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = phone.page
    page.get_by_role("button", name=texts.say("hints", "de")).tap()
    playwright.expect(page.locator(".pane .cross")).to_be_visible()
    page.locator(".result .pane").tap(position={"x": 250, "y": 120})
    page.locator(".likely button").first.wait_for()
    page.locator(".likely button").nth(1).tap()
    given(phone, 1)
    playwright.expect(page.locator(".undo-step")).to_be_enabled(timeout=PATIENCE)
    phone.when_still()
    found = axe.run(page).response["violations"]
    assert not [each["id"] for each in found if each["impact"] in ("serious", "critical")]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not phone.complaints
    page.context.close()
