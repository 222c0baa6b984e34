"""Other programs can read results in every format, whatever the original's description."""

import io
import shutil
import subprocess
from dataclasses import replace

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from colourizer.colourization import Colourization
from colourizer.photo.metadata import is_data
from colourizer.photo.photo import WRITTEN_SUFFIXES, load_photo, read_facts
from colourizer.photo.provenance import Provenance
from tests.files import GREY, GREY16, encoded

OME = (
    '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">'
    '<Image ID="Image:0" Name="a"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="56" SizeY="40" '
    'SizeZ="1" SizeC="1" SizeT="1"><TiffData/></Pixels></Image></OME>'
)
DATA = {
    "tifffile": '{"shape": [40, 56]}',
    "old tifffile": "shape=(40, 56)",
    "OME-XML": OME,
    "ImageJ": "ImageJ=1.54f\nimages=1\nmin=0.0\nmax=65535.0\n",
    "ScanImage": "state.configPath='C'\nstate.configName='a'",
    "newer ScanImage": "SI.LINE_FORMAT_VERSION = 1\nSI.TIFF_FORMAT_VERSION = 3",
    "MetaMorph": '<MetaData>\n<prop id="Description" type="string" value=""/>\n</MetaData>',
}
PROSE = {
    "none": "",
    "a sentence": "Long's Peak.",
    "no full stop": "Long's Peak",
    "a librarian's own title": "[Long's Peak, from Estes Park]",
    "an equals sign": "Scale: 1 inch = 2 miles",
    "one in angle brackets": "<Untitled>",
    "one in braces": "{Untitled portrait}",
    "one in bold": "<b>Long's Peak</b>",
    "where the print is kept": "Box=12\nFolder=3",
}
CONVERT = shutil.which("magick") or shutil.which("convert")


def described(words: str, *, deep: bool) -> bytes:
    """A grey 8- or 16-bit TIFF with a description."""
    stream = io.BytesIO()
    tifffile.imwrite(stream, GREY16 if deep else GREY, description=words.encode(), metadata=None)
    return stream.getvalue()


def by_imagemagick(path) -> np.ndarray:
    """The picture, uint8, as read by ImageMagick."""
    command = [CONVERT, f"{path}[0]", "-depth", "8", "ppm:-"]
    return np.asarray(Image.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)))


@pytest.mark.parametrize("suffix", WRITTEN_SUFFIXES)
@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("words", [*DATA, *PROSE])
def test_every_reader_opens_every_result(tmp_path, words, deep, suffix):
    path = tmp_path / f"new{suffix}"
    photo = load_photo(described((DATA | PROSE)[words], deep=deep))
    coloured = Colourization(photo, np.full((2, 2, 2), 20, np.float32), "fjord")
    coloured.save(path)
    seen = coloured.rgb.astype(int)
    off = 12 if suffix in (".jpg", ".jpeg", ".webp") else 1
    with Image.open(path) as image:
        assert np.abs(np.asarray(image).astype(int) - seen).mean() < off
    assert np.abs(cv2.imread(str(path))[..., ::-1].astype(int) - seen).mean() < off
    if suffix in (".tif", ".tiff"):
        read = tifffile.imread(path)
        assert read.shape == seen.shape and read.dtype == (np.uint16 if deep else np.uint8)
        assert np.abs(read / (257 if deep else 1) - seen).max() <= 1
    if CONVERT:
        assert np.abs(by_imagemagick(path).astype(int) - seen).mean() < off
    assert read_facts(path).provenance.model == "fjord"


@pytest.mark.parametrize("words", DATA.values(), ids=DATA)
def test_data_are_dropped(words):
    assert is_data(words) and is_data(words.encode())
    assert load_photo(described(words, deep=True)).metadata.description == ""


@pytest.mark.parametrize("words", PROSE.values(), ids=PROSE)
def test_prose_is_kept(words):
    assert not is_data(words)
    assert load_photo(described(words, deep=False)).metadata.description == " ".join(words.split())


def test_what_stands_behind_data_is_read():
    """A file may have one field in XMP and the other in TIFF tags."""
    plain = load_photo(encoded(GREY, "TIFF")).metadata
    said = Provenance("m", "1").to_xmp(replace(plain, description=DATA["tifffile"]))
    said = said[: said.index(b". The colours")] + said[said.index(b"not evidence.") + len(b"not evidence.") :]
    data = encoded(GREY, "TIFF", tiffinfo={270: "A harbour", 700: said})
    assert load_photo(data).metadata.description == "A harbour"


def test_two_sentences():
    said = Provenance("m", "1")
    for words, expected in {
        "Long's Peak": "Long's Peak. The colours of",
        "Long's Peak.": "Long's Peak. The colours of",
        "“Where is it?”": "“Where is it?” The colours of",
        "[A harbour]": "[A harbour]. The colours of",
        "港。": "港。 The colours of",
        "": "The colours of",
    }.items():
        assert said.describe(words).startswith(expected), words


def test_a_long_description_is_told_in_no_time():
    for words in ("a=b" * 50_000, "a=b\n" * 50_000 + "!", "{" * 50_000, "<a" * 50_000, "a" * 50_000):
        is_data(words)
