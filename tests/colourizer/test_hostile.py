"""Files made to harm, and files merely broken: each is read, or refused in a sentence; nothing else happens."""

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer
from colourizer.__main__ import main
from colourizer.photo import Limits, PhotoError, load_photo, load_rgb, read_facts
from tests import fuzz
from tests.files import GREY, GREY16, RGB, RGB16, encoded, every_format, tiff

ROOT = Path(__file__).parents[2]
FILES = every_format()


def survives(data: bytes | Path) -> bool:
    """Whether a file is read; False where it is refused. Any other exception fails the test that asks."""
    try:
        photo = load_photo(data)
    except PhotoError as error:
        sentence = str(error)
        assert sentence[0].isupper() and sentence.endswith(".") and " " in sentence, sentence
        return False
    assert np.isfinite(photo.lightness).all()
    assert photo.lightness.min() >= -0.01 and photo.lightness.max() <= 100.01
    return True


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_stops_early(name):
    """At every tenth, and one byte short: never half a picture."""
    data = FILES[name]
    results = [survives(data[: len(data) * tenth // 10]) for tenth in range(10)]
    assert not any(results[:4])  # of three pages, the first stands in the first half
    survives(data[:-1])
    assert survives(data)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG", "WEBP"])
def test_the_thinnest_pictures(kind, tiny):
    colourizer = Colourizer.from_pretrained(tiny["unet"])
    for size in ((1, 1), (1, 9000), (9000, 1), (2, 3)):
        photo = load_photo(encoded(Image.new("L", size, 99), kind))
        assert photo.size == size
        assert colourizer(photo).rgb.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("value", [0, 255])
def test_nothing_but_black_or_white(value, tiny):
    photo = load_photo(encoded(np.full((30, 40), value, np.uint8), "PNG"))
    coloured = Colourizer.from_pretrained(tiny["unet"])(photo)
    assert np.ptp(coloured.rgb) == 0  # black and white have no colour, whatever a network says
    assert (coloured.rgb == value).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none(value):
    pixels = (GREY / 255).astype(np.float32)
    pixels[3, 5] = value
    with pytest.raises(PhotoError, match="no numbers"):
        load_photo(encoded(pixels, "TIFF"))


def test_numbers_beyond_all_measure():
    for pixels in (
        np.full((9, 9), 3e38, np.float32),
        np.full((9, 9), -5, np.float32),
        np.full((9, 9), 2**31 - 1, np.int32),
    ):
        assert survives(encoded(pixels, "TIFF"))


def test_unusual_modes():
    image = Image.fromarray(RGB)
    for mode, kind in (("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("PA", "TIFF"), ("CMYK", "JPEG"), ("YCbCr", "JPEG")):
        image_in_mode = image.convert("P").convert(mode) if mode == "PA" else image.convert(mode)
        assert survives(encoded(image_in_mode, kind)), mode
    assert survives(tiff(GREY16, byteorder=">"))


def test_wrong_endings(tmp_path):
    (tmp_path / "really-a-png.jpg").write_bytes(FILES["PNG"])
    assert survives(tmp_path / "really-a-png.jpg")


@pytest.mark.parametrize(
    "data",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(x) print",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"SIMPLE  =                    T" + bytes(3000),
        b"\0" * 4096,
        b"PK\x03\x04" + bytes(100),
    ],
)
@pytest.mark.parametrize("ending", ["jpg", "png", "tif"])
def test_other_things_under_the_names_of_images(tmp_path, data, ending):
    (tmp_path / f"a.{ending}").write_bytes(data)
    with pytest.raises(PhotoError, match="no photograph that can be read here"):
        load_photo(tmp_path / f"a.{ending}")


def endless_tiff(pages: int, *, loop: bool) -> bytes:
    """A TIFF file of as many directories; or one that follows itself."""
    first = FILES["TIFF grey"]
    (start,) = struct.unpack_from("<I", first, 4)
    (entries,) = struct.unpack_from("<H", first, start)
    directory = first[start : start + 2 + 12 * entries]
    data = bytearray(first)
    at = start
    for _ in range(pages):
        following = start if loop else len(data) + len(data) % 2
        struct.pack_into("<I", data, at + len(directory), following)
        if loop:
            break
        data += bytes(following - len(data)) + directory + bytes(4)
        at = following
    return bytes(data)


def test_a_tiff_of_many_directories():
    assert load_photo(endless_tiff(50, loop=False)).pages == 51
    with pytest.raises(PhotoError, match="more than 1000 pages"):
        load_photo(endless_tiff(5000, loop=False))
    assert survives(endless_tiff(1, loop=True))


def test_an_animation_of_ten_thousand_frames():
    header, body = FILES["WebP animated"][:12], FILES["WebP animated"][12:]
    start = body.index(b"ANMF")
    (length,) = struct.unpack_from("<I", body, start + 4)
    frame = body[start : start + 8 + length + length % 2]
    body = body[:start] + frame * 10_000
    with pytest.raises(PhotoError, match="more than 1000 pages"):
        load_photo(header[:4] + struct.pack("<I", len(body) + 4) + header[8:] + body)


def test_bombs_that_claim_to_be_small():
    """Strips, pixels, texts and profiles that unpack to 256 MB, for a picture of 8 by 8."""
    bomb = zlib.compress(bytes(2**28), 9)
    for pixels in (np.zeros((8, 8, 3), np.uint16), np.zeros((8, 8, 3), np.uint8)):
        data = bytearray(tiff(pixels, photometric="rgb", compression="zlib"))
        (start,) = struct.unpack_from("<I", data, 4)
        for entry in range(struct.unpack_from("<H", data, start)[0]):
            at = start + 2 + 12 * entry
            tag = struct.unpack_from("<H", data, at)[0]
            if tag in (273, 279):  # where the strip is, and how long
                struct.pack_into("<HI I", data, at + 2, 4, 1, len(data) if tag == 273 else len(bomb))
        survives(bytes(data) + bomb)
    png = bytearray(encoded(np.zeros((8, 8), np.uint8), "PNG"))
    at = png.index(b"IDAT")
    survives(bytes(png[: at - 4]) + chunk(b"IDAT", bomb) + chunk(b"IEND", b""))
    text = chunk(b"zTXt", b"Comment\0\0" + bomb)
    profile = chunk(b"iCCP", b"ICC\0\0" + bomb)
    for extra in (text, profile):
        survives(bytes(png[:33]) + extra + bytes(png[33:]))


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_broken_metadata_costs_nothing_but_itself():
    picture = Image.fromarray(RGB)
    for exif in (b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(50)):
        assert load_photo(encoded(picture, "JPEG", exif=exif)).size == picture.size
    for profile in (b"", b"garbage", bytes(128), b"\xff" * 4000):
        assert load_photo(encoded(picture, "JPEG", icc_profile=profile)).size == picture.size
        assert load_photo(tiff(RGB16, photometric="rgb", iccprofile=profile or None)).size == picture.size
    for packet in (
        b"<",
        b"\xff" * 999,
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<?xml version='1.0' encoding='no'?><a/>",
    ):
        data = encoded(picture, "JPEG", xmp=packet)
        assert load_photo(data).size == picture.size
        assert read_facts(data).provenance is None


def test_an_orientation_that_does_not_exist():
    exif = Image.Exif()
    exif[0x0112] = 99
    assert load_photo(encoded(Image.fromarray(RGB), "JPEG", exif=exif)).size == (RGB.shape[1], RGB.shape[0])


@pytest.mark.parametrize(
    "name",
    ["\"quotes\" & 'more'.png", "new\nline.png", "\u202egnp.exe.png", "$(touch x);`ls`.png", "\udcff.png", "-rf.png"],
)
def test_names_that_programs_stumble_over(name, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(FILES["PNG grey"])
    assert main([str(path), "--model", "baseline", "--output", str(tmp_path / "out")]) == 0
    assert [each.name for each in (tmp_path / "out").iterdir()] == [name]
    assert main(["inspect", str(tmp_path / "out" / name), str(tmp_path / f"no {name}")]) == 1
    told = "".join(capsys.readouterr())
    assert "There is no file" in told
    assert not set(told) & {"\u202e", "\udcff"}
    told.encode()  # a terminal of UTF-8 can show it


def test_names_that_no_disk_takes(tmp_path):
    for name in ("x" * 4000 + ".png", "null\0.png", ""):
        with pytest.raises(PhotoError) as caught:
            load_photo(tmp_path / name if name else name)
        assert len(str(caught.value)) < 400
        with pytest.raises(PhotoError):
            Colourizer.from_pretrained("baseline")(load_photo(FILES["PNG grey"])).save(tmp_path / name)


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    for path in (tmp_path, tmp_path / "pipe.png", "/dev/zero"):
        with pytest.raises(PhotoError, match=r"is not a file"):
            load_photo(path)


class Endless(io.RawIOBase):
    """An upload that does not end."""

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "it must not be read to its end"
        return bytes(size)


def test_a_stream_without_end():
    with pytest.raises(PhotoError, match="larger than 1 MB"):
        load_photo(Endless(), limits=Limits(megabytes=1))


def test_two_hundred_damaged_files():
    told = fuzz.run(200, seed=1)
    assert len(told) == 200
    assert fuzz.failures(told) == []
    assert {each["outcome"] == "read" for each in told} == {True, False}


def test_the_fuzzer_would_notice(monkeypatch):
    def broken(_):
        raise KeyError("x")

    monkeypatch.setattr(fuzz, "load_photo", broken)
    assert fuzz.read(b"") == "ESCAPED KeyError: 'x'"
    assert fuzz.failures(
        [{"outcome": "read", "seconds": 1, "peak": 1}, {"outcome": "ESCAPED"}, {"outcome": "read", "peak": 2**40}]
    )
    name, data = fuzz.damaged(7, 0, FILES)
    assert (name, data) == fuzz.damaged(7, 0, FILES) != (name, FILES[name])


MEMORY = """
import re, sys
from colourizer.photo import load_photo, PhotoError
try:
    load_photo(sys.argv[1])
except PhotoError:
    pass
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux")
def test_memory_stays_in_proportion(tmp_path):
    """25 megapixels take under 400 MB: the picture as decoded, its lightness, and strips."""
    Image.new("RGB", (5000, 5000), (90, 120, 70)).save(tmp_path / "large.png")
    process = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path / "large.png")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(process.stdout) < 400


def test_load_rgb_is_as_careful():
    for data in (FILES["JPEG"][:300], b"", encoded(Image.new("1", (12_600, 12_600)), "PNG")):
        with pytest.raises(PhotoError):
            load_rgb(data)
