"""PNM files may hold several pictures in sequence: the first is read, and all are counted."""

import numpy as np
import pytest

from colourizer.photo.photo import Limits, PhotoError, load_photo
from tests.files import every_format

FILES = every_format()


@pytest.mark.parametrize("name", ["PNM bitmap", "PNM grey", "PNM", "PNM 16 bit grey", "PNM 16 bit"])
def test_of_several_pictures_in_one_pnm_the_first_is_read_and_all_are_counted(name):
    first, others = FILES[name], [FILES["PNM"].replace(b"P6", b"P6 # a comment\n", 1), FILES["PNM bitmap"]]
    alone = load_photo(first)
    for after, count in (([], 1), (others, 3), ([b"\n", *others], 3), ([b"garbage"], 1), ([*others, b"\0" * 99], 3)):
        photo = load_photo(first + b"".join(after))
        assert photo.pages == count
        np.testing.assert_array_equal(photo.lightness, alone.lightness)
    assert load_photo(first + b"P5 999999999 999999999 65535\n").pages == 2
    with pytest.raises(PhotoError, match="more than 2 pages"):
        load_photo(first + b"".join(others), limits=Limits(pages=2))
