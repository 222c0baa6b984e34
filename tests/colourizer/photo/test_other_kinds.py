"""What people hold beside photographs, under whatever name: refused by its kind, with what to do about it."""

import gzip
import io
import struct
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from colourizer.photo.photo import PhotoError, load_photo
from demo.gradio_app.i18n import texts
from tests.files import GREY16, RGB16, encoded, tiff

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
PREVIEW = tiff(RGB16, photometric="rgb")


def packed(*names: str, inside: bytes = b"text") -> bytes:
    """A ZIP of such files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name in names:
            file.writestr(name, inside)
    return stream.getvalue()


def tar() -> bytes:
    """An archive of one file."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as file:
        file.addfile(tarfile.TarInfo("a.tif"), io.BytesIO())
    return stream.getvalue()


def canon() -> bytes:
    """How a CR2 begins, with a preview that does not say that it is one."""
    return PREVIEW[:4] + b"\x10\0\0\0CR\2\0" + bytes(4) + PREVIEW[8:]


def boxes(brand: bytes) -> bytes:
    """A file of boxes (ISO 14496-12) of a brand, with nothing in it."""
    return struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"isom") + struct.pack(">I4s", 1008, b"mdat") + bytes(1000)


PICTURE = Image.fromarray(RGB16.astype(np.uint8))
HEADER = b"<?xml version='1.0' encoding='UTF-8'?>\n<!-- Made by <hand>, for -> you -->\n"
FILES = {
    "PDF": (encoded(PICTURE, "PDF"), "of_pages", "This is a PDF file. Save its pages as TIFF or PNG first."),
    "PDF after a printer's words": (b"\x1b%-12345X\n" + encoded(PICTURE, "PDF"), "of_pages", "a PDF file"),
    "DjVu": (b"AT&TFORM\0\0\1\0DJVU" + bytes(300), "of_pages", "a DjVu file"),
    "EPS": (encoded(PICTURE, "EPS"), "of_pages", "a PostScript file"),
    "EPS with preview": (b"\xc5\xd0\xd3\xc6\x1e\0\0\0" + encoded(PICTURE, "EPS"), "of_pages", "a PostScript file"),
    "CR2": (canon(), "camera_raw", "This is a raw file of a camera or scanner. Develop it first"),
    "CR2, cut off": (canon()[:20], "camera_raw", "raw file"),
    "CR3": (boxes(b"crx "), "camera_raw", "raw file"),
    "DNG, NEF": (tiff(GREY16, photometric=32803), "camera_raw", "raw file"),
    "linear DNG": (tiff(RGB16, photometric=34892), "camera_raw", "raw file"),
    "RW2": (b"IIU\0\x18\0\0\0" + bytes(300), "camera_raw", "raw file"),
    "RAF": (b"FUJIFILMCCD-RAW 0201" + bytes(300), "camera_raw", "raw file"),
    "PSD": (b"8BPS\0\1" + bytes(300), "other_picture", "a Photoshop file, which cannot be read here. Export it as"),
    "FITS": (b"SIMPLE  =                    T" + bytes(300), "other_picture", "a FITS file"),
    "DICOM": (b"\0" * 128 + b"DICM" + bytes(300), "other_picture", "a DICOM file"),
    "Photo CD": (b"\xff" * 2048 + b"PCD_IPI" + bytes(300), "other_picture", "a Photo CD file"),
    "PAM": (b"P7\nWIDTH 2\n", "other_picture", "a PAM file"),
    "JPEG-LS": (b"\xff\xd8\xff\xf7\0\x0b\x08\0\2\0\2\1\1\x11\0" + bytes(99), "other_picture", "a JPEG-LS file"),
    "SVG": (SVG, "other_picture", "a SVG file"),
    "SVG after a comment": (b"\xef\xbb\xbf" + HEADER + SVG, "other_picture", "a SVG file"),
    "SVG of a program": (
        HEADER + b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' [ ]>",
        "other_picture",
        "a SVG file",
    ),
    "web page": (b"\n<!DOCTYPE HTML>\n<html>" + SVG, "web_page", "This is a web page. Save the picture on it"),
    "XHTML": (HEADER + b"<html xmlns='http://www.w3.org/1999/xhtml'>", "web_page", "web page"),
    "MP4": (boxes(b"isom"), "video", "This is a video (MP4). Save one of its frames"),
    "MOV": (boxes(b"qt  "), "video", "a video (MOV)"),
    "old MOV": (b"\0\0\1\0moov" + bytes(248), "video", "a video (MOV)"),
    "AVI": (b"RIFF\0\0\1\0AVI LIST" + bytes(300), "video", "a video (AVI)"),
    "ZIP": (packed("a.jpg", inside=PREVIEW), "packed", "This is a compressed archive (ZIP). Extract it first"),
    "DOCX": (
        packed("[Content_Types].xml", "word/document.xml"),
        "office",
        "This is an office document. Save the photo",
    ),
    "ODT": (packed("mimetype", inside=b"application/vnd.oasis.opendocument.text"), "office", "office document"),
    "gzip": (gzip.compress(PREVIEW), "packed", "a compressed archive (gzip)"),
    "tar": (tar(), "packed", "a compressed archive (tar)"),
    "empty": (b"", "empty", "There is nothing in this file. Copy, download or scan it again."),
    "zeros": (bytes(2**20 + 9), "empty", "There is nothing in this file."),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_by_its_kind(name, tmp_path):
    data, code, said = FILES[name]
    (tmp_path / "scan.jpg").write_bytes(data)
    with pytest.raises(PhotoError) as refused:
        load_photo(tmp_path / "scan.jpg")
    assert refused.value.code == code
    assert said in str(refused.value)


def test_what_only_seems_to_be_of_a_kind_is_not_said_to_be_it():
    for data in (
        b"Dear museum, the PDF is here.",
        b"RIFF\0\0\1\0WAVEfmt ",
        boxes(b"M4A "),
        bytes(2**20) + b"1",
        b"<a/>",
    ):
        with pytest.raises(PhotoError, match=r"no photograph that can be read here\. Save it as JPEG, PNG"):
            load_photo(data)
    first = RGB16.copy()
    first[0, 0] = np.frombuffer(b"CR\2\0\0\0", "<u2")  # the first pixel of a TIFF whose directory is at its end
    assert load_photo(encoded(Image.fromarray(first[..., 0]), "TIFF")).size == PICTURE.size


def test_a_kind_is_named_in_the_readers_language():
    error = PhotoError.of("video", kind="MP4")
    assert texts.translate_error(error, "de").startswith("Das ist ein Video (MP4).")
    assert texts.translate_error(error, "fr").startswith("C’est une vidéo (MP4).")


def test_markup_made_to_take_long_does_not():
    for data in (b"<?" * 2000, b"<?>" * 1300, b"<!--" * 1000, b"<!---->" * 580, b" " * 4096):
        with pytest.raises(PhotoError, match="no photograph"):
            load_photo(data)
