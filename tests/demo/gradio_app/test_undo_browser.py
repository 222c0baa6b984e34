"""Nothing is lost: undo, redo, reset, a reload, a lost connection. Skipped without Chromium."""

import pytest

from demo.gradio_app import samples
from demo.gradio_app.handlers import restore, undo
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.steps import recorded
from tests.demo.visitor import PATIENCE, Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
COLOSSEUM_SIZE = "1024 × 666"


@pytest.fixture
def visitor(browser, address):
    someone = Visitor(browser, address, viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield someone
    someone.page.context.close()


def setting(visitor: Visitor, key: str):
    return visitor.page.locator("[type=range]").and_(visitor.page.get_by_label(texts.say(key))).first


def value_is(visitor: Visitor, key: str, value: str) -> None:
    playwright.expect(setting(visitor, key)).to_have_value(value)


def uploaded(visitor: Visitor) -> str:
    shown = visitor.shown()
    visitor.upload(COLOSSEUM)
    visitor.when_changed(shown)
    # The frame's numbers arrive with the picture, and would overwrite numbers typed before.
    caption = visitor.page.locator(".result .caption").first
    playwright.expect(caption).to_contain_text(COLOSSEUM_SIZE)
    playwright.expect(visitor.page.locator(".undo-step")).to_be_enabled(timeout=PATIENCE)
    return visitor.shown()


def move(visitor: Visitor, key: str, to: str, shown: str) -> str:
    setting(visitor, key).focus()
    visitor.page.keyboard.press(to)
    shown = visitor.when_changed(shown)
    value = float(setting(visitor, key).input_value())
    recorded(visitor, lambda step: step.values[undo.STEP.index(key)] == value)
    return shown


def test_every_step_is_undone_and_redone_and_all_are_reset(visitor):
    page, shown = visitor.page, uploaded(visitor)
    shown = move(visitor, "warmth", "End", shown)
    shown = move(visitor, "strength", "Home", shown)
    page.keyboard.press("Control+z")
    value_is(visitor, "strength", "1")
    value_is(visitor, "warmth", "1")
    shown = visitor.when_changed(shown)
    page.locator(".undo-step").click()
    value_is(visitor, "warmth", "0")
    shown = visitor.when_changed(shown)
    page.locator(".redo-step").click()
    value_is(visitor, "warmth", "1")
    shown = visitor.when_changed(shown)
    page.locator(".reset-step").click()
    value_is(visitor, "warmth", "0")
    visitor.when_changed(shown)
    assert COLOSSEUM_SIZE in page.locator(".result .caption").first.inner_text()
    assert not visitor.complaints


def test_what_was_chosen_for_the_photograph_is_undone_and_redone_and_comes_back_after_a_reload(visitor):
    page, shown = visitor.page, uploaded(visitor)
    about, negative = page.locator(".frame .caption").first, page.get_by_label(texts.say("negative"))
    levels = page.get_by_label(texts.say("levels"))
    page.get_by_text(texts.say("frame")).first.click()
    left = page.get_by_label(texts.say("frame_left"))
    playwright.expect(left).to_have_value("0")
    left.fill("40")
    playwright.expect(left).to_have_value("40")
    page.get_by_role("button", name=texts.say("frame_use")).press("Enter")
    shown = visitor.when_changed(shown)
    framed = texts.say("frame_chosen", percent=60)
    playwright.expect(about).to_contain_text(framed)
    recorded(visitor, lambda step: step.chosen.frame != "auto")
    negative.check()
    shown = visitor.when_changed(shown)
    recorded(visitor, lambda step: step.chosen.negative)
    levels.check()
    shown = visitor.when_changed(shown)
    recorded(visitor, lambda step: step.values[undo.STEP.index("levels")])
    page.locator(".undo-step").click()
    playwright.expect(levels).not_to_be_checked(timeout=PATIENCE)
    shown = visitor.when_changed(shown)
    page.locator(".undo-step").click()
    playwright.expect(negative).not_to_be_checked(timeout=PATIENCE)
    shown = visitor.when_changed(shown)
    playwright.expect(about).to_contain_text(framed)
    page.locator(".undo-step").click()
    playwright.expect(about).to_contain_text(texts.say("frame_whole"))
    shown = visitor.when_changed(shown)
    for _ in range(2):
        page.locator(".redo-step").click()
        shown = visitor.when_changed(shown)
    playwright.expect(negative).to_be_checked(timeout=PATIENCE)
    recorded(visitor, lambda step: step.chosen.negative and step.chosen.frame != "auto")
    assert not visitor.complaints  # a reload aborts pending requests, which the console reports

    page.reload()
    playwright.expect(page.locator(".returned").first).to_contain_text(texts.say("restored"))
    page.get_by_text(texts.say("frame")).first.click()
    playwright.expect(negative).to_be_checked(timeout=PATIENCE)
    playwright.expect(about).to_contain_text(framed)
    page.locator(".reset-step").click()
    playwright.expect(negative).not_to_be_checked(timeout=PATIENCE)
    playwright.expect(about).to_contain_text(texts.say("frame_whole"))


def test_an_example_that_was_clicked_gives_the_photograph_back(visitor):
    page, shown = visitor.page, uploaded(visitor)
    recorded(visitor, lambda step: "colosseum" in str(step.values[0]))
    page.locator(".examples .thumbnail-item").nth(1).click()
    visitor.when_changed(shown)
    recorded(visitor, lambda step: bool(step.values[0]) and "colosseum" not in str(step.values[0]))
    page.locator(".undo-step").click()
    playwright.expect(page.locator(".result .caption").first).to_contain_text(COLOSSEUM_SIZE)
    playwright.expect(page.locator(".upload tr.file")).to_contain_text("rome-colosseum")


def test_a_reload_finds_photograph_and_settings_and_another_visitor_does_not(browser, address, visitor):
    page, shown = visitor.page, uploaded(visitor)
    move(visitor, "warmth", "End", shown)
    page.reload()
    playwright.expect(page.locator(".returned").first).to_contain_text(texts.say("restored"))
    playwright.expect(page.locator(".result .caption").first).to_contain_text(COLOSSEUM_SIZE)
    value_is(visitor, "warmth", "1")
    assert len(page.evaluate("sessionStorage.getItem('colourizelt')")) == 64
    other = Visitor(browser, address, locale="en-GB")
    value_is(other, "warmth", "0")
    move(other, "strength", "Home", other.shown())  # recorded once the page is fully restored
    assert "colosseum" not in str(recorded(other, bool))
    assert COLOSSEUM_SIZE not in other.page.locator(".result .caption").first.inner_text()
    value_is(other, "warmth", "0")
    other.page.context.close()


def test_a_connection_that_is_lost_for_a_moment_loses_nothing(visitor):
    page, shown = visitor.page, uploaded(visitor)
    move(visitor, "warmth", "End", shown)
    setting(visitor, "strength").focus()
    page.context.set_offline(True)
    page.keyboard.press("End")
    playwright.expect(page.locator(".toast-wrap")).to_contain_text("Connection")  # the page has noticed
    page.context.set_offline(False)
    playwright.expect(page.locator(".returned").first).to_contain_text(texts.say("restored"))  # Gradio reloads it
    playwright.expect(page.locator(".result .caption").first).to_contain_text(COLOSSEUM_SIZE)
    value_is(visitor, "warmth", "1")
    playwright.expect(page.locator(".upload tr.file")).to_contain_text("rome-colosseum")


def test_a_reload_finds_the_photograph_of_today_and_what_was_set_for_one_of_several(browser, address, visitor):
    page = visitor.page
    pagoda = samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg"
    visitor.upload(COLOSSEUM, pagoda)
    page.locator(".batch .thumbnail-item").nth(1).wait_for(timeout=PATIENCE)
    page.locator(".save-zip").wait_for(timeout=PATIENCE)
    page.locator(".batch .thumbnail-item").first.click()
    playwright.expect(page.locator(".opened-name h2")).to_contain_text("rome-colosseum")
    page.locator(".alternatives img").first.wait_for(timeout=PATIENCE)
    move(visitor, "strength", "Home", visitor.shown())
    page.get_by_role("button", name=texts.say("hints")).click()
    with page.expect_file_chooser() as chooser:
        page.locator("button.reference-load").click()
    chooser.value.set_files(pagoda)
    today = page.locator(".reference-pane img")
    page.wait_for_function("document.querySelector('.reference-pane img')?.naturalWidth > 0")
    of_today = today.get_attribute("src")
    recorded(visitor, lambda _: restore.VISITS.find(page.evaluate("sessionStorage.colourizelt")).reference is not None)
    page.locator(".opened-bar .next").click()  # the other photograph has the common settings
    value_is(visitor, "strength", "1")
    recorded(visitor, lambda step: step.chosen.opened and "pagoda" in step.chosen.opened)

    page.reload()
    playwright.expect(page.locator(".returned").first).to_contain_text(texts.say("restored"))
    playwright.expect(page.locator(".opened-name h2")).to_contain_text("summer-palace-pagoda")
    page.get_by_role("button", name=texts.say("hints")).click()
    playwright.expect(today).to_have_attribute("src", of_today)
    page.locator(".opened-bar .previous").click()
    playwright.expect(page.locator(".opened-name h2")).to_contain_text("rome-colosseum")
    value_is(visitor, "strength", "0")
    other = Visitor(browser, address, locale="en-GB")
    assert other.page.evaluate("sessionStorage.colourizelt") != page.evaluate("sessionStorage.colourizelt")
    other.page.get_by_role("button", name=texts.say("hints")).click()
    playwright.expect(other.page.locator("button.reference-load")).to_be_visible(timeout=PATIENCE)
    assert not other.page.locator(".reference-pane img[src]").count()
    other.page.context.close()
