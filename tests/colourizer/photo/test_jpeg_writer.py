"""JPEGs encoded strip by strip equal those of a single encoder."""

import io

import numpy as np
import pytest
from PIL import Image

from colourizer.colourization import Colourization
from colourizer.photo import jpeg_writer
from colourizer.photo.jpeg_writer import encode_jpeg
from colourizer.photo.photo import Photo, load_rgb, save_rgb

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("size", [(1, 1), (9000, 1), (1, 9000), (4099, 17), (333, 640), (65_500, 9), (2, 65_500)])
@pytest.mark.parametrize("quality", [1, 92, 100])
def test_to_the_last_bit_it_is_what_pillow_codes_at_once(size, quality):
    rgb = RANDOM.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    coded = encode_jpeg(size, lambda rows: rgb[rows], quality)
    at_once = io.BytesIO()
    Image.fromarray(rgb).save(at_once, "JPEG", quality=quality, subsampling="4:4:4")
    ours, theirs = (np.asarray(Image.open(io.BytesIO(data))) for data in (b"".join(coded.pieces()), at_once.getvalue()))
    np.testing.assert_array_equal(ours, theirs)


def test_more_than_eight_strips_count_their_markers_from_the_start_again(monkeypatch):
    monkeypatch.setattr(jpeg_writer, "PIXELS_OF_PLANES", 8 * 40)
    rgb = RANDOM.integers(0, 256, (8 * 21 + 3, 40, 3), dtype=np.uint8)
    coded = encode_jpeg((40, len(rgb)), lambda rows: rgb[rows], 92)
    assert len(coded.segments) == 22
    data = b"".join(coded.pieces())
    assert all(data.count(bytes((0xFF, 0xD0 + number))) >= 2 for number in range(8))
    at_once = io.BytesIO()
    Image.fromarray(rgb).save(at_once, "JPEG", quality=92, subsampling="4:4:4")
    np.testing.assert_array_equal(load_rgb(data), load_rgb(at_once.getvalue()))


def test_a_picture_saved_while_it_is_painted_is_the_one_painted_first(tmp_path):
    photo = Photo(RANDOM.uniform(0, 100, (301, 403)).astype(np.float32))
    wild = Colourization(photo, RANDOM.uniform(-90, 90, (20, 30, 2)).astype(np.float32), "wild")
    said = wild.adjusted().save(tmp_path / "at once.jpg")
    save_rgb(wild.rgb, tmp_path / "later.jpg")
    np.testing.assert_array_equal(load_rgb(tmp_path / "at once.jpg"), load_rgb(tmp_path / "later.jpg"))
    assert said.settings["reduced_share"] == round(wild.reduced_share, 6) > 0


def test_what_goes_wrong_in_painting_is_raised(tmp_path):
    def paint(rows: slice) -> np.ndarray:
        raise MemoryError

    with pytest.raises(MemoryError):
        encode_jpeg((4000, 300), paint, 92)
