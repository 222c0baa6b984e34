"""What every test of strange files asks."""

from pathlib import Path

import numpy as np

from colourizer.photo.photo import PhotoError, load_photo


def survives(data: bytes | Path) -> bool:
    """Whether a file is read; False where it is refused. Any other exception fails the test that asks."""
    try:
        photo = load_photo(data)
    except PhotoError as error:
        sentence = str(error)
        assert sentence[0].isupper() and sentence.endswith(".") and " " in sentence, sentence
        return False
    assert np.isfinite(photo.lightness).all()
    assert photo.lightness.min() >= -0.01 and photo.lightness.max() <= 100.01
    return True
