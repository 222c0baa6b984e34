"""Picking and moving colours from a present-day photograph in a real browser, by mouse, keyboard and touch."""

import re

import numpy as np
import pytest
from PIL import Image

from demo.gradio_app.handlers import undo
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.steps import Clock, recorded
from tests.demo.visitor import PATIENCE, Visitor

playwright = imported("playwright.sync_api")


@pytest.fixture(scope="module")
def today(tmp_path_factory):
    """A photograph, red on the left and blue on the right."""
    pixels = np.zeros((600, 800, 3), np.uint8)
    pixels[:, :400], pixels[:, 400:] = (190, 60, 50), (60, 90, 190)
    path = tmp_path_factory.mktemp("today") / "today.png"
    Image.fromarray(pixels).save(path)
    return path


def listed(page, *said: str) -> None:
    """Wait until the list of hints shows these rows."""
    rows = page.locator(".hint-list li")
    playwright.expect(rows).to_have_count(len(said))
    for number, each in enumerate(said):
        playwright.expect(rows.nth(number)).to_contain_text(each)


def load(page, today, language: str = "en") -> None:
    page.get_by_role("button", name=texts.say("hints", language)).click()
    with page.expect_file_chooser() as chooser:
        page.locator("button.reference-load").click()
    chooser.value.set_files(today)
    page.wait_for_function("document.querySelector('.reference-pane img')?.naturalWidth > 0")


def test_a_colour_is_taken_from_a_photograph_of_today_and_moved_and_both_are_undone(visitor, today, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(undo, "clock", clock)
    page, shown = visitor.page, visitor.shown()
    load(page, today)
    pane, reference = page.locator(".result .pane"), page.locator(".reference-pane img")
    box, there = pane.bounding_box(), reference.bounding_box()
    pane.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.8})
    page.locator(".likely button").first.wait_for()
    reference.click(position={"x": there["width"] * 0.2, "y": there["height"] * 0.5})
    red = visitor.when_changed(shown)
    listed(page, "red")
    playwright.expect(page.locator(".reference-pane .cross")).to_be_focused()
    for _ in range(14):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    blue = visitor.when_changed(red)
    listed(page, "blue")

    mark = page.locator(".pane .mark")
    playwright.expect(mark).to_have_attribute("aria-label", re.compile("Colour 1: blue"))
    mark.scroll_into_view_if_needed()
    at = mark.bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + box["width"] * 0.1, y, steps=4)
    page.mouse.up()
    moved = visitor.when_changed(blue)
    listed(page, "60% across")
    assert page.locator(".likely button").count()  # a drag is not a tap: the suggestions stay
    recorded(visitor, lambda step: [round(100 * each.x) for each in step.chosen.hints] == [60])
    clock.forward()  # otherwise the next move would be part of the same step
    mark.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    back = visitor.when_changed(moved)
    listed(page, "50% across")
    playwright.expect(mark).to_be_focused()
    page.locator(".undo-step").click()
    visitor.when_changed(back)
    listed(page, "60% across")
    page.locator(".redo-step").click()
    listed(page, "50% across")
    mark.focus()
    page.keyboard.press("Delete")
    listed(page)
    playwright.expect(page.locator(".pane .cross")).to_be_focused()
    page.get_by_role("button", name=texts.say("reference_remove")).click()
    playwright.expect(page.locator(".reference-pane")).to_be_hidden()


def test_a_telephone_takes_a_colour_and_moves_it_by_touch(browser, address, today):
    axe = imported("axe_playwright_python.sync_playwright").Axe()
    phone = Visitor(
        browser, address, locale="fr-FR", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = phone.page
    load(page, today, "fr")
    page.locator(".reference-pane img").tap(position={"x": 40, "y": 60})
    playwright.expect(page.get_by_text(texts.say("hint_no_place", "fr"))).to_be_visible(timeout=PATIENCE)
    page.locator(".result .pane").tap(position={"x": 250, "y": 120})
    page.locator(".likely button").first.wait_for()
    page.locator(".reference-pane img").tap(position={"x": 40, "y": 60})
    listed(page, "rouge")
    mark = page.locator(".pane .mark")
    mark.scroll_into_view_if_needed()
    at = mark.bounding_box()
    assert at["width"] >= 44 and at["height"] >= 44
    before = page.locator(".hint-list li").get_attribute("data-x")
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, across in (("touchStart", 0), ("touchMove", -30), ("touchMove", -60), ("touchEnd", None)):
        points = [] if across is None else [{"x": x + across, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("before => document.querySelector('.hint-list li')?.dataset.x !== before", arg=before)
    assert float(page.locator(".hint-list li").get_attribute("data-x")) < float(before) - 0.1
    phone.when_still()
    found = axe.run(page).response["violations"]
    assert not [each["id"] for each in found if each["impact"] in ("serious", "critical")]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not [each for each in phone.complaints if "hint_no_place" not in each]
    page.context.close()
