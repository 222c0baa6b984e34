"""The Gradio app with a screen reader or without a mouse. Skipped without Chromium."""

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.visitor import Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
CASTLE = samples.FOLDER / "coast" / "eilean-donan-castle.jpg"


def choose(visitor: Visitor, *files) -> None:
    """Choose files as from the keyboard: a key opens the browser's file dialog."""
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.locator(".block.upload button").first.press("Enter")
    chooser.value.set_files(list(files))


def test_what_was_done_is_announced_and_the_pictures_say_what_they_are(visitor):
    page, example = visitor.page, visitor.shown()
    live = page.locator("[role=status]", has_text=texts.say("said_done", model="Chroma")).first
    choose(visitor, COLOSSEUM)
    shown = visitor.when_changed(example)
    playwright.expect(live).to_contain_text("of 100 points")
    playwright.expect(live).to_contain_text(texts.say("choice"))
    alts = "() => [...document.querySelectorAll('.pane img')].map(each => each.alt)"
    assert page.evaluate(alts)[0] == texts.say("alt_before")
    assert texts.say("alt_after", model="Chroma") in page.evaluate(alts)[1]

    second = page.get_by_role("button", name=texts.say("alternative", number=1, count=3))
    playwright.expect(second).to_have_attribute("aria-pressed", "false")
    second.click()
    shown = visitor.when_changed(shown)
    playwright.expect(second).to_have_attribute("aria-pressed", "true")
    playwright.expect(live).to_contain_text(texts.say("alternative", number=1, count=3))
    assert texts.say("alternative", number=1, count=3) in page.evaluate(alts)[1]

    page.get_by_label("cGAN (U-net)").first.check()
    visitor.when_changed(shown)
    said = page.locator("[role=status]", has_text=texts.say("said_done", model="cGAN (U-net)")).first
    playwright.expect(said).not_to_contain_text("of 100 points")
    assert "common." not in "".join(page.locator("[role=status]").all_inner_texts())


def test_the_focus_goes_where_the_eye_goes(visitor):
    page, example = visitor.page, visitor.shown()
    choose(visitor, COLOSSEUM)
    visitor.when_changed(example)
    page.wait_for_function("document.activeElement.classList.contains('pane')")
    page.get_by_role("button", name=texts.say("common.clear")).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.closest('.block.upload')")


def test_arrows_lead_from_tab_to_tab(visitor):
    page = visitor.page
    page.get_by_role("tab").first.focus()
    page.keyboard.press("ArrowRight")
    playwright.expect(page.get_by_role("tab").nth(1)).to_be_focused()
    playwright.expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    playwright.expect(page.get_by_role("tab").nth(2)).to_be_focused()
    page.keyboard.press("ArrowRight")
    playwright.expect(page.get_by_role("tab").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") != "tab"


def test_a_number_box_takes_the_nearest_that_may_be_and_says_so(visitor):
    page, shown = visitor.page, visitor.shown()
    box = page.locator('.setting input[type="number"]').first
    line = page.locator('.setting input[type="range"]').first
    box.fill("3")
    box.press("Tab")
    visitor.when_changed(shown)
    assert (box.input_value(), line.input_value()) == ("1", "1")
    said = page.locator(".amended").first
    playwright.expect(said).to_have_text(texts.say("clamped", low=0, high=1, value=1))
    box.fill("")
    box.press("Tab")
    playwright.expect(said).to_have_text(texts.say("emptied", value=1))
    assert (box.input_value(), line.input_value()) == ("1", "1")
    box.fill("0.25")
    box.press("Tab")
    assert (box.input_value(), line.input_value()) == ("0.25", "0.25")
    playwright.expect(said).to_be_hidden()
    assert not page.locator(".toast-body").count()
