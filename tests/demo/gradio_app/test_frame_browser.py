"""The frame around a photograph in a real browser: typing, dragging, reset and off; and inverted negatives."""

import io

import numpy as np
import pytest
from PIL import Image

from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.photo.photo import load_photo
from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.visitor import Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"


@pytest.fixture
def visitor(browser, address):
    someone = Visitor(browser, address, viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield someone
    someone.page.context.close()


@pytest.fixture
def scan(tmp_path):
    """A 400x260 photograph at (60, 50) on a white page, 500x400."""
    photo = Image.open(COLOSSEUM).convert("L").resize((400, 260))
    paper = Image.new("L", (500, 400), 250)
    paper.paste(photo, (60, 50))
    paper.save(tmp_path / "scan.png")
    return tmp_path / "scan.png"


def edges(page) -> list[float]:
    return [float(each.input_value()) for each in page.locator(".frame-edges input").all()]


def coloured(visitor, url: str) -> np.ndarray:
    """A mask of the coloured pixels of the picture at a URL: (H, W), bool."""
    rgb = np.asarray(Image.open(io.BytesIO(visitor.pixels(url))).convert("RGB")).astype(int)
    return np.ptp(rgb, axis=2) > 6


def test_a_frame_is_found_dragged_typed_reset_and_switched_off(visitor, scan):
    page, example = visitor.page, visitor.shown()
    visitor.upload(scan)
    found = visitor.when_changed(example)
    page.get_by_text(texts.say("frame")).first.click()
    page.wait_for_function("[...document.querySelectorAll('.frame-edges input')].some(each => each.value !== '0')")
    assert edges(page) == pytest.approx([12, 12.5, 92, 77.5], abs=0.8)
    assert "52% of the picture" in page.locator(".frame .caption").first.inner_text()
    assert not coloured(visitor, found)[:40].any()

    page.get_by_label(texts.say("frame_show")).check()
    handle = page.locator(".frame-box .right")
    handle.wait_for(state="visible")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=6)
    page.mouse.up()
    dragged = visitor.when_changed(found)
    right = edges(page)[2]
    assert right < 85
    assert not coloured(visitor, dragged)[:, int(500 * right / 100) + 10 :].any()

    page.get_by_role("button", name=texts.say("frame_reset")).click()
    reset = visitor.when_changed(dragged)
    assert edges(page)[2] == pytest.approx(92, abs=0.8)

    left = page.get_by_label(texts.say("frame_left"))
    left.fill("40")
    page.get_by_role("button", name=texts.say("frame_use")).press("Enter")
    typed = visitor.when_changed(reset)
    assert not coloured(visitor, typed)[:, :190].any()

    page.get_by_role("button", name=texts.say("frame_off")).click()
    visitor.when_changed(typed)
    page.wait_for_function(
        "[...document.querySelectorAll('.frame-edges input')].map(each => each.value).join() === '0,0,100,100'"
    )
    assert not visitor.complaints


def test_a_wrong_frame_is_told_and_changes_nothing(visitor, scan):
    page, example = visitor.page, visitor.shown()
    visitor.upload(scan)
    visitor.when_changed(example)
    page.get_by_text(texts.say("frame")).first.click()
    right = page.get_by_label(texts.say("frame_right"))
    playwright.expect(right).not_to_have_value("100")  # the detected frame is shown
    right.fill("5")
    page.get_by_role("button", name=texts.say("frame_use")).click()
    page.get_by_text(texts.say("frame_wrong")).first.wait_for()


def test_a_negative_is_turned_on_the_page_and_in_the_file(visitor, tmp_path):
    negative = 255 - np.asarray(Image.open(COLOSSEUM).convert("L"))
    Image.fromarray(negative).save(tmp_path / "negative.png")
    page, example = visitor.page, visitor.shown()
    visitor.upload(tmp_path / "negative.png")
    seen = visitor.when_changed(example)
    page.get_by_text(texts.say("frame")).first.click()
    page.get_by_label(texts.say("negative")).check()
    visitor.when_changed(seen)
    assert texts.say("negative_turned") in page.locator(".result .caption").first.inner_text()
    page.get_by_role("radio", name="PNG").check()
    with page.expect_download() as download:
        page.get_by_role("button", name=texts.say("download")).click()
    download.value.save_as(tmp_path / "turned.png")
    before, after = (load_photo(tmp_path / name).lightness for name in ("negative.png", "turned.png"))
    assert np.abs(LIGHTNESS_MAX - before - after).mean() < 1
