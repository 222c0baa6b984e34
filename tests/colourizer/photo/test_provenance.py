"""Every saved file states the provenance of its colours in a form that other programs can read."""

import hashlib
import io
import time

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer
from colourizer.__main__ import main
from colourizer.photo.photo import WRITTEN_SUFFIXES, read_provenance, save_rgb
from colourizer.photo.provenance import SOURCE_TYPE, VERSION, Provenance, from_xmp, xmp_tree

GREY = np.random.default_rng(0).integers(0, 256, (30, 40), dtype=np.uint8)


@pytest.fixture
def photo(tmp_path):
    Image.fromarray(GREY).save(tmp_path / "old.png")
    return tmp_path / "old.png"


@pytest.mark.parametrize("suffix", WRITTEN_SUFFIXES)
def test_every_format_carries_it(tiny, photo, tmp_path, suffix):
    colourizer = Colourizer.from_pretrained(tiny["unet"])
    colourizer(photo).save(tmp_path / f"new{suffix}")
    said = read_provenance(tmp_path / f"new{suffix}")
    assert (said.model, said.version) == ("tiny-unet", VERSION)
    assert said.checkpoint == colourizer.checkpoint.sha256
    assert said.original == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert said.created.startswith("20")
    assert said.settings["vividness"] == 0.5 and 0 <= said.settings["reduced_share"] <= 1
    with Image.open(tmp_path / f"new{suffix}") as image:
        assert SOURCE_TYPE.encode() in image.info["xmp"]
        assert b"are simulated" in image.info["xmp"]
        assert image.info["icc_profile"]


def test_it_survives_any_words():
    strange = Provenance('a<b>&"c"', VERSION, settings={"note": "]]> \u202e é \n"}, created="2026-11-23T00:00:00+00:00")
    assert from_xmp(strange.to_xmp()) == strange


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        b"\xff\xfe",
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        Provenance("m", "1").to_xmp()[:400],
    ],
)
def test_what_others_or_nobody_wrote_states_nothing(packet):
    assert from_xmp(packet) is None


def test_other_files_say_nothing(photo, tmp_path):
    assert read_provenance(photo) is None
    save_rgb(np.zeros((4, 4, 3), np.uint8), tmp_path / "plain.png")
    assert read_provenance(tmp_path / "plain.png") is None
    stream = io.BytesIO()
    Image.fromarray(GREY).save(stream, "JPEG", xmp=b"<broken")
    assert read_provenance(stream.getvalue()) is None


def test_inspect_says_what_a_file_is_and_from_which_original(photo, tmp_path, capsys):
    main([str(photo), "--model", "cgan", "--output", str(tmp_path / "new.jpg")])
    capsys.readouterr()
    assert main(["inspect", str(tmp_path / "new.jpg"), str(photo)]) == 0
    words = capsys.readouterr().out
    assert "simulated" in words and "'cgan'" in words
    assert hashlib.sha256(photo.read_bytes()).hexdigest() in words
    assert f"(that is {photo})" in words  # the original is available
    assert "vividness" in words and "40 x 30 pixels" in words
    assert "old.png: says nothing of Colourizelt!" in words
    assert main(["inspect", str(tmp_path / "nowhere.jpg")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_a_statement_of_many_megabytes_is_not_parsed():
    assert from_xmp(Provenance("m", "1", settings={"note": "x" * 2**19}).to_xmp()) is not None
    assert from_xmp(Provenance("m", "1", settings={"note": "x" * 2**21}).to_xmp()) is None


def test_characters_that_xml_cannot_hold_do_not_spoil_it():
    assert from_xmp(Provenance("a\x01\udcffb", "1").to_xmp()).model == "a\ufffd\ufffdb"


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("declared", [True, False])
def test_no_encoding_hides_a_document_type(encoding, declared):
    said = Provenance("fjord", "1").to_xmp().decode().split("?>", 1)[1].strip()
    name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    head = f'<?xml version="1.0" encoding="{name}"?>' if declared else ""
    assert from_xmp((head + said).encode(encoding)).model == "fjord"
    padded = (head + said + "\n" * 200).encode(encoding) + bytes(400)
    assert from_xmp(padded).model == "fjord"
    grows = '<!DOCTYPE a [<!ENTITY b "fjord"><!ENTITY c "&b;&b;">]>'
    assert xmp_tree((head + grows + "<a>&c;</a>").encode(encoding)) is None
    assert xmp_tree((head + "<!DOCTYPE a>" + said).encode(encoding)) is None
    assert xmp_tree((head + '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + said).encode(encoding)) is None


def test_a_packet_that_would_grow_is_refused_at_once():
    """Eight entities in UTF-16, each ten times the previous one: 300 MB when expanded."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "fjord"}">' for n in range(8))
    packet = f"<!DOCTYPE a [{entities}]><a>&e7;</a>".encode("utf-16")
    began = time.perf_counter()
    assert xmp_tree(packet) is None
    assert time.perf_counter() - began < 1
