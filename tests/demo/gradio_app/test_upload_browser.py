"""Uploading photographs: a second one, dropping anywhere, tapping. Skipped without Chromium."""

import base64

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.visitor import PATIENCE, Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
CASTLE = samples.FOLDER / "coast" / "eilean-donan-castle.jpg"
_DROP = """([bytes, name, selector]) => {
    const files = new DataTransfer(), raw = Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0));
    files.items.add(new File([raw], name, { type: 'image/jpeg' }));
    const at = document.querySelector(selector), options = { dataTransfer: files, bubbles: true, cancelable: true };
    const over = at.dispatchEvent(new DragEvent('dragover', options));
    const marked = document.documentElement.classList.contains('dropping');
    return [over, marked, at.dispatchEvent(new DragEvent('drop', options))];
}"""


def size(visitor: Visitor) -> str:
    return visitor.page.locator(".result .caption").first.inner_text()


def drop(visitor: Visitor, path, selector: str) -> None:
    bytes_ = base64.b64encode(path.read_bytes()).decode()
    # If not prevented, the browser would leave the page and open the file.
    assert visitor.page.evaluate(_DROP, [bytes_, path.name, selector]) == [False, True, False]


def test_a_file_dropped_anywhere_is_taken_and_a_second_one_takes_its_place_or_is_added(visitor):
    page, shown = visitor.page, visitor.shown()
    drop(visitor, COLOSSEUM, ".masthead")
    shown = visitor.when_changed(shown)
    assert "1024 × 666" in size(visitor)

    drop(visitor, CASTLE, ".result .caption")
    page.get_by_role("button", name=texts.say("ask_cancel")).click()
    assert page.locator(".upload tr.file").count() == 1
    drop(visitor, CASTLE, ".result .caption")
    page.get_by_role("button", name=texts.say("ask_replace")).click()
    playwright.expect(page.locator(".result .caption").first).to_contain_text("680 × 453")
    assert page.locator(".upload tr.file").count() == 1
    assert page.locator(".pane:visible").count() == 1

    visitor.upload(COLOSSEUM)  # with the add button
    page.get_by_role("button", name=texts.say("ask_add")).click()
    playwright.expect(page.locator(".save-zip")).to_be_visible(timeout=PATIENCE)
    assert page.locator(".upload tr.file").count() == 2

    # The archive has these settings. After a change, the page does not offer it without a notice.
    page.get_by_label("PNG").check()
    playwright.expect(page.locator(".save-zip")).to_be_hidden(timeout=PATIENCE)
    playwright.expect(page.get_by_text(texts.say("batch_outdated"))).to_be_visible()
    page.get_by_role("button", name=texts.say("batch_again")).click()
    playwright.expect(page.locator(".save-zip")).to_be_visible(timeout=PATIENCE)
    playwright.expect(page.get_by_text(texts.say("batch_outdated"))).to_have_count(0)


def test_a_telephone_says_tap_and_offers_its_camera(browser, address):
    phone = Visitor(
        browser, address, locale="en-GB", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page, example = phone.page, phone.shown()
    assert page.locator(".block.upload button").first.inner_text().strip() == texts.say("tap")
    assert "Drop" not in page.locator("body").inner_text()
    camera = page.get_by_role("button", name=texts.say("camera"))
    assert page.locator(".camera input").first.get_attribute("capture") == "environment"
    assert "image/*" in page.locator(".block.upload input[type=file]").first.get_attribute("accept")  # the gallery
    with page.expect_file_chooser() as chooser:
        camera.tap()
    chooser.value.set_files(COLOSSEUM)
    phone.when_changed(example)
    assert not phone.complaints
    page.context.close()
