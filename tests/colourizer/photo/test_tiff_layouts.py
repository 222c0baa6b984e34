"""TIFF in every compression and layout, by tifffile and libtiff, is read correctly or refused with a plain message."""

import io
import shutil
import subprocess

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from colourizer.photo.photo import PhotoError, load_photo
from tests.files import encoded, tiff
from tests.tiffs import (
    tiff_of,
)
from tests.truth import COLOURS, GREY, HEIGHT, WIDTH, check, whole

CONVERT = shutil.which("magick") or shutil.which("convert")
COMPRESSIONS = [None, "lzw", "zlib", "packbits", "zstd", "lzma", "jpeg2000", "jpegxl", "webp"]
LAYOUTS = [{}, {"tile": (16, 16)}, {"byteorder": ">"}, {"bigtiff": True}, {"rowsperstrip": 7}]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("predictor", [False, True])
def test_every_compression_in_every_layout_and_type(compression, predictor):
    if predictor and compression not in ("lzw", "zlib", "zstd", "lzma"):
        return
    read = 0
    for layout in LAYOUTS:
        if compression == "jpeg2000" and "byteorder" in layout:
            continue  # tifffile writes other values than given here
        for kind in ("u1", "u2", "u4", "f4"):
            white = 1 if kind == "f4" else np.iinfo(kind).max
            for picture, photometric in ((GREY, "minisblack"), (1 - GREY, "miniswhite"), (COLOURS, "rgb")):
                values = picture.astype("f4") if kind == "f4" else whole(picture, white).astype(kind)
                options = {"compression": compression, "predictor": predictor and kind != "u4", **layout}
                if compression in ("webp", "jpeg2000", "jpegxl"):
                    options["compressionargs"] = {"level": 0} if compression == "jpeg2000" else {"lossless": True}
                try:
                    data = tiff(values, photometric=photometric, **options)
                except Exception:  # not every compression supports every type
                    continue
                if (compression, kind) == ("jpeg2000", "u4"):
                    with pytest.raises(PhotoError, match="numbers have 32 bits"):
                        load_photo(data)
                    continue
                check(data, GREY if photometric == "miniswhite" else picture, 0.3)
                read += 1
    assert read >= len(LAYOUTS) - 1


@pytest.mark.parametrize("compression", ["lerc", "png", "jpegxr"])
def test_compressions_that_no_scanner_writes_are_refused_by_name(compression):
    data = tiff(whole(COLOURS, 255).astype(np.uint8), photometric="rgb", compression=compression)
    with pytest.raises(PhotoError, match=f"compression is {compression.upper()}"):
        load_photo(data)


@pytest.mark.parametrize("layout", [{}, {"tile": (16, 16)}, {"rowsperstrip": 8}])
@pytest.mark.parametrize("subsampling", [(1, 1), (2, 1), (2, 2)])
def test_jpeg_in_tiff(layout, subsampling):
    for picture, kind in ((GREY, "minisblack"), (COLOURS, "rgb")):
        options = {"compression": "jpeg", "compressionargs": {"level": 98}, "photometric": kind, **layout}
        options |= {"subsampling": subsampling} if kind == "rgb" else {}
        check(tiff(whole(picture, 255).astype(np.uint8), **options), picture, 6 if subsampling != (1, 1) else 5)


def test_twelve_bits_of_jpeg_in_tiff_are_read_or_refused():
    jpeg = imagecodecs.jpeg8_encode(whole(GREY, 4095).astype(np.uint16), level=98, bitspersample=12)
    plain = tiff_of(np.zeros((HEIGHT, WIDTH), np.uint64), 12)
    data = bytearray(plain)
    at = data.index(np.array([259, 3], "<u2").tobytes())
    data[at + 8 : at + 10] = (7).to_bytes(2, "little")
    for tag, value in ((273, len(data)), (279, len(jpeg))):
        at = data.index(np.array([tag, 4], "<u2").tobytes())
        data[at + 8 : at + 12] = value.to_bytes(4, "little")
    check(bytes(data) + jpeg, GREY, 1)


@pytest.mark.skipif(CONVERT is None, reason="ImageMagick writes these, with libtiff; it is not installed")
@pytest.mark.parametrize(
    "options",
    [
        ["-colorspace", "YCbCr", "-compress", "None"],
        ["-colorspace", "YCbCr", "-compress", "LZW"],
        ["-colorspace", "YCbCr", "-compress", "JPEG", "-quality", "98"],
        ["-colorspace", "YCbCr", "-sampling-factor", "2x2", "-compress", "JPEG", "-quality", "98"],
        ["-colorspace", "CMYK", "-compress", "LZW"],
        ["-colorspace", "Lab", "-depth", "8"],
        ["-colorspace", "Lab", "-depth", "16"],
        ["-depth", "12"],
        ["-depth", "16", "-endian", "MSB", "-compress", "Zip"],
        ["-depth", "32", "-define", "quantum:format=floating-point"],
        ["-interlace", "plane", "-compress", "LZW"],
        ["-define", "tiff:fill-order=lsb", "-depth", "16"],
        ["-type", "Palette"],
        ["-define", "tiff:tile-geometry=32x32", "-depth", "16"],
    ],
    ids=" ".join,
)
def test_what_libtiff_writes(options):
    source = encoded(whole(0.2 + 0.6 * COLOURS, 255).astype(np.uint8), "PNG")
    made = subprocess.run([CONVERT, "png:-", *options, "tiff:-"], input=source, capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"it does not write this here: {made.stderr.decode()[:80]}")
    try:
        load_photo(made.stdout)
    except PhotoError as error:
        assert "cannot be read rightly" in str(error)
    else:
        check(made.stdout, 0.2 + 0.6 * COLOURS, 6 if "JPEG" in options or "Palette" in options else 2)


def test_pages_of_a_kind_that_is_refused_do_not_matter():
    stream = io.BytesIO()
    with tifffile.TiffWriter(stream) as writer:
        writer.write(whole(GREY, 65535).astype(np.uint16), metadata=None)
        writer.write(GREY.astype(np.complex64), metadata=None)
    assert load_photo(stream.getvalue()).pages == 2
    check(stream.getvalue(), GREY)
    assert Image.open(io.BytesIO(stream.getvalue())).format == "TIFF"
