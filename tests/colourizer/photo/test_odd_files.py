"""Odd files found in archives, hand-written if no library writes them: each is read correctly or refused."""

import struct

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from colourizer.photo.photo import PhotoError, load_photo
from tests.colourizer.photo.test_hostile import chunk
from tests.files import encoded, every_format, tiff
from tests.truth import COLOURS, GREY, HEIGHT, WIDTH, check, lightness, whole

SHALLOW, DEEP = whole(COLOURS, 255).astype(np.uint8), whole(COLOURS, 65535).astype(np.uint16)
GREY_DEEP = whole(GREY, 65535).astype(np.uint16)
FILES = every_format()
TURNS = {
    2: lambda picture: picture[:, ::-1],
    3: lambda picture: picture[::-1, ::-1],
    4: lambda picture: picture[::-1],
    5: lambda picture: np.swapaxes(picture, 0, 1),
    6: lambda picture: np.rot90(picture, -1),
    7: lambda picture: np.swapaxes(picture[::-1, ::-1], 0, 1),
    8: lambda picture: np.rot90(picture),
}


def bmp(values: np.ndarray, bits: int, masks: tuple[int, ...] = (), top_down: bool = False, head: int = 40) -> bytes:
    """A BMP from unsigned integers (H, W). masks: of red, green, blue and opacity, if given."""
    rows = [row.tobytes().ljust((WIDTH * bits // 8 + 3) // 4 * 4, b"\0") for row in values]
    data = b"".join(rows if top_down else rows[::-1])
    height, compression = (-HEIGHT if top_down else HEIGHT), 3 if masks else 0
    about = struct.pack("<IiiHHIIiiII", head, WIDTH, height, 1, bits, compression, len(data), 2835, 2835, 0, 0)
    about = (about + struct.pack(f"<{len(masks)}I", *masks)).ljust(head, b"\0")
    return b"BM" + struct.pack("<IHHI", 14 + len(about) + len(data), 0, 0, 14 + len(about)) + about + data


def mixed(picture: np.ndarray, *bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Red, green and blue packed into one integer with these depths, red highest; and the resulting shares."""
    stored = [whole(picture[..., n], 2**count - 1) for n, count in enumerate(bits)]
    red, green, blue = stored
    shares = np.dstack([each / (2**count - 1) for each, count in zip(stored, bits, strict=True)])
    return red << np.uint64(bits[1] + bits[2]) | green << np.uint64(bits[2]) | blue, shares


@pytest.mark.parametrize("top_down", [False, True])
def test_bmp_of_16_and_32_bits_in_either_order_of_rows(top_down):
    values, shares = mixed(COLOURS, 5, 5, 5)
    check(bmp(values.astype("<u2"), 16, top_down=top_down), shares, 2)
    values, shares = mixed(COLOURS, 5, 6, 5)
    check(bmp(values.astype("<u2"), 16, (0xF800, 0x7E0, 0x1F), top_down), shares, 2)
    values, shares = mixed(COLOURS, 8, 8, 8)  # the unused bits are 0, which is not "clear"
    check(bmp(values.astype("<u4"), 32, top_down=top_down), shares, 0.1)
    opaque = (values | np.uint64(0xFF000000)).astype("<u4")
    check(bmp(opaque, 32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000), top_down, head=108), shares, 0.1)


@pytest.mark.parametrize("top_down", [False, True])
def test_bmp_of_any_order_and_number_of_bits(top_down):
    """Red first and a byte unused; opacity last or in a header that states it; ten bits a colour."""
    red, green, blue = (whole(COLOURS[..., n], 255) for n in range(3))
    values = (red | green << np.uint64(8) | blue << np.uint64(16)).astype("<u4")
    masks = (0xFF, 0xFF00, 0xFF0000)
    for stored in (values, values | np.uint32(0xAB000000)):  # the unused byte is not opacity, whatever it holds
        check(bmp(stored, 32, masks, top_down), COLOURS, 0.3)
        check(bmp(stored, 32, (*masks, 0), top_down, head=108), COLOURS, 0.3)
    clear = (green | red << np.uint64(8) | blue << np.uint64(16) | np.uint64(128 << 24)).astype("<u4")
    data = bmp(clear, 32, (0xFF00, 0xFF, 0xFF0000, 0xFF000000), top_down, head=124)
    check(data, 1 - (1 - COLOURS) * (128 / 255), 0.5)
    values, shares = mixed(COLOURS, 10, 10, 10)
    check(bmp(values.astype("<u4"), 32, (0x3FF << 20, 0x3FF << 10, 0x3FF), top_down), shares, 0.1)
    values, shares = mixed(COLOURS, 4, 4, 4)
    check(bmp(values.astype("<u2"), 16, (0xF00, 0xF0, 0xF), top_down), shares, 0.1)
    with pytest.raises(PhotoError, match="damaged"):
        load_photo(data[:-9])


@pytest.mark.parametrize(
    ("bits", "masks"),
    [
        (32, (0xFF00FF, 0xFF00, 0xFF000000)),
        (32, (0xFF, 0x1FF, 0xFF0000)),
        (16, (0xFF, 0, 0xFF00)),
        (16, (0xFF, 0xFF00, 1 << 20)),
    ],
)
def test_bmp_of_unclear_bits_is_refused_as_that(bits, masks):
    values = np.zeros((HEIGHT, WIDTH), f"<u{bits // 8}")
    with pytest.raises(PhotoError, match="This BMP cannot be read rightly: it does not say which of its bits"):
        load_photo(bmp(values, bits, masks))


def test_bmp_of_a_rare_kind_is_not_called_damaged():
    data = bytearray(bmp(np.zeros((HEIGHT, WIDTH), "<u4"), 32))
    for at, value in ((28, 64), (30, 4), (14, 20)):  # bits, compression by JPEG, header
        odd = data[:at] + bytes([value]) + data[at + 1 :]
        with pytest.raises(PhotoError, match="This BMP cannot be read rightly: its header, its compression or its"):
            load_photo(bytes(odd))
    with pytest.raises(PhotoError, match="no photograph"):
        load_photo(
            b"BM is how this letter begins, and it goes on for a while, so that it has a hundred letters or more."
        )


@pytest.mark.parametrize("orientation", TURNS)
def test_sixteen_bits_are_turned_by_every_orientation(orientation):
    turn, tags = TURNS[orientation], [(274, 3, 1, orientation, True)]
    exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + bytes([orientation]) + bytes(7)
    png = bytes(imagecodecs.png_encode(DEEP))
    files = {
        "TIFF": tiff(DEEP, photometric="rgb", extratags=tags),
        "TIFF, planar": tiff(np.moveaxis(DEEP, 2, 0), photometric="rgb", planarconfig="separate", extratags=tags),
        "PNG": png[:33] + chunk(b"eXIf", exif) + png[33:],
    }
    for name, data in files.items():
        np.testing.assert_allclose(load_photo(data).lightness, turn(lightness(COLOURS)), atol=0.1, err_msg=name)
    tiled = tiff(GREY_DEEP, tile=(16, 16), compression="lzw", predictor=2, extratags=tags)
    np.testing.assert_allclose(load_photo(tiled).lightness, turn(lightness(GREY)), atol=0.1)


def interlaced(values: np.ndarray, *chunks: bytes) -> bytes:
    """A 16-bit PNG with Adam7 interlacing. values: (H, W) or (H, W, 3)."""
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    rows = b""
    for top, left, down, across in passes:
        rows += b"".join(b"\0" + row.astype(">u2").tobytes() for row in values[top::down, left::across])
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 0 if values.ndim == 2 else 2, 0, 0, 1)
    picture = chunk(b"IDAT", imagecodecs.zlib_encode(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + picture + chunk(b"IEND", b"")


@pytest.mark.parametrize(("values", "picture"), [(GREY_DEEP, GREY), (DEEP, COLOURS)], ids=["grey", "colours"])
def test_png_of_sixteen_bits_interlaced_and_with_one_clear_colour(values, picture):
    check(interlaced(values), picture, 0.1)
    one = np.atleast_1d(values[10, 10])
    clear = (values == values[10, 10]).reshape(HEIGHT, WIDTH, -1).all(axis=2)
    laid = picture.copy()
    laid[clear] = 1
    check(interlaced(values, chunk(b"tRNS", one.astype(">u2").tobytes())), laid, 0.1)


def test_old_jpeg_in_tiff():
    """Compression 6, deprecated in TIFF since 1995, but still written by scanning programs."""
    large = np.tile(COLOURS, (4, 4, 1))
    jpeg = encoded(whole(large, 255).astype(np.uint8), "JPEG", quality=98, subsampling=0)
    jpeg += b"\0" * (len(jpeg) % 2)
    longs = {256: 4 * WIDTH, 257: 4 * HEIGHT, 273: 8, 278: 4 * HEIGHT, 279: len(jpeg), 513: 8, 514: len(jpeg)}
    shorts = {259: 6, 262: 6, 277: 3, 512: 1}
    at = 8 + len(jpeg)
    entries = {tag: struct.pack("<HHII", tag, 4, 1, value) for tag, value in longs.items()}
    entries |= {tag: struct.pack("<HHII", tag, 3, 1, value) for tag, value in shorts.items()}
    entries[258] = struct.pack("<HHII", 258, 3, 3, at + 2 + 12 * (len(entries) + 1) + 4)
    directory = struct.pack("<H", len(entries)) + b"".join(entries[tag] for tag in sorted(entries)) + bytes(4)
    check(b"II*\0" + struct.pack("<I", at) + jpeg + directory + struct.pack("<3H", 8, 8, 8), large, 4)


def test_jpeg_of_unusual_colours():
    inks = Image.fromarray(SHALLOW).convert("CMYK")
    for progressive in (False, True):
        check(encoded(inks, "JPEG", quality=98, subsampling=0, progressive=progressive), COLOURS, 4)
    check(encoded(SHALLOW, "JPEG", quality=98, keep_rgb=True), COLOURS, 4)
    with pytest.raises(PhotoError, match="This JPEG cannot be read rightly: it has 2 channels"):
        load_photo(bytes(imagecodecs.jpeg8_encode(np.dstack([SHALLOW[..., 0]] * 2))))


def test_the_first_of_moving_pictures():
    first, others = Image.fromarray(SHALLOW), [Image.new("RGB", (WIDTH, HEIGHT), name) for name in ("black", "red")]
    for kind, more in (("PNG", {}), ("PNG", {"default_image": True}), ("WEBP", {"lossless": True})):
        data = encoded(first, kind, save_all=True, append_images=others, **more)
        check(data, COLOURS, 0.5)
        assert load_photo(data).pages == 3
    stereo = encoded(first, "MPO", quality=98, subsampling=0, save_all=True, append_images=others)
    check(stereo, COLOURS, 3)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
def test_files_that_were_cut_off_are_called_damaged(share):
    """Also if the directory was at the end, so that only the first bytes and the picture remain."""
    large = np.tile(SHALLOW, (4, 4, 1))
    bits = Image.fromarray(large).convert("1")
    files = [
        encoded(bits, "TIFF", compression="group4"),
        encoded(large, "TIFF"),
        tiff(large, photometric="rgb", bigtiff=True),
    ]
    files += [encoded(large, "TIFF", compression="tiff_lzw"), encoded(large, "PNG"), encoded(large, "JPEG")]
    for data in files:
        with pytest.raises(PhotoError, match="This file is damaged and cannot be read"):
            load_photo(data[: int(len(data) * share)])
    with pytest.raises(PhotoError, match="damaged"):
        load_photo(files[-2][:20])


@pytest.mark.parametrize("name", FILES)
def test_every_format_that_was_cut_off_is_called_damaged(name):
    """From where its first bytes say what it is; unless nothing lacks of the picture."""
    data = FILES[name]
    every = 1 if name == "JPEG 2000 tiled" else max(1, len(data) // 40)
    lengths = [12, *range(20, len(data), every)]
    damaged = 0
    for length in lengths:
        try:
            photo = load_photo(data[:length])
        except PhotoError as error:
            assert error.code == "damaged", length
            damaged += 1
        else:
            np.testing.assert_allclose(photo.lightness, load_photo(data).lightness, atol=0.1, err_msg=str(length))
    assert damaged >= len(lengths) * (0.3 if name in ("TIFF pages", "GIF animated") else 0.7)


def test_a_whole_heic_that_is_unknown_inside_is_not_said_to_be_cut_off():
    data = FILES["HEIC"].replace(b"hvc1", b"new1")
    with pytest.raises(PhotoError, match="This HEIC cannot be read rightly: it is damaged, or stored in a way that"):
        load_photo(data)
    with pytest.raises(PhotoError, match="This file is damaged"):
        load_photo(data[:-1])
