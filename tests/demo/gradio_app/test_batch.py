"""Several photographs: calls the handlers directly, without a server."""

import zipfile

import gradio as gr
import numpy as np
import pytest
from PIL import Image

from colourizer.photo.photo import read_provenance
from demo.gradio_app import samples
from demo.gradio_app.handlers import batch
from demo.gradio_app.i18n import texts

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")  # 640x427, in colour
AS_IT_IS = (0.5, 1.0, 0.0)  # vividness, strength, warmth
CHROMA, CGAN = "chroma", "cgan"
pytestmark = pytest.mark.usefixtures("cache")


def test_several_photographs_come_in_one_archive_and_a_bad_one_does_not_stop_the_rest(cache, fake):
    files = [PAGODA, fake, str(samples.FIRST)]
    *_, (done, shown, report, archive) = batch.colour_all(
        batch.NOTHING_DONE, files, CHROMA, *AS_IT_IS, "WebP", False, None
    )
    assert [name for _, name in shown] == ["summer-palace-pagoda", samples.FIRST.stem]
    assert "no photograph" in report
    assert "2 of 3" in report
    with zipfile.ZipFile(archive["value"]) as together:
        names = together.namelist()
        together.extractall(cache)
    assert names == ["summer-palace-pagoda-chroma.webp", f"{samples.FIRST.stem}-chroma.webp"]
    assert read_provenance(cache / names[0]).model == CHROMA
    assert len(list(batch.colour_all(done, files, CHROMA, *AS_IT_IS, "WebP", False, None))) == 1  # told twice


def test_no_more_photographs_than_the_limit_are_coloured_at_once(fake):
    *_, (_, _, report, archive) = batch.colour_all(
        batch.NOTHING_DONE, [fake] * (batch.MOST + 5), CGAN, *AS_IT_IS, "JPEG", False, None
    )
    assert report.count("<li>") == batch.MOST
    assert str(batch.MOST + 5) in report
    assert archive["value"] is None


def test_an_archive_of_other_settings_than_the_page_shows_is_not_given_away():
    *_, (done, _, _, archive) = batch.colour_all(
        batch.NOTHING_DONE, [PAGODA, PAGODA], CGAN, *AS_IT_IS, "JPEG", False, None
    )
    assert archive["visible"]
    shown, said = batch.outdated(done, CGAN, 0.5, 1.0, 0.3, "JPEG", False)
    assert not shown["visible"] and texts.say("batch_outdated") in said
    shown, said = batch.outdated(done, CGAN, *AS_IT_IS, "JPEG", False)  # set back
    assert shown["visible"] and not said
    assert batch.outdated(batch.NOTHING_DONE, CGAN, *AS_IT_IS, "PNG", False) == (gr.skip(), "")


def test_an_archive_that_nobody_waited_for_is_deleted(cache):
    views = batch.colour_all(batch.NOTHING_DONE, [PAGODA, PAGODA], CGAN, *AS_IT_IS, "JPEG", False, None)
    next(views)
    assert list(cache.rglob("*.zip"))
    views.close()
    assert not list(cache.rglob("*.zip"))


def test_a_batch_says_how_many_files_the_format_cuts_to_8_bits(tmp_path):
    deep = [str(tmp_path / name) for name in ("a.tif", "A.tif")]
    for path in deep:
        Image.fromarray(np.full((40, 60), 30_000, np.uint16)).save(path)
    *_, (_, _, said, _) = batch.colour_all(batch.NOTHING_DONE, [*deep, PAGODA], CGAN, *AS_IT_IS, "JPEG", False, None)
    assert texts.multilingual("batch_sixteen", count=2) in said
    *_, (_, _, said, archive) = batch.colour_all(
        batch.NOTHING_DONE, [*deep, PAGODA], CGAN, *AS_IT_IS, "TIFF", False, None
    )
    assert "16" not in said
    with zipfile.ZipFile(archive["value"]) as together:
        assert together.namelist() == ["a-cgan.tif", "A-cgan-2.tif", "summer-palace-pagoda-cgan.tif"]
