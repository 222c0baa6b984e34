"""Malicious files are read or refused with a plain message; nothing else happens."""

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
from colourizer.cli.colourize import main
from colourizer.photo.photo import Limits, PhotoError, load_photo, load_rgb
from tests.colourizer.photo.surviving import survives
from tests.files import encoded, every_format, tiff
from tests.tools import fuzz

ROOT = Path(__file__).parents[3]
FILES = every_format()


def test_wrong_endings(tmp_path):
    (tmp_path / "really-a-png.jpg").write_bytes(FILES["PNG"])
    assert survives(tmp_path / "really-a-png.jpg")


@pytest.mark.parametrize(
    "data",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(x) print",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>",
        b"\x00\x00\x00\x0cjP  no JPEG 2000",
        b"P7\nWIDTH 1\n",
        b"SIMPLE  =                    T" + bytes(3000),
        b"\0" * 4096,
        b"PK\x03\x04" + bytes(100),
    ],
)
@pytest.mark.parametrize("ending", ["jpg", "png", "tif"])
def test_other_things_under_the_names_of_images(tmp_path, data, ending):
    (tmp_path / f"a.{ending}").write_bytes(data)
    with pytest.raises(PhotoError) as refused:
        load_photo(tmp_path / f"a.{ending}")
    assert refused.value.code in ("of_pages", "other_picture", "packed", "empty", "not_a_photograph")


def endless_tiff(pages: int, *, loop: bool) -> bytes:
    """A TIFF file with this many directories, or with a loop of directories."""
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


def chunk(name: bytes, data: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_an_animation_of_ten_thousand_frames():
    header, body = FILES["WebP animated"][:12], FILES["WebP animated"][12:]
    start = body.index(b"ANMF")
    (length,) = struct.unpack_from("<I", body, start + 4)
    frame = body[start : start + 8 + length + length % 2]
    body = body[:start] + frame * 10_000
    with pytest.raises(PhotoError, match="more than 1000 pages"):
        load_photo(header[:4] + struct.pack("<I", len(body) + 4) + header[8:] + body)


def test_bombs_that_claim_to_be_small():
    """Strips, pixels, texts and profiles that decompress to 256 MB, in an 8x8 picture."""
    bomb = zlib.compress(bytes(2**28), 9)
    for pixels in (np.zeros((8, 8, 3), np.uint16), np.zeros((8, 8, 3), np.uint8)):
        data = bytearray(tiff(pixels, photometric="rgb", compression="zlib"))
        (start,) = struct.unpack_from("<I", data, 4)
        for entry in range(struct.unpack_from("<H", data, start)[0]):
            at = start + 2 + 12 * entry
            tag = struct.unpack_from("<H", data, at)[0]
            if tag in (273, 279):  # the strip's offset and length
                struct.pack_into("<HI I", data, at + 2, 4, 1, len(data) if tag == 273 else len(bomb))
        survives(bytes(data) + bomb)
    png = bytearray(encoded(np.zeros((8, 8), np.uint8), "PNG"))
    at = png.index(b"IDAT")
    survives(bytes(png[: at - 4]) + chunk(b"IDAT", bomb) + chunk(b"IEND", b""))
    text = chunk(b"zTXt", b"Comment\0\0" + bomb)
    profile = chunk(b"iCCP", b"ICC\0\0" + bomb)
    for extra in (text, profile):
        survives(bytes(png[:33]) + extra + bytes(png[33:]))


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
    told.encode()  # can be shown in a UTF-8 terminal


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
    """An endless upload."""

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
    name, data = fuzz.damaged(8, 0, FILES)
    assert (name, data) == fuzz.damaged(8, 0, FILES) != (name, FILES[name])


MEMORY = """
import re, sys
from colourizer.photo.photo import load_photo, PhotoError
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
