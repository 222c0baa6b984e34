"""Every colour space of TIFF is read correctly or refused with a plain message, never read wrongly."""

import numpy as np
import pytest

from colourizer.colour.lab import rgb_to_lab
from colourizer.photo.photo import PhotoError, load_photo
from tests.files import swapped, tiff
from tests.tiffs import (
    BLACK_IS_ZERO,
    ICC_LAB,
    INK,
    LAB,
    PALETTE,
    RGB,
    WHITE_IS_ZERO,
    YCBCR,
    tiff_of,
)
from tests.truth import COLOURS, GREY, HEIGHT, WIDTH, check, whole


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("shallow", [False, True])
def test_palettes(bits, order, shallow):
    """16 bits per colour, as specified, and 8, as some programs write."""
    entries = 2**bits
    random = np.random.default_rng(bits)
    palette = random.integers(0, 256, (3, entries))
    palette[:, 0] = 255
    indices = random.integers(0, min(entries, 1000), (HEIGHT, WIDTH)).astype(np.uint64)
    stored = (palette if shallow else palette * 257).ravel().tolist()
    data = tiff_of(indices, bits, photometric=PALETTE, order=order, tags={320: stored})
    check(data, palette.T[indices.astype(int)] / 255)


@pytest.mark.parametrize("bits", [8, 16, 32])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("planar", [False, True])
def test_opacity_and_other_channels(bits, order, planar):
    """Extra channels of grey and colour: opacity is composited on white, others are ignored."""
    white = 2**bits - 1
    opacity = np.tile(np.linspace(0, 1, WIDTH), (HEIGHT, 1))[..., None]
    for picture, kind in ((GREY[..., None], BLACK_IS_ZERO), (COLOURS, RGB)):
        on_white = picture * opacity + 1 - opacity

        def written(colours, extra, kind=kind):
            values = whole(np.concatenate([colours, opacity], axis=2), white)
            return tiff_of(values, bits, photometric=kind, order=order, planar=planar, extra=extra)

        plain, laid = (each[..., 0] if kind == BLACK_IS_ZERO else each for each in (picture, on_white))
        check(written(picture, (2,)), laid, 0.5)
        check(written(picture * opacity, (1,)), laid, 1)
        check(written(picture, (0,)), plain, 0.3)
    negative = whole(np.concatenate([1 - GREY[..., None], opacity], axis=2), white)
    data = tiff_of(negative, bits, photometric=WHITE_IS_ZERO, order=order, planar=planar, extra=(2,))
    check(data, (GREY[..., None] * opacity + 1 - opacity)[..., 0], 0.5)


def test_channels_that_nobody_explains_are_refused():
    for channels in (3, 5):
        with pytest.raises(PhotoError, match=f"pixels have {channels} channels"):
            load_photo(tiff_of(whole(np.dstack([GREY] * channels), 65535), 16, extra=(0,) * (channels - 1)))


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("planar", [False, True])
def test_ink_without_a_profile(bits, order, planar):
    white = 2**bits - 1
    key = np.tile(np.linspace(0, 0.5, WIDTH), (HEIGHT, 1))
    values = whole(np.dstack([1 - COLOURS, key]), white)
    check(tiff_of(values, bits, photometric=INK, order=order, planar=planar), COLOURS * (1 - key[..., None]), 0.5)


def lab_values(kind: int, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Colours within sRGB, as stored Lab values, and their lightness."""
    lab = rgb_to_lab((0.3 + 0.4 * COLOURS).astype(np.float32)).astype(np.float64)
    step = 2 ** (bits - 8)
    full = 255 * step if kind == ICC_LAB or bits == 8 else 65535
    chroma = np.round((lab[..., 1:] + (128 if kind == ICC_LAB else 0)) * step).astype(np.int64) % 2**bits
    return np.dstack([np.round(lab[..., 0] / 100 * full).astype(np.int64), chroma]).astype(np.uint64), lab[..., 0]


@pytest.mark.parametrize("kind", [LAB, ICC_LAB])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("order", ["<", ">"])
def test_lab(kind, bits, order):
    values, truth = lab_values(kind, bits)
    photo = load_photo(tiff_of(values, bits, photometric=kind, order=order))
    assert np.abs(photo.lightness - truth).max() < (1.5 if bits == 8 else 0.2)
    assert photo.in_colour


def test_other_kinds_of_colours_are_refused_by_name():
    for kind, name in ((32845, "LOGLUV"), (10, "ITULAB"), (12345, "12345")):
        with pytest.raises(PhotoError, match=f"colours are of the kind {name}"):
            load_photo(tiff_of(whole(COLOURS, 255), 8, photometric=kind))
    with pytest.raises(PhotoError, match="YCbCr without JPEG"):
        load_photo(tiff_of(whole(COLOURS, 255), 8, photometric=YCBCR))


def test_a_profile_is_applied_at_every_depth():
    """For every sample type, by a profile that swaps red and blue."""
    for kind in ("u1", "u2", "u4", "f4"):
        white = 1 if kind == "f4" else np.iinfo(kind).max
        values = COLOURS.astype("f4") if kind == "f4" else whole(COLOURS, white).astype(kind)
        check(tiff(values, photometric="rgb", iccprofile=swapped()), COLOURS[..., ::-1], 0.5)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("compression", [None, "lzw"])
def test_inks_other_than_cmyk_are_refused(kind, compression):
    """Detected by InkSet 2 and NumberOfInks, otherwise by the number of channels."""
    white = np.iinfo(kind).max
    four = np.dstack([1 - COLOURS, GREY * 0])

    def written(picture: np.ndarray, *tags: tuple[int, int, int, int | tuple[int, ...]], **options) -> bytes:
        options = {"photometric": "separated", "compression": compression} | options
        return tiff(whole(picture, white).astype(kind), extratags=[(*each, True) for each in tags], **options)

    def by_hand(picture: np.ndarray, tags: dict[int, list[int]] | None = None) -> bytes:
        return tiff_of(whole(picture, white), np.iinfo(kind).bits, photometric=INK, tags=tags)

    ink_set, cmyk, number = (332, "H", 1, 2), (332, "H", 1, 1), (334, "H", 1, 4)
    usual, inverted = (336, "H", 2, (0, white)), (336, "H", 2, (white, 0))
    check(written(four), COLOURS, 0.5)
    check(written(four, cmyk, number, usual), COLOURS, 0.5)
    check(written(np.dstack([four, GREY]), number, extrasamples=["unspecified"]), COLOURS, 0.5)
    wrong = {
        "inks are not CMYK": written(four, ink_set),
        "inks are 3, and not": by_hand(1 - COLOURS),
        "inks are 5, and not": by_hand(np.dstack([four, GREY])),
        "inks are 6, and not": by_hand(np.dstack([four, GREY, GREY]), {334: [6]}),
        "inks are 2, and not": written(four, (334, "H", 1, 2)),
        "inks are stored inverted": written(four, inverted),
    }
    for reason, data in wrong.items():
        with pytest.raises(
            PhotoError, match=rf"This TIFF cannot be read rightly: its {reason}.*Export it as grey or RGB"
        ):
            load_photo(data)
