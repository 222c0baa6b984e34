"""A photograph whose values are all known, and a check that a file of it is read correctly."""

import numpy as np

from colourizer.colour.lab import lightness_of
from colourizer.photo.photo import load_photo

HEIGHT, WIDTH = 40, 56
GREY = np.add.outer(np.arange(HEIGHT) * 3.0, np.arange(WIDTH) * 2.0)
GREY /= GREY.max()
COLOURS = np.dstack([GREY, GREY[:, ::-1], 1 - GREY])


def whole(picture: np.ndarray, white: int) -> np.ndarray:
    """Shares in [0, 1] as integers up to `white`, uint64."""
    numbers = [min(white, round(share * white)) for share in picture.ravel().tolist()]
    return np.array(numbers, np.uint64).reshape(picture.shape)


def lightness(picture: np.ndarray) -> np.ndarray:
    """CIE L of a picture given in shares, as computed by the core."""
    return lightness_of(picture.astype(np.float32))


def check(data: bytes, picture: np.ndarray, off: float = 0.02) -> None:
    """Check that a file's lightness equals that of `picture`, given in shares of white, within `off`."""
    photo = load_photo(data)
    np.testing.assert_allclose(photo.lightness, lightness(picture), atol=off)


def quantised(picture: np.ndarray, white: int) -> np.ndarray:
    return whole(picture, white).astype(np.float64) / white
