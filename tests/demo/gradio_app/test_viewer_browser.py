"""The before-and-after viewer: zooming, dragging, touch and full screen. Skipped without Chromium."""

import pytest
from PIL import Image

from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.visitor import PATIENCE, Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Positions from the left of the pane: the line, the start of the coloured half, and the control's thumb.
_LINE = """() => {
    const pane = document.querySelector('.pane'), range = document.querySelector('.dividing-line input');
    const { left, width } = pane.getBoundingClientRect(), line = pane.querySelector('.line');
    const clip = parseFloat(pane.querySelector('.after').style.clipPath.match(/([\\d.]+)px\\)$/)[1]);
    const box = range.getBoundingClientRect(), thumb = box.left - left + (box.width * range.value) / 100;
    return [parseFloat(line.style.left), clip, thumb].map((place) => place / width);
}"""

# Settled when neither the page nor the line has moved for some frames.
_SETTLED = """() => new Promise((done) => {
    let before, still = 0;
    const look = () => {
        const now = `${scrollY} ${document.querySelector('.pane .line').style.left}`;
        still = now === before ? still + 1 : 0;
        before = now;
        if (still > 15) done();
        else requestAnimationFrame(look);
    };
    look();
})"""


@pytest.fixture
def phone(browser, address):
    someone = Visitor(browser, address, locale="en-GB", **PHONE)
    yield someone
    assert not someone.complaints
    someone.page.context.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A photograph with more pixels than the page shows."""
    path = tmp_path_factory.mktemp("large") / "large.jpg"
    Image.open(COLOSSEUM).resize((3072, 2048)).save(path)
    return path


def middle(page) -> tuple[float, float]:
    box = page.locator(".pane").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def level(page) -> int:
    return int(page.locator(".level").first.inner_text().split()[0])


def drag(page, start: tuple[float, float], across: float, down: float) -> None:
    """Drag by touch, as with a finger."""
    session = page.context.new_cdp_session(page)
    touch = lambda kind, points: session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})  # noqa: E731
    touch("touchStart", [{"x": start[0], "y": start[1]}])
    for step in range(1, 11):
        touch("touchMove", [{"x": start[0] + across * step / 10, "y": start[1] + down * step / 10}])
        page.wait_for_timeout(20)
    touch("touchEnd", [])
    page.evaluate(_SETTLED)


def agree(page) -> float:
    places = page.evaluate(_LINE)
    assert max(places) - min(places) < 0.02, places
    return places[0]


def test_line_halves_and_control_agree_whatever_is_zoomed_and_dragged(visitor):
    page = visitor.page
    assert agree(page) == pytest.approx(0.5, abs=0.01)
    page.get_by_role("button", name=texts.say("zoom_in")).click(click_count=3)
    agree(page)
    x, y = middle(page)
    sheet = page.locator(".after .sheet").first.bounding_box()
    page.mouse.move(x + 150, y + 60)
    page.mouse.down()
    page.mouse.move(x + 50, y + 60, steps=5)
    page.mouse.up()
    moved = page.locator(".after .sheet").first.bounding_box()
    assert moved["x"] == pytest.approx(sheet["x"] - 100, abs=1)  # the picture followed the pointer
    assert agree(page) == pytest.approx(0.5, abs=0.01)  # the line did not
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 200, y, steps=5)
    page.mouse.up()
    assert agree(page) < 0.3
    page.locator(".dividing-line input").first.focus()
    page.keyboard.press("End")
    assert agree(page) == pytest.approx(1, abs=0.01)
    both = [page.locator(f".{half} .sheet").first.get_attribute("style") for half in ("before", "after")]
    assert both[0] == both[1]


def test_each_half_says_what_it_is_and_the_control_has_no_ends_to_mistake(visitor):
    page = visitor.page
    page.locator(".dividing-line input").first.focus()
    page.keyboard.press("Home")  # all of it in colour
    titles = page.locator(".pane").first.locator(".end")
    assert titles.all_inner_texts() == [texts.say("before"), texts.say("after")]
    cut = "each => each.style.clipPath.match(/[\\d.]+px/g).map(parseFloat)"  # from above, right, below, left
    width = page.locator(".pane").first.bounding_box()["width"]
    assert page.locator(".before").first.evaluate(cut)[1] == pytest.approx(width, abs=1)
    assert max(page.locator(".after").first.evaluate(cut)) == pytest.approx(0, abs=1)
    assert page.locator(".dividing-line").first.inner_text().strip() == texts.say("divider")


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(visitor):
    page = visitor.page
    x, y = middle(page)
    page.mouse.move(x, y)
    before = level(page)
    page.mouse.wheel(0, 300)
    page.wait_for_function("scrollY > 0")
    assert level(page) == before
    page.mouse.move(*middle(page))  # the page has scrolled
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function("before => parseInt(document.querySelector('.level').innerText) > before", arg=before)


def test_zoom_has_buttons_and_keys_and_says_how_close(visitor):
    page = visitor.page
    whole = level(page)
    page.locator(".pane").first.focus()
    page.keyboard.press("1")
    assert level(page) == 100
    assert page.locator(".after .base").first.bounding_box()["width"] == pytest.approx(1024, abs=1)
    page.keyboard.press("+")
    assert level(page) == 150
    left = page.locator(".after .sheet").first.bounding_box()["x"]
    page.keyboard.press("ArrowRight")
    assert page.locator(".after .sheet").first.bounding_box()["x"] < left
    page.keyboard.press("0")
    assert level(page) == whole
    page.get_by_role("button", name="100").click()
    assert level(page) == 100
    page.get_by_role("button", name=texts.say("zoom_out")).click()
    page.get_by_role("button", name=texts.say("zoom_fit")).click()
    assert level(page) == whole


def test_closely_both_halves_are_seen_at_full_size_and_a_moved_control_leaves_no_square_behind(visitor, large):
    page, shown = visitor.page, visitor.shown()
    visitor.upload(large)
    visitor.when_changed(shown)
    squares = page.locator(".result .board img")
    assert not squares.count()  # the downsized copy suffices for the whole picture
    sharp = "key => document.querySelector('.result .pane').dataset.sharp === 'true'"
    page.locator(".result .pane").focus()
    page.keyboard.press("1")
    page.wait_for_function(sharp)
    before, after = (page.locator(f".result .{half} .board img") for half in ("before", "after"))
    assert before.count() == after.count() > 0
    places = [[each.get_attribute("style") for each in half.all()] for half in (before, after)]
    assert places[0] == places[1]
    first = after.first
    assert first.bounding_box()["width"] == first.evaluate("each => each.naturalWidth")  # at 100 %
    addresses = {each.get_attribute("src") for each in squares.all()}
    page.keyboard.press("ArrowLeft")  # newly visible parts are also loaded from the server
    page.evaluate(
        """() => { window.left = []; const count = () => left.push(document.querySelectorAll(".board img").length);
            new MutationObserver(count)
            .observe(document.querySelector('.result .after .base'), { attributeFilter: ['src'] }); }"""
    )
    shown = visitor.shown()
    page.get_by_label(texts.say("strength")).first.fill("1.5")
    page.keyboard.press("Enter")
    visitor.when_changed(shown)
    assert page.evaluate("window.left[0]") == 0  # no old tiles with the new copy
    page.wait_for_function(sharp)
    assert not addresses & {each.get_attribute("src") for each in squares.all()}


def test_another_model_leaves_the_picture_visible_and_shows_a_small_sign(visitor):
    page, shown = visitor.page, visitor.shown()
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
            const pane = document.querySelector('.pane'), sign = document.querySelector('.working .wrap');
            if (!sign || sign.classList.contains('hide')) return;
            const { width, height } = sign.getBoundingClientRect(), box = pane.getBoundingClientRect();
            let opacity = 1;
            for (let each = pane; each; each = each.parentElement) opacity *= getComputedStyle(each).opacity;
            window.seen.push([opacity, (width * height) / (box.width * box.height)]);
        }).observe(document.body, { subtree: true, childList: true, attributes: true }) }"""
    )
    page.get_by_label("cGAN (U-net)").first.check()
    visitor.when_changed(shown)
    seen = page.evaluate("window.seen")
    assert seen, "nothing says that a network works"
    assert all(opacity == 1 and covered < 0.1 for opacity, covered in seen)


def test_the_whole_screen_holds_the_keyboard_and_gives_it_back(visitor):
    page = visitor.page
    button = page.locator("button.fullscreen").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.viewer.large')")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.large')")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.large')")
    assert page.evaluate("document.activeElement.classList.contains('fullscreen')")
    assert not page.evaluate("document.querySelectorAll('[inert]').length")


def test_on_a_phone_a_vertical_swipe_scrolls_and_a_horizontal_one_moves_the_line(phone):
    page = phone.page
    page.locator(".pane").first.scroll_into_view_if_needed()
    start = page.evaluate("scrollY")
    drag(page, middle(page), 0, -150)
    assert page.evaluate("scrollY") > start + 50
    assert agree(page) == pytest.approx(0.5, abs=0.02)
    start = page.evaluate("scrollY")
    drag(page, middle(page), -100, 0)
    assert page.evaluate("scrollY") == start
    assert agree(page) < 0.35


def test_on_a_phone_the_picture_stays_in_view_at_every_control(phone):
    page = phone.page
    for setting in page.locator(".setting:visible").all():
        setting.evaluate("each => each.scrollIntoView({block: 'end'})")
        page.evaluate(_SETTLED)
        box, control = page.locator(".pane").first.bounding_box(), setting.bounding_box()
        assert 0 <= box["y"] < 10
        assert box["y"] + box["height"] < control["y"]  # and does not hide the control
        assert box["height"] < 844 / 2


def test_what_fingers_touch_is_large_enough(phone):
    playwright.expect(phone.page.locator(".alternatives img").first).to_be_visible(timeout=PATIENCE)
    small = phone.page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=file]), a[href]')]
            .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest('[aria-hidden]'))
            .map(each => [each, (each.closest('label') ?? each).getBoundingClientRect()])
            .filter(([each, box]) => box.width < 44 || box.height < 44)
            .map(([each, box]) => `${each.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""
    )
    assert not small, small
