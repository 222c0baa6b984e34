"""Very long photographs, processed in windows."""

import numpy as np
import pytest

from colourizer.panorama import blended, windows
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import Colourizer
from tests.test_samples import SAMPLES


@pytest.mark.parametrize("size", [(96, 1632), (128, 352), (1008, 112)])
def test_windows_cover_a_panorama_and_overlap(size):
    seen = windows(*size)
    covered = np.zeros(size, int)
    for rows, columns in seen:
        covered[rows, columns] += 1
        assert {length % 16 for length in (rows.start, rows.stop, columns.start, columns.stop)} == {0}
    assert covered.min() >= 1 and covered.max() >= 2 and len(seen) > 1


@pytest.mark.parametrize("size", [(192, 192), (128, 288), (304, 128)])
def test_other_photographs_are_looked_at_as_a_whole(size):
    assert windows(*size) == [(slice(0, size[0]), slice(0, size[1]))]


@pytest.mark.parametrize("turned", [False, True])
def test_what_all_windows_agree_on_stays_and_nothing_jumps(turned):
    size = (1008, 112) if turned else (112, 1008)
    field = np.random.default_rng(0).random((size[0] // 4, size[1] // 4, 3)).astype(np.float32)
    seen = windows(*size)
    quarter = [tuple(slice(part.start // 4, part.stop // 4) for part in window) for window in seen]
    np.testing.assert_allclose(blended([field[window] for window in quarter], seen, size), field, atol=1e-5)
    steps = blended([np.full_like(field[w], i % 2) for i, w in enumerate(quarter)], seen, size)
    assert max(np.abs(np.diff(steps, axis=axis)).max() for axis in (0, 1)) < 0.05


@pytest.mark.parametrize("model", ["chroma", "cgan"])
def test_a_panorama_is_as_colourful_as_its_parts(model):
    part = load_rgb(sorted(SAMPLES.rglob("*.jpg"))[0])
    part = part[: len(part) // 16 * 16]
    panorama = np.concatenate([part, part[:, ::-1]] * 3, axis=1)
    colourizer = Colourizer.from_pretrained(model)
    whole, single = (colourizer(Photo.from_rgb(np.ascontiguousarray(rgb)), frame="none") for rgb in (panorama, part))
    chroma = [float(np.hypot(*np.moveaxis(made.adjusted_chroma, -1, 0)).mean()) for made in (whole, single)]
    assert chroma[0] == pytest.approx(chroma[1], rel=0.2)
    assert whole.rgb.shape == panorama.shape
