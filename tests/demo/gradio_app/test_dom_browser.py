"""The parts of Gradio's page that our styles and scripts rely on exist. Skipped without Chromium."""

from demo.gradio_app import samples
from tests.demo.dom import GRADIO_AT_ONCE, GRADIO_COMPARED, GRADIO_WITH_A_PHOTOGRAPH, gone

SOON = 20_000  # milliseconds


def test_gradio_still_has_what_style_and_scripts_rely_on(visitor):
    found = [gone(visitor.page, GRADIO_AT_ONCE, SOON)]
    visitor.upload(samples.FOLDER / "street" / "rome-colosseum.jpg")
    found.append(gone(visitor.page, GRADIO_WITH_A_PHOTOGRAPH, SOON))
    visitor.page.locator("[role=tab][data-tab-id=compare]").click()
    found.append(gone(visitor.page, GRADIO_COMPARED, SOON))
    assert not "".join(found), "\n".join(found)


def test_what_is_gone_is_named(visitor):
    assert gone(visitor.page, {".no-such-part": "a test"}, 100) == ".no-such-part matches nothing any more (a test)."
