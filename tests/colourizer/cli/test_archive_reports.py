"""The selection of an archive's files, and the reports on it."""

import html
import json
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
from colourizer.photo.photo import load_photo, read_facts
from tests.colourizer.cli.conftest import run

PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/">{}</rdf:Description></rdf:RDF></x:xmpmeta>'
)


class Page(HTMLParser):
    """Parses the elements and the text of a page."""

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


def check_iiif(manifest: dict) -> None:
    """Check the rules of Presentation 3.0 for the parts we use: https://iiif.io/api/presentation/3.0/"""
    ids = []

    def has(item: dict, kind: str, *needed: str, may: str = "") -> None:
        assert item["type"] == kind
        assert set(needed) <= set(item) <= {"type", "id", *needed, *may.split()}
        if "id" in item:
            assert re.fullmatch(r"https?://[^\s#?]+", item["id"])
            ids.append(item["id"])
        for text in [item.get("label", {})] + [part for pair in item.get("metadata", []) for part in pair.values()]:
            assert all(values and all(isinstance(value, str) for value in values) for values in text.values())

    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    has(manifest, "Manifest", "id", "label", "items", may="@context requiredStatement metadata")
    assert set(manifest["requiredStatement"]) == {"label", "value"} and manifest["items"]
    for canvas in manifest["items"]:
        has(canvas, "Canvas", "id", "width", "height", "items", may="label metadata")
        assert all(isinstance(canvas[side], int) and canvas[side] > 0 for side in ("width", "height"))
        for page in canvas["items"]:
            has(page, "AnnotationPage", "id", "items")
            for painting in page["items"]:
                has(painting, "Annotation", "id", "motivation", "target", "body")
                assert painting["motivation"] == "painting" and painting["target"] == canvas["id"]
                has(painting["body"], "Choice", "items")
                for image in painting["body"]["items"]:
                    has(image, "Image", "id", "format", "width", "height", "label")
                    assert re.fullmatch(r"image/[\w.+-]+", image["format"])
    assert len(ids) == len(set(ids))


def test_iiif_offers_the_original_and_the_colouring_on_each_canvas(photos, tiny, at_once, capsys):
    packet = PACKET.format("<dc:identifier>BV042</dc:identifier>")
    Image.new("L", (50, 40), 90).save(photos / "ä b.jpg", xmp=packet.encode())
    run(photos, tiny, "--iiif", "https://example.org/archive/", "--iiif-originals", "https://example.org/masters")
    manifest = json.loads((photos.parent / "out" / "iiif-manifest.json").read_text())
    check_iiif(manifest)
    assert len(manifest["items"]) == 4
    canvas = next(each for each in manifest["items"] if each["label"] == {"none": ["BV042"]})
    assert (canvas["width"], canvas["height"]) == (50, 40)
    choices = canvas["items"][0]["items"][0]["body"]["items"]
    assert [each["id"] for each in choices] == [
        "https://example.org/masters/%C3%A4%20b.jpg",
        "https://example.org/archive/%C3%A4%20b.jpg",
    ]
    with pytest.raises(SystemExit):
        run(photos, tiny, "--iiif", "javascript:alert(1)")
    assert "is no address" in capsys.readouterr().err


def test_identifiers_and_names_are_in_the_result_and_the_manifest(photos, tiny, at_once):
    packet = PACKET.format(
        "<dc:identifier>BV042</dc:identifier><xmp:Identifier><rdf:Bag><rdf:li>ark:/12148/x</rdf:li></rdf:Bag>"
        "</xmp:Identifier>"
    )
    Image.new("L", (50, 40), 90).save(photos / "x.jpg", xmp=packet.encode())
    Image.new("L", (50, 40), 90).save(photos / "y.tif", tiffinfo={269: "Plate 12"})
    run(photos, tiny, "--contact-sheet")
    out = photos.parent / "out"
    lines = {line["photo"]: line for line in map(json.loads, (out / "manifest.jsonl").read_text().splitlines())}
    assert lines["x.jpg"]["identifier"] == "BV042; ark:/12148/x"
    for name, identifier in (("x.jpg", "BV042; ark:/12148/x"), ("y.tif", "Plate 12")):
        facts = read_facts(out / name)
        assert facts.metadata.identifier == identifier and facts.provenance.name == name
    assert "BV042; ark:/12148/x" in (out / "contact-sheet.html").read_text()
    table = pandas.read_sql("SELECT * FROM photographs", sqlite3.connect(out / "summary.sqlite")).set_index("photo")
    assert table.loc["y.tif"].identifier == "Plate 12"
    assert table.loc["1930/deep/c.bmp"].identifier == ""


def test_an_archive_is_signed_by_one_signer(photos, tiny, at_once, capsys):
    pytest.importorskip("c2pa", reason="needs the extra colourizer[c2pa]")
    from colourizer.photo.credentials import read_credentials

    assert run(photos, tiny, "--c2pa") == 1
    out = photos.parent / "out"
    assert "nobody vouches for the signer" in capsys.readouterr().err
    assert read_credentials(out / "1930/deep/c.bmp.png", "PNG").parents == ("c.bmp",)
    assert run(photos, tiny) == 2  # the existing results have other settings
