"""Before and after as one picture, created and saved on the page. Skipped without Chromium."""

import re

import pytest
from PIL import Image

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"


@pytest.mark.parametrize(("choice", "wider"), [("share_beside", True), ("share_line", False)])
def test_a_picture_of_both_is_made_and_saved_under_the_uploads_name(visitor, choice, wider):
    page, shown = visitor.page, visitor.shown()
    visitor.upload(COLOSSEUM)
    visitor.when_changed(shown)
    page.get_by_role("button", name=texts.say("share")).click()
    page.get_by_label(texts.say(choice)).check()
    with page.expect_download() as download:  # downloads automatically once created
        page.get_by_role("button", name=texts.say("share_make")).click()
    assert download.value.suggested_filename == "rome-colosseum-chroma-before-after.jpg"
    with Image.open(download.value.path()) as picture:
        assert picture.height > 666 and (picture.width > 2 * 1024) == wider
    playwright.expect(page.get_by_role("link", name=texts.say("share_save"))).to_be_visible()


def test_the_words_are_those_of_the_photograph_on_the_page_and_one_click_copies_them(visitor):
    page, shown = visitor.page, visitor.shown()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=texts.say("share")).click()
    words = page.get_by_role("textbox", name=texts.say("share_words"))
    playwright.expect(words).to_have_value(re.compile(re.escape(samples.FIRST.name)))
    visitor.upload(COLOSSEUM)
    visitor.when_changed(shown)
    playwright.expect(words).to_have_value(re.compile("Chroma .*rome-colosseum.jpg"))
    page.locator(".share-words").get_by_role("button").click()
    page.wait_for_function("async words => await navigator.clipboard.readText() === words", arg=words.input_value())
