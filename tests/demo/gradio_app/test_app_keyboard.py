"""The Gradio app without a mouse: a walk through each task. Skipped without Playwright or Chromium."""

import pytest

from demo.gradio_app import samples
from demo.gradio_app.handlers import undo
from demo.gradio_app.i18n import texts
from tests.browser import imported
from tests.demo.steps import recorded
from tests.demo.visitor import PATIENCE, Visitor

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
# The focused element: its name, and whether the focus is visible.
_FOCUS = """() => {
    const focused = document.activeElement, name = focused.getAttribute('aria-label') || focused.innerText ||
        (focused.labels?.[0] ?? focused.closest('label'))?.innerText || focused.querySelector('img')?.alt || '';
    const marked = (each) => each && getComputedStyle(each).outlineStyle !== 'none';
    const group = focused.closest('fieldset')?.getAttribute('aria-label') ?? '';
    return [focused.tagName, name.trim(), marked(focused) || marked(focused.closest('label')), group];
}"""


class Walker(Visitor):
    """A visitor who uses the keyboard."""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, name: str, key: str = "Tab", group: str = "") -> list[str]:
        """Press a key until the named control has the focus; returns the names of the elements passed on the way."""
        met: list[str] = []
        for _ in range(60):
            self.press(key)
            tag, found, marked, within = self.page.evaluate(_FOCUS)
            assert tag != "BODY", f"{name!r} is not among {met}"
            assert marked, f"nobody sees that {found!r} has the focus"
            met.append(found)
            if found == name and group in within:
                return met
        raise AssertionError(f"{name!r} is not among {met}")

    def wait(self, condition: str, value: object = None) -> None:
        self.page.wait_for_function(condition, arg=value)


@pytest.fixture(params=["light", "dark"])
def walker(browser, address, request):
    someone = Walker(
        browser, address, viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme=request.param
    )
    yield someone
    someone.page.context.close()


def a_range(key: str) -> str:
    return f"range slider for {texts.say(key)}"


def test_a_photograph_is_coloured_adjusted_and_downloaded(walker, tmp_path):
    page = walker.page
    assert walker.go_to("Drop photographs here or click to choose them")  # then the browser's file dialog opens
    example, offered = walker.shown(), walker.alternatives()
    walker.upload(COLOSSEUM)
    shown = walker.when_changed(example)
    walker.when_others_offered(offered)

    walker.go_to(texts.say("divider"))
    walker.press(*["ArrowLeft"] * 10)
    walker.wait("() => document.activeElement.value === '40'")
    walker.wait(
        "() => Math.abs(parseFloat(document.querySelector('.stage .line').style.left) /"
        " document.querySelector('.stage .pane').clientWidth - 0.4) < 0.01"
    )
    for key, value in (("vividness", "0.55"), ("strength", "1.05"), ("warmth", "0.05")):
        walker.go_to(a_range(key))
        walker.press("ArrowRight")
        walker.wait("value => document.activeElement.value === value", value)
        shown = walker.when_changed(shown)
    walker.go_to(texts.say("certainty"))
    walker.press("Space")
    lined = walker.when_changed(shown)
    assert page.locator(".legend").first.is_visible()
    recorded(walker, lambda step: step.values[undo.STEP.index("show_lines")])
    walker.press("Space")
    shown = walker.when_changed(lined)
    recorded(walker, lambda step: not step.values[undo.STEP.index("show_lines")])  # the whole picture is shown

    walker.go_to(texts.say("alternative", number=1, count=3))
    walker.press("Enter")
    shown = walker.when_changed(shown)
    assert page.evaluate(_FOCUS)[1] == texts.say("alternative", number=1, count=3)  # the focus is not lost

    walker.go_to("Chroma", "Shift+Tab", texts.say("model"))
    walker.press("ArrowDown")
    walker.when_changed(shown)
    assert page.evaluate(_FOCUS)[1] == "cGAN (U-net)"
    walker.go_to("JPEG", "Shift+Tab", texts.say("format"))
    walker.press("ArrowRight")
    assert page.evaluate(_FOCUS)[1] == "PNG"
    walker.go_to(texts.say("download"), "Shift+Tab")
    with page.expect_download(timeout=PATIENCE) as download:
        walker.press("Enter")
    assert download.value.suggested_filename == "rome-colosseum-cgan.png"
    assert not walker.complaints


def test_two_versions_are_compared_and_the_way_leads_out_of_the_page(walker):
    page = walker.page
    walker.go_to(texts.say("tab_colourize"))
    walker.press("ArrowRight")
    walker.wait("() => document.querySelectorAll('.below .picture img').length > 4")
    shown = walker.shown()
    walker.go_to("Chroma", group=texts.say("right"))
    walker.press("ArrowUp")
    shown = walker.when_changed(shown)
    playwright.expect(page.locator(".right-end:visible").first).to_have_text("cGAN (U-net)")
    walker.go_to(texts.say("divider"))
    walker.press("ArrowRight")
    walker.wait("() => document.activeElement.value === '51'")
    met = walker.go_to("Settings")  # for the language and the theme
    assert "Table of errors" in met
    walker.press("Enter")
    page.get_by_text("Language", exact=False).first.wait_for()
    assert not walker.complaints
