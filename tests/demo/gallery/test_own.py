"""Visitors' own photographs are sent only to the host's app, and measured if they are in colour."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from colourizer.evaluation.results import ResultsError
from demo.gallery.data import app_client
from demo.gallery.pages.own import value_rows
from tests.demo.gallery.looking import figures, sentences


def photograph(mode: str) -> bytes:
    out = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    Image.fromarray(noise).convert(mode).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def answers(monkeypatch):
    """A fake app that paints everything in one colour, and the addresses of its requests."""
    asked = []

    def answer(address: str, picture: np.ndarray) -> dict[str, np.ndarray]:
        asked.append(address)
        return {"grey": np.full_like(picture, 90), "chroma": np.full_like(picture, (90, 80, 70))}

    monkeypatch.setattr("demo.gallery.data.app_client.coloured", answer)
    monkeypatch.delitem(sys.modules, "demo.gallery.pages.own", raising=False)
    return asked


def test_without_an_app_there_is_no_such_page(visit, made, monkeypatch):
    assert "Browse" not in sentences(visit(made))
    page = visit(made, on="your-own")
    assert not page.get("file_uploader")


def test_an_address_that_is_none_gets_a_sentence(visit, made):
    assert "not the address of an app" in sentences(visit(made, host=("--app", "file:///etc"))).replace("\\", "")


@pytest.mark.parametrize(("mode", "first", "tables"), [("RGB", "Original", 1), ("L", "Photograph", 0)])
def test_a_photograph_is_shown_in_all_versions(visit, made, answers, mode, first, tables):
    page = visit(made, on="your-own", host=("--app", "http://localhost:1"))
    page.file_uploader(key="own-file").upload("mine.png", photograph(mode), "image/png").run()
    assert not page.exception and answers == ["http://localhost:1"]
    assert [caption for _, _, caption in figures(page)] == [first, "Grey passthrough", "Chroma"]
    assert len(page.table) == tables
    page.run()
    assert len(answers) == 1, "drawn again, not asked again"


def test_a_file_that_is_no_photograph_gets_a_sentence(visit, made, answers):
    page = visit(made, on="your-own", host=("--app", "http://localhost:1"))
    page.file_uploader(key="own-file").upload("mine.png", b"nothing", "image/png").run()
    assert page.error and not answers


def test_an_app_that_does_not_answer_gets_a_sentence():
    with pytest.raises(ResultsError, match="does not answer"):
        app_client.coloured("http://127.0.0.1:9", np.zeros((8, 8, 3), np.uint8))


def test_only_pictures_of_the_same_size_are_measured():
    truth = np.full((8, 8, 3), 60, np.uint8)
    rows = value_rows(truth, {"grey": truth, "odd": truth[:4]})
    assert [row["Version"] for row in rows] == ["Grey passthrough"] and rows[0]["MAE ↓"] == "0.0000"
