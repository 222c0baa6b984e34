"""Reading a JPEG during decoding gives the same pixels as decoding it first, and broken files are still refused."""

import gc
import io
import threading
import weakref

import numpy as np
import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from colourizer.photo import decoding
from colourizer.photo.jpeg_reader import decode_rows, decodes_by_rows
from colourizer.photo.photo import PhotoError, load_photo, load_rgb
from tests.files import encoded, srgb

LARGE = np.random.default_rng(0).integers(0, 256, (900, 701, 3), dtype=np.uint8)  # 1 MB of JPEG: sixteen pieces
VARIANTS = {
    "4:4:4": {"subsampling": "4:4:4"},
    "4:2:0": {"subsampling": "4:2:0"},
    "progressive": {"progressive": True},
    "restart markers": {"restart_marker_rows": 1},
    "under sRGB": {"icc_profile": srgb()},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_pixels_as_decoded_at_once(variant, monkeypatch):
    data = encoded(LARGE, "JPEG", quality=95, **VARIANTS[variant])
    by_rows = load_photo(data)
    np.testing.assert_array_equal(load_rgb(data), np.asarray(Image.open(io.BytesIO(data))))
    monkeypatch.setattr(decoding, "decodes_by_rows", lambda image: False)
    at_once = load_photo(data)
    np.testing.assert_array_equal(by_rows.lightness, at_once.lightness)
    assert (by_rows.kind, by_rows.sha256, by_rows.metadata) == (at_once.kind, at_once.sha256, at_once.metadata)


def test_rows_are_there_before_the_picture_is():
    """The rows complete at each request for more data grow in number, and never change afterwards."""
    seen: list[tuple[int, np.ndarray]] = []
    with Image.open(io.BytesIO(encoded(LARGE, "JPEG", quality=95))) as image, decode_rows(image) as rows:
        publish = rows._publish

        def publishing(whole: int, error: BaseException | None = None) -> None:
            seen.append((whole, rows.pixels[:whole].copy()))
            publish(whole, error)

        rows._publish = publishing
        last = rows[slice(899, 900)]
    counts = [whole for whole, _ in seen]
    assert counts == sorted(counts) and len(set(counts)) > 5 and counts[-1] == 900
    assert all((early == rows.pixels[:whole]).all() for whole, early in seen)
    np.testing.assert_array_equal(last, rows.pixels[899:, :, :3])


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_cut_is_refused_as_when_decoded_at_once(variant):
    data = encoded(LARGE, "JPEG", quality=95, **VARIANTS[variant])
    threads = threading.active_count()
    for share in (0.05, 0.3, 0.6, 0.9, 0.99):
        cut = data[: int(len(data) * share)]
        with pytest.raises(PhotoError, match="damaged"):
            load_photo(cut)
        with pytest.raises(PhotoError, match="damaged"):
            load_rgb(cut)
    assert threading.active_count() == threads


def test_what_is_damaged_in_the_middle_comes_out_as_when_decoded_at_once(monkeypatch):
    whole = encoded(LARGE, "JPEG", quality=95)
    random = np.random.default_rng(1)

    def outcome(data: bytes) -> np.ndarray | str:
        try:
            return load_photo(data).lightness
        except PhotoError as error:
            return str(error)

    for _ in range(20):
        broken = bytearray(whole)
        for at in random.integers(700, len(whole), 3):
            broken[at : at + 20] = random.bytes(20)
        by_rows = outcome(bytes(broken))
        with monkeypatch.context() as patch:
            patch.setattr(decoding, "decodes_by_rows", lambda image: False)
            at_once = outcome(bytes(broken))
        np.testing.assert_array_equal(by_rows, at_once)


def test_only_what_the_decoder_gives_as_red_green_and_blue_comes_by_rows():
    for mode, kind, expected in (
        ("RGB", "JPEG", True),
        ("L", "JPEG", False),
        ("CMYK", "JPEG", False),
        ("RGB", "PNG", False),
    ):
        with Image.open(io.BytesIO(encoded(Image.new(mode, (9, 9)), kind))) as image:
            assert decodes_by_rows(image) is expected, (mode, kind)


def memory_of_its_own(monkeypatch):
    """Make Pillow copy the decoding buffer."""
    share = Image.frombuffer
    monkeypatch.setattr(Image, "frombuffer", lambda *args: share(*args).copy())


def no_such_raw_mode(monkeypatch):
    def refuse(*_):
        raise ValueError("unrecognized raw mode")

    monkeypatch.setattr(Image, "frombuffer", refuse)


def nothing_is_asked_for(monkeypatch):
    monkeypatch.delattr(JpegImageFile, "load_read")


def tiles_are_plain_tuples(monkeypatch):
    begin = JpegImageFile._open

    def opened(self):
        begin(self)
        self.tile = [tuple(each) for each in self.tile]

    monkeypatch.setattr(JpegImageFile, "_open", opened)


@pytest.mark.parametrize("change", [memory_of_its_own, no_such_raw_mode, nothing_is_asked_for, tiles_are_plain_tuples])
def test_should_the_insides_of_pillow_change_it_decodes_by_itself(change, monkeypatch, caplog):
    data = encoded(LARGE, "JPEG", quality=95)
    expected = load_photo(data)
    assert not caplog.records
    change(monkeypatch)
    photo = load_photo(data)
    np.testing.assert_array_equal(photo.lightness, expected.lightness)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "row by row" in caplog.text
    with pytest.raises(PhotoError, match="damaged"):
        load_photo(data[: len(data) // 2])


def test_a_failure_of_the_reader_waits_for_the_decoder():
    data = io.BytesIO(encoded(LARGE, "JPEG", quality=95))
    threads = threading.active_count()
    with Image.open(data) as image, pytest.raises(ZeroDivisionError), decode_rows(image):
        raise ZeroDivisionError
    assert threading.active_count() == threads


def test_the_pixels_are_let_go_at_once():
    gc.disable()
    try:
        with Image.open(io.BytesIO(encoded(LARGE, "JPEG"))) as image, decode_rows(image) as rows:
            held = weakref.ref(rows.pixels)
        del image, rows
        assert held() is None
    finally:
        gc.enable()
