"""JPEG 2000, JPEG XL, GIF, PNM, and 12-bit JPEG are read correctly within the limits, or refused by name."""

import contextlib
import io
import struct

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from colourizer.__main__ import main
from colourizer.cli.archive.finding import find_photos
from colourizer.photo.formats import SUFFIXES, TITLES
from colourizer.photo.jpegxl_header import read_header
from colourizer.photo.photo import Limits, PhotoError, load_photo, load_rgb, read_facts
from tests.files import XMP, encoded, swapped
from tests.truth import COLOURS, GREY, HEIGHT, WIDTH, check, quantised, whole


def stored(picture: np.ndarray, bits: int) -> np.ndarray:
    return whole(picture, 2**bits - 1).astype(np.uint8 if bits <= 8 else np.uint16)


def jpeg2000(picture: np.ndarray, bits: int, codec: str = "jp2", **options) -> bytes:
    return bytes(
        imagecodecs.jpeg2k_encode(
            stored(picture, bits), level=0, reversible=True, codecformat=codec, bitspersample=bits, **options
        )
    )


def as_written(picture: np.ndarray, bits: int) -> np.ndarray:
    """How libjxl's encoder interprets samples of this depth: above 8 bits as linear light."""
    curve = np.where(picture <= 0.0031308, picture * 12.92, 1.055 * picture ** (1 / 2.4) - 0.055)
    return picture if bits == 8 else curve


def jpegxl(picture: np.ndarray, bits: int = 8, **options) -> bytes:
    return bytes(imagecodecs.jpegxl_encode(stored(picture, bits), lossless=True, bitspersample=bits, **options))


@pytest.mark.parametrize("codec", ["jp2", "j2k"])
@pytest.mark.parametrize("bits", [1, 2, 4, 5, 8, 10, 12, 14, 16])
def test_jpeg_2000_of_any_precision(bits, codec):
    for picture in (GREY, COLOURS):
        data = jpeg2000(picture, bits, codec)
        check(data, quantised(picture, 2**bits - 1), 0.3)
        assert load_photo(data).depth == (16 if bits > 8 else 8)
        assert read_facts(data).format == "JPEG2000"


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def with_profile(data: bytes, profile: bytes) -> bytes:
    """A JP2 with an ICC profile and XMP."""
    start = data.index(b"colr") - 4
    (length,) = struct.unpack_from(">I", data, start)
    new = box(b"colr", bytes([2, 0, 0]) + profile)
    header = data.index(b"jp2h") - 4
    (whole_length,) = struct.unpack_from(">I", data, header)
    data = data[:start] + new + data[start + length :]
    data = data[:header] + struct.pack(">I", whole_length - length + len(new)) + data[header + 4 :]
    uuid = box(b"uuid", bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC") + XMP)
    coded = data.index(b"jp2c") - 4
    return data[:coded] + uuid + data[coded:]


@pytest.mark.parametrize("bits", [8, 16])
def test_a_profile_in_jpeg_2000_is_applied(bits):
    data = with_profile(jpeg2000(COLOURS, bits), swapped())
    check(data, np.ascontiguousarray(COLOURS[..., ::-1]), 0.6)
    with Image.open(io.BytesIO(data)) as image:
        assert "icc_profile" not in image.info  # Pillow ignores it
    broken = with_profile(jpeg2000(COLOURS, bits), b"no profile")
    check(broken, COLOURS, 0.3)


def test_jpeg_2000_whose_sizes_disagree_is_refused_before_it_is_decoded():
    data = bytearray(jpeg2000(GREY, 8))
    at = data.index(b"\xff\x4f\xff\x51") + 8
    struct.pack_into(">II", data, at, 60_000, 60_000)
    with pytest.raises(PhotoError, match="damaged"):
        load_photo(bytes(data))
    plain = bytearray(jpeg2000(GREY, 8, "j2k"))
    struct.pack_into(">II", plain, 8, 60_000, 60_000)
    with pytest.raises(PhotoError, match=r"too large|megapixels"):
        load_photo(bytes(plain))


def test_signed_or_unknown_colours_of_jpeg_2000_are_refused():
    data = bytearray(jpeg2000(GREY, 12))
    data[data.index(b"\xff\x4f\xff\x51") + 42] |= 0x80
    with pytest.raises(PhotoError, match="signed"):
        load_photo(bytes(data))
    lab = bytearray(jpeg2000(COLOURS, 8))
    at = lab.index(b"colr") + 7
    struct.pack_into(">I", lab, at, 14)
    with pytest.raises(PhotoError, match="not in grey, RGB or CMYK"):
        load_photo(bytes(lab))


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
@pytest.mark.parametrize("container", [False, True])
def test_jpeg_xl_of_any_precision(bits, container):
    for picture in (GREY, COLOURS):
        data = jpegxl(picture, bits, usecontainer=container)
        check(data, as_written(quantised(picture, 2**bits - 1), bits), 0.3)
        assert load_photo(data).depth == (16 if bits > 8 else 8)
        assert read_facts(data).size == (WIDTH, HEIGHT)


def test_lossy_jpeg_xl_and_floating_point():
    for picture in (GREY, COLOURS):
        check(bytes(imagecodecs.jpegxl_encode(stored(picture, 8), distance=0.5)), picture, 8)
        check(bytes(imagecodecs.jpegxl_encode(picture.astype(np.float32), lossless=True)), as_written(picture, 32), 0.3)


def test_opacity_in_jpeg_xl():
    opacity = np.tile(np.linspace(0, 1, WIDTH), (HEIGHT, 1))[..., None]
    for bits in (8, 16):
        for picture in (GREY[..., None], COLOURS):
            laid = as_written(picture, bits) * opacity + 1 - opacity
            data = jpegxl(np.concatenate([picture, opacity], axis=2), bits)
            check(data, laid[..., 0] if picture.shape[2] == 1 else laid, 0.6)


@pytest.mark.parametrize("size", [(8, 8), (256, 256), (9, 300), (1, 1), (512, 384), (1000, 40), (600, 400), (640, 360)])
def test_the_header_of_jpeg_xl_says_the_size(size):
    data = bytes(imagecodecs.jpegxl_encode(np.zeros(size[::-1], np.uint8), lossless=True, usecontainer=False))
    assert read_header(data[2:]).size == size
    boxed = bytes(imagecodecs.jpegxl_encode(np.zeros(size[::-1], np.uint8), lossless=True, usecontainer=True))
    assert load_photo(boxed).size == size


def test_what_jpeg_xl_says_beside_the_picture():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "A harbour", 6
    data = jpegxl(COLOURS, usecontainer=True)
    at = data.index(b"jxlc") - 4 if b"jxlc" in data else data.index(b"jxlp") - 4
    data = data[:at] + box(b"Exif", bytes(4) + exif.tobytes()[6:]) + box(b"xml ", XMP) + data[at:]
    photo = load_photo(data)
    assert photo.metadata.description == "A harbour"
    assert photo.size == (WIDTH, HEIGHT)  # the codestream has its own orientation


def test_jpeg_xl_beyond_the_limits_or_in_other_colours_is_not_decoded(monkeypatch):
    monkeypatch.setattr(imagecodecs, "jpegxl_decode", None)
    large = bytes(imagecodecs.jpegxl_encode(np.zeros((400, 500), np.uint8), lossless=True))
    with pytest.raises(PhotoError, match="megapixels"):
        load_photo(large, limits=Limits(megapixels=0.1))
    # A hand-written header: 8x8; not all defaults; 8 bits; no extra channels; grey with a profile.
    bits = "1" + "00000" + "100" + "0" + "0" + "0" + "00" + "1" + "00" + "0" + "0" + "1" + "10"
    number = sum(int(bit) << place for place, bit in enumerate(bits))
    with pytest.raises(PhotoError, match="other colours than sRGB"):
        load_photo(b"\xff\x0a" + number.to_bytes(8, "little"))


def gif(frames: int) -> bytes:
    pictures = [Image.fromarray(np.roll(stored(GREY, 8), n, axis=1)) for n in range(frames)]
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:])


def test_the_first_frame_of_a_gif():
    check(gif(1), quantised(GREY, 255), 0.3)
    check(gif(5), quantised(GREY, 255), 0.3)
    assert (load_photo(gif(1)).pages, load_photo(gif(5)).pages) == (1, 5)
    with pytest.raises(PhotoError, match="more than 3 pages"):
        load_photo(gif(5), limits=Limits(pages=3))
    clear = Image.fromarray(np.zeros((9, 9), np.uint8)).convert("P")
    assert load_photo(encoded(clear, "GIF", transparency=0)).lightness.min() > 99
    colours = Image.fromarray(stored(COLOURS, 8)).quantize(256)
    check(encoded(colours, "GIF"), np.asarray(colours.convert("RGB")) / 255, 0.3)


def pnm(kind: int, picture: np.ndarray, white: int) -> bytes:
    values = whole(picture, white)
    head = f"P{kind}\n# made by hand\n{WIDTH} {HEIGHT}\n" + ("" if kind in (1, 4) else f"{white}\n")
    if kind in (1, 4):
        values = 1 - values
    if kind == 4:
        return head.encode() + np.packbits(values.astype(np.uint8), axis=1).tobytes()
    if kind < 4:
        return head.encode() + "\n".join(map(str, values.ravel().tolist())).encode()
    return head.encode() + values.astype(">u1" if white < 256 else ">u2").tobytes()


@pytest.mark.parametrize("white", [1, 15, 100, 255, 256, 1023, 4095, 65535])
def test_pnm_of_any_largest_value(white):
    kinds = ((2, GREY), (3, COLOURS), (5, GREY), (6, COLOURS), *(((1, GREY), (4, GREY)) if white == 1 else ()))
    for kind, picture in kinds:
        data = pnm(kind, picture, white)
        check(data, quantised(picture, white), 0.3)
        assert load_photo(data).depth == (16 if white > 255 and kind != 3 else 8)
    with pytest.raises(PhotoError, match="damaged"):
        load_photo(pnm(6, COLOURS, 65535)[:-1])
    assert load_rgb(pnm(6, COLOURS, 65535)).dtype == np.uint8


def test_floating_point_in_pnm():
    def written(values: np.ndarray) -> bytes:
        return f"Pf\n{WIDTH} {HEIGHT}\n-1.0\n".encode() + values[::-1].astype("<f4").tobytes()

    check(written(GREY), GREY, 0.05)
    with pytest.raises(PhotoError, match="numbers go from 0 to 200"):
        load_photo(written(GREY * 200))


@pytest.mark.parametrize("colours", [False, True])
def test_jpeg_of_twelve_bits_is_refused_by_name(colours):
    picture = stored(COLOURS if colours else GREY, 12)
    data = bytes(imagecodecs.jpeg8_encode(picture, bitspersample=12))
    with pytest.raises(PhotoError, match=r"a JPEG of 12 bits, which cannot be read here\. Save it as TIFF or PNG"):
        load_photo(data)
    with pytest.raises(PhotoError, match="damaged"):
        load_photo(data[:20])


def test_every_place_names_the_formats_of_the_one_list():
    everywhere = (parser_help(), str(refusal_of(b"nothing")))
    assert all(title in words for title in TITLES for words in everywhere)
    assert len(set(SUFFIXES)) == len(SUFFIXES)
    assert set(SUFFIXES) <= set(Image.registered_extensions()) | {".jxl"}


def parser_help() -> str:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), pytest.raises(SystemExit):
        main(["photo", "--help"])
    return " ".join(stream.getvalue().split())


def refusal_of(data: bytes) -> PhotoError:
    with pytest.raises(PhotoError) as caught:
        load_photo(data)
    return caught.value


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_archive_finds_every_ending(tmp_path, suffix):
    (tmp_path / f"a{suffix.upper()}").write_bytes(b"")
    assert [str(path) for path in find_photos(tmp_path)] == [f"a{suffix.upper()}"]
