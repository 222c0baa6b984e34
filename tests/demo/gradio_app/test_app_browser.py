"""The Gradio app in a real browser, with real uploads. Skipped without Chromium: apt-get install chromium."""

import io
import re
import threading

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer
from colourizer.photo.photo import SUFFIXES, read_provenance
from demo.gradio_app import samples
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.language import languages
from tests.browser import imported
from tests.demo.visitor import PATIENCE, Visitor
from tests.tools.chromium import LAYOUT_SHIFT

playwright = imported("playwright.sync_api")

COLOSSEUM = samples.FOLDER / "street" / "rome-colosseum.jpg"
CASTLE = samples.FOLDER / "coast" / "eilean-donan-castle.jpg"


@pytest.fixture
def visitor(browser, address):
    someone = Visitor(browser, address, viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield someone
    someone.page.context.close()


def test_from_an_upload_to_a_file_that_says_what_it_is(visitor, monkeypatch, tmp_path):
    runs, run = [], Colourizer.predict
    monkeypatch.setattr(Colourizer, "predict", lambda self, seen: runs.append(self.name) or run(self, seen))
    page, example, offered = visitor.page, visitor.shown(), visitor.alternatives()
    visitor.upload(COLOSSEUM)
    uploaded = visitor.when_changed(example)
    assert "1024 × 666" in page.locator(".result .caption").first.inner_text()
    visitor.when_others_offered(offered)

    line = page.locator(".dividing-line input[type=range]").first
    line.focus()
    place = page.locator(".stage .after").first.get_attribute("style")
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "place => document.querySelector('.stage .after')?.getAttribute('style') !== place", arg=place
    )

    page.get_by_label(texts.say("vividness")).and_(page.locator("[type=range]")).first.focus()
    page.keyboard.press("End")
    vivid = visitor.when_changed(uploaded)
    assert visitor.pixels(vivid) != visitor.pixels(uploaded)

    page.get_by_label(texts.say("certainty")).check()
    lined = visitor.when_changed(vivid)
    assert "certainty-" in lined
    assert page.locator(".legend").first.is_visible()
    page.get_by_label(texts.say("certainty")).uncheck()
    visitor.when_changed(lined)
    assert not page.locator(".legend").first.is_visible()
    assert runs == ["chroma"]

    page.get_by_label("PNG").check()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=texts.say("download")).click()
    assert download.value.suggested_filename == "rome-colosseum-chroma.png"
    download.value.save_as(tmp_path / "photo.png")
    assert Image.open(tmp_path / "photo.png").size == (1024, 666)
    assert read_provenance(tmp_path / "photo.png").settings["vividness"] == 1
    assert runs == ["chroma"]
    assert not visitor.complaints


def test_a_slider_that_moves_while_the_network_is_at_work_counts(visitor, monkeypatch):
    run, at_work, moved = Colourizer.predict, [], threading.Event()

    def slow(self, seen):
        at_work.append(self.name)
        moved.wait(PATIENCE / 1000)
        return run(self, seen)

    page, example = visitor.page, visitor.shown()
    visitor.upload(CASTLE)
    visitor.when_changed(example)
    monkeypatch.setattr(Colourizer, "predict", slow)
    page.get_by_label("cGAN").check()
    while not at_work:
        page.wait_for_timeout(50)
    page.get_by_label(texts.say("strength")).and_(page.locator("[type=range]")).first.focus()
    with page.expect_request(lambda sent: sent.method == "POST"):
        page.keyboard.press("Home")
    moved.set()
    playwright.expect(page.locator(".result .caption").first).to_contain_text("cGAN")
    for _ in range(PATIENCE // 300):
        picture = Image.open(io.BytesIO(visitor.pixels(visitor.shown()))).convert("RGB")
        if np.ptp(np.asarray(picture).astype(int), axis=2).max() <= 8:
            return
        page.wait_for_timeout(300)
    raise AssertionError("the photograph is in colour, and the slider says that it is not")


def test_one_upload_serves_both_tabs_and_the_line_goes_where_it_is_dragged(visitor, monkeypatch):
    runs, run = [], Colourizer.predict
    monkeypatch.setattr(Colourizer, "predict", lambda self, seen: runs.append(self.name) or run(self, seen))
    page, example, offered = visitor.page, visitor.shown(), visitor.alternatives()
    visitor.upload(COLOSSEUM)
    visitor.when_changed(example)
    visitor.when_others_offered(offered)
    assert runs == ["chroma"]  # the others are run when shown
    handle = page.locator(".stage .line:visible").bounding_box()
    page.mouse.move(handle["x"] + 22, handle["y"] + 100)
    page.mouse.down()
    page.mouse.move(handle["x"] - 128, handle["y"] + 100, steps=5)
    page.mouse.up()
    page.wait_for_function("document.querySelector('.dividing-line input[type=range]').value < 40")

    before = visitor.alternatives()
    page.get_by_label(texts.say("vividness")).and_(page.locator("[type=range]")).first.focus()
    page.keyboard.press("ArrowRight")
    visitor.when_others_offered(before)

    page.get_by_role("tab").nth(1).click()
    page.wait_for_function("document.querySelectorAll('.below .picture img').length > 4")
    assert sorted(runs) == ["baseline", "cgan", "chroma", "chroma"]
    assert not visitor.complaints


def test_what_is_no_photograph_is_refused_in_a_sentence_and_the_next_one_is_taken(visitor, tmp_path):
    (tmp_path / "letter.jpg").write_text("Dear museum, ...")
    visitor.upload(tmp_path / "letter.jpg")
    sentence = visitor.page.locator(".result .caption .notice").first
    playwright.expect(sentence).to_contain_text("no photograph that can be read here")
    download = visitor.page.get_by_role("button", name=texts.say("download"))
    playwright.expect(download).to_be_disabled(timeout=PATIENCE)
    assert not visitor.page.locator(
        ".working .error:visible"
    ).count()  # nothing covers the message, which says everything
    visitor.page.locator(".upload").first.get_by_role("button", name="Clear").click()
    visitor.page.wait_for_selector(".upload input[type=file]", state="attached")
    visitor.upload(CASTLE)
    playwright.expect(visitor.page.locator(".result .caption").first).to_contain_text("680 × 453")
    playwright.expect(download).to_be_enabled(timeout=PATIENCE)


def test_the_pages_pickers_offer_what_the_reader_reads(visitor):
    read, offers = set(SUFFIXES), set()
    for field in visitor.page.locator(".upload input[type=file], input.reference[type=file]").all():
        offers |= set((field.get_attribute("accept") or "").replace(" ", "").split(","))
    assert read <= offers
    # Phones offer their gallery only for "image/*"; no other type that would be refused is accepted.
    assert offers - read == {"image/*"}


def test_several_photographs_come_as_a_gallery_and_one_archive(visitor, tmp_path):
    (tmp_path / "letter.jpg").write_text("Dear museum, ...")
    visitor.upload(COLOSSEUM, tmp_path / "letter.jpg", CASTLE)
    playwright.expect(visitor.page.locator(".save-zip")).to_be_visible(timeout=PATIENCE)
    report = visitor.page.locator(".result .caption:visible").first
    playwright.expect(report).to_contain_text("2 of 3")
    playwright.expect(report).to_contain_text("letter")
    assert not visitor.page.locator(".stage:visible").count()


def test_two_visitors_do_not_see_each_others_photographs(browser, address, visitor):
    other = Visitor(browser, address, viewport={"width": 400, "height": 800}, locale="fr-FR")
    mine, theirs, offered = visitor.shown(), other.shown(), other.alternatives()
    visitor.upload(COLOSSEUM)
    other.upload(CASTLE)
    mine, theirs = visitor.when_changed(mine), other.when_changed(theirs)
    other.when_others_offered(offered)
    assert "1024 × 666" in visitor.page.locator(".result .caption").first.inner_text()
    assert "1024 × 666" not in other.page.locator(".result .caption").first.inner_text()
    assert visitor.pixels(mine) != other.pixels(theirs)
    visitor.page.locator("[type=range]").and_(visitor.page.get_by_label(texts.say("warmth"))).first.focus()
    visitor.page.keyboard.press("End")
    visitor.when_changed(mine)
    assert other.shown() == theirs
    other.page.context.close()


# All text that is shown or read aloud on the page.
_TOLD = """() => [document.body.innerText, ...[...document.querySelectorAll('body *')].flatMap(each =>
    ['aria-label', 'title', 'alt'].map(name => each.getAttribute(name)))].filter(Boolean).join('\\n').split('\\n')"""


@pytest.mark.parametrize(("locale", "code"), [("en-GB", "en"), ("fr-CA", "fr"), ("de-DE", "de"), ("es-ES", "en")])
def test_the_page_speaks_one_whole_language(browser, address, locale, code):
    reader = Visitor(browser, address, locale=locale)
    example = reader.shown()
    reader.upload(COLOSSEUM)
    reader.when_changed(example)
    reader.page.locator(".upload tr.file").first.wait_for()
    reader.page.get_by_role("tab").nth(1).click()
    reader.page.wait_for_function("document.querySelectorAll('.below .picture img').length > 4")
    told = set(reader.page.evaluate(_TOLD))
    assert texts.WORDS[code]["tab_colourize"] in told
    for other in set(texts.LANGUAGES) - {code}:
        theirs = {word for key, word in texts.WORDS[other].items() if isinstance(word, str) and "{" not in word}
        assert not told & theirs - {word for word in texts.WORDS[code].values() if isinstance(word, str)}
    english = [*languages()[code].gradio, *("Limpiar", "Configuración", "Usar vía API")]
    assert not [each for each in told for said in english if re.fullmatch(said, each)]
    assert reader.page.evaluate("document.documentElement.lang") == code
    reader.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_nothing_is_hard_to_reach_read_or_hear(browser, address, width, scheme):
    axe = imported("axe_playwright_python.sync_playwright").Axe()
    reader = Visitor(browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    example = reader.shown()
    reader.upload(COLOSSEUM)
    reader.when_changed(example)
    for tab in range(3):
        reader.page.get_by_role("tab").nth(tab).click()
        if tab == 1:  # now all networks run
            reader.page.wait_for_function("document.querySelectorAll('.below .picture img').length > 4")
        playwright.expect(reader.page.get_by_role("tab").nth(tab)).to_have_attribute("aria-selected", "true")
        reader.when_still()
        found = axe.run(reader.page).response["violations"]
        assert not [each["id"] for each in found if each["impact"] in ("serious", "critical")]
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # nothing overflows
    assert not reader.complaints
    reader.page.context.close()


# The number of lines of each label that takes more than one.
_WRAPPED = """() => [...document.querySelectorAll(
    "[role=tab], label span, [data-testid=block-info], .steps-back button")]
    .filter(each => each.checkVisibility() && each.innerText.trim() && !each.closest('.caption, .examples'))
    .map(each => {
        const range = document.createRange(), middles = [];
        range.selectNodeContents(each);
        for (const { top, height, width } of range.getClientRects())
            if (width > 1 && !middles.some(middle => Math.abs(middle - top - height / 2) < 10))
                middles.push(top + height / 2);
        return [each.innerText.trim(), middles.length];
    }).filter(([_, lines]) => lines > 1)"""


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR", "de-DE"])
def test_at_a_desk_no_label_wraps_and_hardly_anything_moves(browser, address, locale):
    reader = Visitor(browser, address, LAYOUT_SHIFT, viewport={"width": 1280, "height": 900}, locale=locale)
    example = reader.shown()
    reader.upload(COLOSSEUM)
    reader.when_changed(example)
    playwright.expect(reader.page.locator(".alternatives img").nth(1)).to_be_visible(timeout=PATIENCE)
    assert not reader.page.evaluate(_WRAPPED)
    assert reader.page.evaluate("shifted") < 0.1  # "good" according to Google
    assert not reader.complaints
    reader.page.context.close()


def test_on_a_phone_hardly_anything_moves_while_the_page_opens(browser, address):
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    reader = Visitor(browser, address, LAYOUT_SHIFT, **options)
    reader.shown()
    assert reader.page.evaluate("shifted") < 0.1
    reader.page.context.close()
