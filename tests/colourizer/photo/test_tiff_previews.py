"""A TIFF whose first picture is a preview: the photograph itself is read, or the file is refused."""

import io
from typing import Any

import numpy as np
import pytest
import tifffile

from colourizer.photo.photo import Limits, PhotoError, load_photo, read_facts
from tests.truth import COLOURS, GREY, HEIGHT, WIDTH, lightness, whole

PREVIEW = np.full((HEIGHT // 4, WIDTH // 4, 3), 128, np.uint8)
EIGHT, SIXTEEN = whole(COLOURS, 255).astype(np.uint8), whole(COLOURS, 65535).astype(np.uint16)


def written(*pictures: tuple[np.ndarray, dict], within: int = 0, **options: Any) -> bytes:
    """A TIFF file of these pictures with their options. The `within` pictures after the first are its SubIFDs."""
    stream = io.BytesIO()
    with tifffile.TiffWriter(stream, **options) as writer:
        for number, (values, more) in enumerate(pictures):
            chosen: Any = {"photometric": "rgb" if values.ndim == 3 else "minisblack"} | more
            chosen |= {"subifds": within} if within and number == 0 else {}
            writer.write(values, metadata=None, **chosen)
    return stream.getvalue()


FIRST = (PREVIEW, {"subfiletype": 1})


@pytest.mark.parametrize("options", [{}, {"bigtiff": True}, {"byteorder": ">"}], ids=str)
@pytest.mark.parametrize("master", [EIGHT, SIXTEEN, SIXTEEN[..., 0]], ids=["8 bits", "16 bits", "16 bits, grey"])
@pytest.mark.parametrize("within", [0, 2], ids=["as a page", "in a SubIFD"])
def test_the_photograph_behind_a_preview_is_read(master, within, options):
    smaller = (EIGHT[::2, ::2], {"subfiletype": 1})
    photo = load_photo(written(FIRST, (master, {}), smaller, within=within, **options))
    truth = COLOURS[..., 0] if master.ndim == 2 else COLOURS
    assert photo.size == (WIDTH, HEIGHT)
    np.testing.assert_allclose(photo.lightness, lightness(truth), atol=0.3)
    assert photo.depth == (8 if master is EIGHT else 16)
    assert photo.pages == 1


def test_previews_behind_the_photograph_are_no_pages():
    levels = [(EIGHT[::step, ::step], {"subfiletype": 1}) for step in (2, 4)]
    assert load_photo(written((EIGHT, {}), *levels)).pages == 1
    assert load_photo(written((EIGHT, {}), *levels, within=2)).size == (WIDTH, HEIGHT)
    assert load_photo(written((EIGHT, {}), (EIGHT, {}), *levels)).pages == 2


def test_of_several_photographs_behind_a_preview_the_first_is_read():
    later = np.full((3 * HEIGHT, 3 * WIDTH, 3), 128, np.uint8)
    photo = load_photo(written(FIRST, (EIGHT, {}), (later, {}), FIRST))
    np.testing.assert_allclose(photo.lightness, lightness(COLOURS), atol=0.3)
    assert photo.pages == 2


@pytest.mark.parametrize("options", [{}, {"bigtiff": True}, {"byteorder": ">"}], ids=str)
def test_pages_whose_photographs_are_in_subifds_are_counted(options):
    smaller = (EIGHT[::2, ::2], {"subfiletype": 1})
    stream = io.BytesIO()
    with tifffile.TiffWriter(stream, **options) as writer:
        for _ in range(3):
            writer.write(PREVIEW, photometric="rgb", subfiletype=1, subifds=2, metadata=None)
            writer.write(EIGHT, photometric="rgb", metadata=None)
            writer.write(smaller[0], photometric="rgb", metadata=None, **smaller[1])
    photo = load_photo(stream.getvalue())
    assert (photo.pages, photo.size) == (3, (WIDTH, HEIGHT))


@pytest.mark.parametrize("options", [{}, {"bigtiff": True}, {"byteorder": ">"}], ids=str)
def test_a_larger_picture_in_a_subifd_of_one_not_called_a_preview_is_read(options):
    assert load_photo(written((PREVIEW, {}), (SIXTEEN, {}), within=1, **options)).size == (WIDTH, HEIGHT)
    assert load_photo(written((SIXTEEN, {}), (SIXTEEN, {}), **options)).pages == 2


def test_what_the_first_picture_says_of_the_photograph_is_kept():
    turned = [(274, 3, 1, 6, True), (315, 2, 0, "Anna Atkins", True)]
    about = {"subfiletype": 1, "description": "A harbour", "resolution": (72, 72), "extratags": turned}
    for master in (EIGHT, SIXTEEN):
        data = written((PREVIEW, about), (master, {"resolution": (300, 300)}), within=1)
        photo = load_photo(data)
        assert photo.size == (HEIGHT, WIDTH)
        np.testing.assert_allclose(photo.lightness, np.rot90(lightness(COLOURS), -1), atol=0.3)
        assert (photo.metadata.description, photo.metadata.author) == ("A harbour", "Anna Atkins")
        assert photo.metadata.dpi == (300, 300)
        own = written((PREVIEW, about), (master, {"extratags": [(274, 3, 1, 1, True)]}), within=1)
        assert load_photo(own).size == read_facts(own).size == (WIDTH, HEIGHT)


def test_previews_alone_are_refused():
    with pytest.raises(PhotoError, match="its first picture is only a preview"):
        load_photo(written(FIRST, (PREVIEW[::2], {"subfiletype": 1})))


@pytest.mark.parametrize("kind", [32803, 34892])
def test_a_raw_photograph_behind_a_preview_is_refused_by_name(kind):
    values = whole(GREY, 65535).astype(np.uint16) if kind == 32803 else SIXTEEN
    with pytest.raises(PhotoError, match="This is a raw file of a camera or scanner"):
        load_photo(written(FIRST, (values, {"photometric": kind}), within=1))


def test_limits_hold_for_the_photograph():
    with pytest.raises(PhotoError, match="megapixels"):
        load_photo(written(FIRST, (EIGHT, {}), within=1), limits=Limits(megapixels=0.001))


def test_a_preview_whose_subifds_lead_nowhere_is_refused():
    data = written(FIRST, (EIGHT, {}), within=1)
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        (right,) = file.pages.first.subifds or ()
    for wrong in (2**31, 8, len(data) - 1):
        with pytest.raises(PhotoError):
            load_photo(data.replace(right.to_bytes(4, "little"), wrong.to_bytes(4, "little")))
