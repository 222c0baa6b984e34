"""What is chosen of an archive, and what is told of it afterwards."""

import html
import os
import re
import shutil
import sqlite3
from html.parser import HTMLParser
from urllib.parse import unquote

import pandas
import pytest
from PIL import Image

from colourizer.cli import archive_command
from colourizer.photo.photo import load_photo
from tests.colourizer.cli.conftest import run


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_only_some_are_coloured(photos, tiny, at_once):
    assert run(photos, tiny, "--only", "1930/*") == 0
    assert at_once == ["1930/a.png", "1930/deep/c.bmp"]
    at_once.clear()
    assert run(photos, tiny, "--only", "*.png", "--only", "b.*") == 0
    assert at_once == ["b.jpg"]
    assert run(photos, tiny, "--only", "*.tif") == 2


def test_only_what_changed_since_a_day_is_coloured(photos, tiny, at_once, capsys):
    for path in photos.rglob("*.*"):
        os.utime(path, (1e9, 1e9))  # 2001
    os.utime(photos / "b.jpg", (1.7e9, 1.7e9))  # 2023
    assert run(photos, tiny, "--since", "2020-01-01") == 0
    assert at_once == ["b.jpg"]
    with pytest.raises(SystemExit):
        run(photos, tiny, "--since", "yesterday")
    assert "not a date" in capsys.readouterr().err


def test_format_and_quality(photos, tiny, at_once, capsys):
    assert run(photos, tiny, "--format", "webp", "--only", "b.jpg", "--quality", "5") == 0
    out = photos.parent / "out"
    small = (out / "b.jpg.webp").stat().st_size
    assert run(photos, tiny, "--format", "webp", "--only", "b.jpg") == 2
    assert "other settings" in capsys.readouterr().err
    shutil.rmtree(out)
    assert run(photos, tiny, "--format", "webp", "--only", "b.jpg", "--quality", "100") == 0
    assert small < (out / "b.jpg.webp").stat().st_size
    shutil.rmtree(out)
    assert run(photos, tiny, "--format", "jpg", "--only", "b.jpg", "--quality", "5") == 0
    worst = (out / "b.jpg").stat().st_size
    shutil.rmtree(out)
    assert run(photos, tiny, "--only", "b.jpg") == 0
    assert worst < (out / "b.jpg").stat().st_size


def test_the_summary_is_read_by_pandas_in_a_line(photos, tiny, at_once):
    run(photos, tiny)
    out = photos.parent / "out"
    table = pandas.read_sql("SELECT * FROM photographs", sqlite3.connect(out / "summary.sqlite")).set_index("photo")
    assert dict(table.state) == {"1930/a.png": "done", "1930/deep/c.bmp": "done", "b.jpg": "done", "bad.jpg": "failed"}
    one = table.loc["b.jpg"]
    assert (one.width, one.height, one.result) == (60, 40, "b.jpg")
    assert one.sha256 == load_photo(photos / "b.jpg").sha256
    assert one.bytes == (photos / "b.jpg").stat().st_size and one.result_bytes == (out / "b.jpg").stat().st_size
    assert one.seconds > 0 and '"vividness"' in one.settings and one.model == "tiny-unet"
    assert "no photograph" in table.loc["bad.jpg"].error
    run(photos, tiny)
    runs = pandas.read_sql("SELECT * FROM runs", sqlite3.connect(out / "summary.sqlite"))
    assert runs[["coloured", "done_before", "failed"]].values.tolist() == [[3, 0, 1], [0, 3, 1]]


def test_the_summary_is_made_anew_where_it_was_broken(photos, tiny, at_once):
    run(photos, tiny)
    summary = photos.parent / "out" / "summary.sqlite"
    summary.write_bytes(b"no database" * 100)
    run(photos, tiny)
    assert len(pandas.read_sql("SELECT * FROM photographs", sqlite3.connect(summary))) == 4


def test_the_contact_sheet_shows_each_beside_its_result_and_obeys_no_name(photos, tiny, at_once):
    strange = '"><script>alert(1)<.jpg'.replace("/", "")
    shutil.copyfile(photos / "b.jpg", photos / strange)
    shutil.copyfile(photos / "bad.jpg", photos / f"bad {strange}")
    shutil.copyfile(photos / "b.jpg", photos / "100% #1?.jpg")
    Image.new("RGB", (64, 48), (200, 30, 30)).save(photos / "red.png")
    assert run(photos, tiny, "--contact-sheet") == 1
    out = photos.parent / "out"
    text = (out / "contact-sheet.html").read_text()
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.elements} and "http" not in text
    assert strange in page.text and f"bad {strange}" in page.text
    assert "the file was in colour" in page.text and "are simulated" in page.text
    pictures = [attributes["src"] for tag, attributes in page.elements if tag == "img"]
    assert len(pictures) == 2 * 6
    assert all(max(Image.open(out / unquote(path)).size) <= 320 for path in pictures)
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert all((out / unquote(path)).is_file() for path in links) and len(links) == 6
    original, result = (load_photo(out / path) for path in pictures[:2])
    assert not original.in_colour and original.size == result.size


def test_a_contact_sheet_of_what_was_coloured_before(photos, tiny, at_once):
    run(photos, tiny)
    out = photos.parent / "out"
    assert not (out / "contact-sheet.html").exists()
    run(photos, tiny, "--contact-sheet")
    pictures = re.findall(r'src="([^"]*)"', (out / "contact-sheet.html").read_text())
    assert len(pictures) == 6
    assert all((out / html.unescape(path)).is_file() for path in pictures)


def test_the_place_of_the_contact_sheet_is_kept(photos, tiny, at_once, capsys):
    (photos / "contact-sheet").mkdir()
    shutil.copyfile(photos / "b.jpg", photos / "contact-sheet" / "b.jpg")
    assert archive_command.main([str(photos), "--output", str(photos.parent / "out"), "--model", "x"]) == 2
    assert "Rename yours" in capsys.readouterr().err
