"""Comparing the networks at any zoom, in a real browser. Skipped without Chromium."""

import pytest
from PIL import Image

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
_SHARP = "document.querySelector('.compared .pane')?.dataset.sharp === 'true'"


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A photograph with more pixels than the page shows."""
    path = tmp_path_factory.mktemp("large") / "large.jpg"
    Image.open(COLOSSEUM).resize((3072, 2048)).save(path)
    return path


def test_two_versions_are_seen_at_full_size_by_keyboard_and_another_version_leaves_no_square_behind(visitor, large):
    page, shown = visitor.page, visitor.shown()
    visitor.upload(large)
    visitor.when_changed(shown)
    page.get_by_role("tab", name=texts.say("tab_compare")).click()
    stage = page.locator(".compared .stage")
    playwright.expect(stage.locator(".after .base")).to_have_js_property("naturalWidth", 1440)
    assert not stage.locator(".board img").count()
    stage.locator(".pane").focus()
    page.keyboard.press("1")
    page.wait_for_function(_SHARP)
    before, after = (stage.locator(f".{half} .board img") for half in ("before", "after"))
    assert before.count() == after.count() > 0
    first = after.first
    assert first.bounding_box()["width"] == first.evaluate("each => each.naturalWidth")  # at 100 %
    assert not page.locator(".desk .board img").count()  # none are in the first tab's viewer
    lefts, rights = ({each.get_attribute("src") for each in half.all()} for half in (before, after))

    old = stage.locator(".after .base").get_attribute("src")
    page.locator(".side").nth(1).get_by_label(texts.say("in_grey")).check()
    page.wait_for_function(
        "old => !document.querySelector('.compared .after .base').src.endsWith(old)",
        arg=old,
    )
    page.wait_for_function(f"{_SHARP} && !!document.querySelector('.compared .after .board img')")
    now = {each.get_attribute("src") for each in stage.locator(".board img").all()}
    assert now
    assert not now & (lefts | rights)
    # Every pixel is grey.
    colourful = """each => { const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
        canvas.width = each.naturalWidth; canvas.height = each.naturalHeight; pen.drawImage(each, 0, 0);
        const { data } = pen.getImageData(0, 0, canvas.width, canvas.height); let most = 0;
        for (let i = 0; i < data.length; i += 4) most = Math.max(most, Math.abs(data[i] - data[i + 2]));
        return most; }"""
    assert max(each.evaluate(colourful) for each in after.all()) < 12
    assert max(each.evaluate(colourful) for each in before.all()) > 30
