"""Several photographs on the page: opening one, changing its settings, going to the next. Skipped without Chromium."""

import shutil

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.visitor import PATIENCE

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
CASTLE = samples.FOLDER / "coast" / "eilean-donan-castle.jpg"
LONG = "NYPL-701498f stereoscopic views of the Colosseum seen from the south-east in 1874, second copy"


def test_one_of_several_is_opened_set_by_itself_and_left_for_the_next(visitor, tmp_path):
    page, expect = visitor.page, playwright.expect
    shutil.copy(COLOSSEUM, tmp_path / f"{LONG}.jpg")
    visitor.upload(tmp_path / f"{LONG}.jpg", CASTLE)
    expect(page.locator(".save-zip")).to_be_visible(timeout=PATIENCE)
    label = page.locator(".batch .caption-label").first
    assert label.inner_text() == LONG
    assert label.evaluate("each => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight + 1")

    page.locator(".batch .thumbnail-item").first.click()
    name, strength = page.locator(".opened-name h2"), page.get_by_label(texts.say("strength")).first
    expect(name).to_contain_text(texts.say("opened", number=1, count=2, name=LONG))
    expect(name).to_be_focused()
    assert page.locator(".pane:visible").count() == 1
    expect(page.locator(".alternatives img").first).to_be_visible(timeout=PATIENCE)
    undo, shown = page.locator(".undo-step"), visitor.shown()
    expect(undo).to_be_disabled(timeout=PATIENCE)
    strength.fill("1.6")
    page.keyboard.press("Enter")
    visitor.when_changed(shown)
    expect(page.locator(".result .caption").first).to_contain_text("1024 × 666")
    expect(undo).to_be_enabled(timeout=PATIENCE)

    page.locator("button.next").click()
    expect(name).to_contain_text("eilean-donan-castle")
    expect(strength).to_have_value("1")
    expect(undo).to_be_disabled(timeout=PATIENCE)  # the other photograph's settings cannot be undone here
    expect(page.locator("button.next")).to_be_disabled()
    page.locator("button.previous").click()
    expect(name).to_contain_text(LONG)
    expect(strength).to_have_value("1.6")

    with page.expect_download() as download:
        page.get_by_role("button", name=texts.say("download")).click()
    assert download.value.suggested_filename == f"{LONG}-chroma.jpg"

    page.get_by_role("button", name=texts.say("opened_back")).click()
    expect(page.locator(".batch .thumbnail-item").first).to_be_visible(timeout=PATIENCE)
    expect(strength).to_have_value("1")  # the common setting
    expect(page.get_by_text(texts.say("batch_outdated"))).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name=texts.say("batch_again")).click()
    expect(page.locator(".save-zip")).to_be_visible(timeout=PATIENCE)
