"""The check shared by all tests of unusual files."""

from pathlib import Path

import numpy as np

from colourizer.photo.photo import PhotoError, load_photo


def survives(data: bytes | Path) -> bool:
    """Whether a file is read; False if it is refused. Any other exception fails the test."""
    try:
        photo = load_photo(data)
    except PhotoError as error:
        sentence = str(error)
        assert sentence[0].isupper() and sentence.endswith(".") and " " in sentence, sentence
        return False
    assert np.isfinite(photo.lightness).all()
    assert photo.lightness.min() >= -0.01 and photo.lightness.max() <= 100.01
    return True
