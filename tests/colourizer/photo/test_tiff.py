"""Every sample type of TIFF is read at its true range or refused with a plain message, never read wrongly."""

import numpy as np
import pytest

from colourizer.photo.photo import PhotoError, load_photo
from tests.tiffs import (
    BLACK_IS_ZERO,
    COMPLEX,
    FLOAT,
    RGB,
    SIGNED,
    WHITE_IS_ZERO,
    tiff_of,
)
from tests.truth import COLOURS, GREY, check, quantised, whole

READ = [*range(1, 24), *range(25, 33), 64]  # bit depths of integers
REFUSED = [24, *range(33, 64)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", READ)
def test_unsigned_numbers_of_any_bits(bits, order):
    white = 2**bits - 1
    off = 0.25 if bits in (3, 5, 6, 7) else 0.02  # those are rounded to one of 256
    for picture, kind in ((GREY, BLACK_IS_ZERO), (COLOURS, RGB)):
        values = whole(picture, white)
        for options in ({}, {"compressed": True}, {"big": order == "<"}, {"planar": True}):
            check(tiff_of(values, bits, photometric=kind, order=order, **options), quantised(picture, white), off)
    negative = np.uint64(white) - whole(GREY, white)
    check(tiff_of(negative, bits, photometric=WHITE_IS_ZERO, order=order), quantised(GREY, white), off)
    assert load_photo(tiff_of(whole(GREY, white), bits, order=order)).depth == (16 if bits > 8 else 8)


def test_what_pillow_does_not_open_is_refused_by_name():
    with pytest.raises(PhotoError, match="a BigTIFF in big-endian order"):
        load_photo(tiff_of(whole(GREY, 255), 8, order=">", big=True))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", REFUSED)
def test_what_no_library_reads_is_refused_by_its_bits(bits, order):
    for picture, kind in ((GREY, BLACK_IS_ZERO), (COLOURS, RGB)):
        with pytest.raises(PhotoError, match=rf"numbers have {bits} bits\. Export it as grey or RGB"):
            load_photo(tiff_of(whole(picture, 2**bits - 1), bits, photometric=kind, order=order))


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 12, 16, 32])
def test_bits_in_the_other_order_are_read_or_refused(bits):
    white = 2**bits - 1
    for picture, kind in ((GREY, BLACK_IS_ZERO), (GREY, WHITE_IS_ZERO), (COLOURS, RGB)):
        values = whole(1 - picture if kind == WHITE_IS_ZERO else picture, white)
        data = tiff_of(values, bits, photometric=kind, reverse=True)
        try:
            load_photo(data)
        except PhotoError:
            continue
        check(data, quantised(picture, white) if kind != WHITE_IS_ZERO else 1 - values.astype(float) / white)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", [8, 16, 32, 64])
def test_signed_numbers_go_from_0_to_their_largest(bits, order):
    white = 2 ** (bits - 1) - 1
    for picture, kind in ((GREY, BLACK_IS_ZERO), (COLOURS, RGB), (GREY, WHITE_IS_ZERO)):
        values = whole(picture, white).astype(np.int64)
        data = tiff_of(values, bits, photometric=kind, sampleformat=SIGNED, order=order)
        check(data, 1 - quantised(picture, white) if kind == WHITE_IS_ZERO else quantised(picture, white), 0.3)
        values[3, 5] = -1
        with pytest.raises(PhotoError, match="go down to -1, and it does not say which of them is black"):
            load_photo(tiff_of(values, bits, photometric=kind, sampleformat=SIGNED, order=order))


@pytest.mark.parametrize("bits", [*range(1, 8), *range(9, 16), 24, 48])
def test_signed_numbers_of_odd_bits_are_refused(bits):
    data = tiff_of(whole(GREY, 2 ** (bits - 1) - 1), bits, sampleformat=SIGNED)
    with pytest.raises(PhotoError, match="cannot be read rightly"):
        load_photo(data)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", [16, 32, 64])
def test_floating_point(bits, order):
    for picture, kind in ((GREY, BLACK_IS_ZERO), (COLOURS, RGB), (1 - GREY, WHITE_IS_ZERO)):
        truth = GREY if kind == WHITE_IS_ZERO else picture

        def written(values: np.ndarray, kind: int = kind) -> bytes:
            return tiff_of(values.astype(f"f{bits // 8}"), bits, photometric=kind, sampleformat=FLOAT, order=order)

        check(written(picture), truth, 0.1)
        check(written(picture * 1.04 - 0.02), (truth * 1.04 - 0.02).clip(0, 1), 0.15)  # as resampling leaves it
        check(written(np.round(picture * 255)), np.round(truth * 255) / 255, 0.3)
        if bits > 16:
            check(written(np.round(picture * 65535)), truth)
        for strange in (picture * 3, picture * 200, picture - 0.5, picture * 50_000 + 1000.5):
            with pytest.raises(PhotoError, match=r"numbers go from .* which are black and white"):
                load_photo(written(strange))


def test_complex_numbers_and_voids_are_refused():
    with pytest.raises(PhotoError, match="cannot be read rightly"):
        load_photo(tiff_of(GREY.astype(np.complex64), 64, sampleformat=COMPLEX))
    for sampleformat in (4, 5, 7):
        with pytest.raises(PhotoError, match="numbers are complex or of no known kind"):
            load_photo(tiff_of(whole(GREY, 2**16 - 1), 16, sampleformat=sampleformat))
