"""A photograph of which every value is known, and whether a file of it comes out as it is."""

import numpy as np

from colourizer.colour.lab import lightness_of
from colourizer.photo.photo import load_photo

HEIGHT, WIDTH = 40, 56
GREY = np.add.outer(np.arange(HEIGHT) * 3.0, np.arange(WIDTH) * 2.0)
GREY /= GREY.max()
COLOURS = np.dstack([GREY, GREY[:, ::-1], 1 - GREY])


def whole(picture: np.ndarray, white: int) -> np.ndarray:
    """Shares as whole numbers up to `white`, rounded without loss, uint64."""
    numbers = [min(white, round(share * white)) for share in picture.ravel().tolist()]
    return np.array(numbers, np.uint64).reshape(picture.shape)


def lightness(picture: np.ndarray) -> np.ndarray:
    """CIE L of a picture in shares, as the core computes it."""
    return lightness_of(picture.astype(np.float32))


def check(data: bytes, picture: np.ndarray, off: float = 0.02) -> None:
    """The photograph's lightness is that of `picture`, shares of white, within `off`."""
    photo = load_photo(data)
    np.testing.assert_allclose(photo.lightness, lightness(picture), atol=off)


def quantised(picture: np.ndarray, white: int) -> np.ndarray:
    return whole(picture, white).astype(np.float64) / white
