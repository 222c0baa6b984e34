"""Pillow's private API works as `colourizer/photo/pillow_private.py` assumes; only that module uses it."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from colourizer.photo.pillow_private import decode_jpeg_into, pieces, raw_modes, set_undecodable
from tests.files import encoded

ROOT = Path(__file__).parents[3]
PRIVATE = re.compile(r"\._mode\b|\._size\b|\b(image|self)\.(im|tile)\b|\.load_read\b")


def test_no_other_module_touches_them():
    found = [path for package in ("colourizer", "train", "demo") for path in (ROOT / package).rglob("*.py")]
    assert [path.name for path in found if PRIVATE.search(path.read_text())] == ["pillow_private.py"]


def test_a_jpeg_is_decoded_into_memory_of_ours():
    """Disables the fallback, which would hide that the first way no longer works."""
    rgb = np.random.default_rng(0).integers(0, 256, (600, 800, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(rgb), "JPEG", quality=95)
    pixels, updates = np.zeros((600, 800, 4), np.uint8), []
    with Image.open(io.BytesIO(data)) as image:
        assert pieces(image) == 1
        decode_jpeg_into(pixels, image, lambda: updates.append(int((pixels[:, -1, 3] > 0).sum())))
        assert "load_read" not in vars(image)
    with Image.open(io.BytesIO(data)) as image:
        np.testing.assert_array_equal(pixels[..., :3], np.asarray(image))
    assert (pixels[..., 3] == 255).all()
    assert any(0 < rows < 600 for rows in updates)  # also before the end


@pytest.mark.parametrize(("mode", "deep"), [("I;16", True), ("RGB", False), ("L", False)])
def test_a_png_of_16_bits_is_told_by_its_raw_mode(mode, deep):
    with Image.open(io.BytesIO(encoded(Image.new(mode, (9, 9)), "PNG"))) as image:
        assert ("16" in raw_modes(image)) is deep


def test_a_file_that_pillow_cannot_decode_has_a_mode_and_a_size():
    class Plugin(ImageFile.ImageFile):
        def _open(self) -> None:
            set_undecodable(self, "RGB", (7, 5))

    image = Plugin(io.BytesIO(b"anything"))
    assert (image.mode, image.size, pieces(image)) == ("RGB", (7, 5), 0)
