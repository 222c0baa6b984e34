"""The pipeline: any input size, the same output size, and unchanged lightness."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from colourizer import Colourizer, Photo, PhotoError, load_photo
from colourizer.colour.lab import join, lightness_to_rgb, rgb_to_lightness
from colourizer.colour.upsampling import Upsampler
from colourizer.colourization import Colourization
from colourizer.frame.frame import Area, Frame
from colourizer.pipeline import network_size

RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module", params=["unet", "autoencoder", "chroma"])
def network(request):
    return request.param


@pytest.fixture(scope="module", params=["torch", "onnx"])
def colourizer(request, network, exported):
    return Colourizer.from_pretrained(exported[network], engine=request.param)


def grey_level_of(rgb: np.ndarray) -> np.ndarray:
    """The grey value, 0 to 255, with the lightness of each pixel."""
    lightness = rgb_to_lightness((rgb / 255).astype(np.float32))
    return lightness_to_rgb(lightness)[..., 0] * 255


def test_lightness_is_preserved_within_rounding(colourizer):
    """Also for extreme chroma, which no network would predict."""
    grey = RANDOM.integers(0, 256, (301, 203), dtype=np.uint8)
    photo = Photo.from_rgb(grey)
    wild = Colourization(photo, RANDOM.uniform(-100, 100, (20, 30, 2)).astype(np.float32), "wild")
    for coloured in (colourizer(photo), wild):
        assert np.abs(grey_level_of(coloured.rgb) - grey).max() <= 1


@pytest.mark.parametrize("size", [(4000, 3000), (37, 53), (1, 1), (2000, 1), (1, 300), (1500, 90)])
def test_a_photograph_comes_back_at_its_own_size(colourizer, size):
    photo = Photo.from_rgb(np.full(size[::-1], 128, np.uint8))
    coloured = colourizer(photo)
    assert coloured.size == size
    assert coloured.rgb.shape == (size[1], size[0], 3)
    assert coloured.rgb.dtype == np.uint8


def test_strips_are_painted_as_the_whole_would_be():
    chroma = RANDOM.uniform(-20, 20, (12, 18, 2)).astype(np.float32)
    photo = Photo(RANDOM.uniform(40, 70, (1300, 900)).astype(np.float32))  # several strips
    whole = join(photo.lightness, Upsampler.fit(chroma, photo.lightness).drawn(photo.lightness)) * 255
    assert np.abs(Colourization(photo, chroma, "strips").rgb - whole).max() <= 1


def test_a_part_is_painted_as_in_the_whole():
    chroma = RANDOM.uniform(-20, 20, (12, 18, 2)).astype(np.float32)
    photo = Photo(RANDOM.uniform(40, 70, (700, 900)).astype(np.float32))
    framed = Colourization(photo, chroma, "parts", frame=Frame((Area(0.1, 0.1, 0.6, 0.6),)))
    for left, top, right, bottom in ((300, 200, 420, 500), (0, 0, 90, 80), (800, 650, 1000, 1000)):
        part = framed.part(left, top, right, bottom).astype(int)
        assert np.abs(part - framed.rgb[top:bottom, left:right]).max() <= 1


def test_no_chroma_gives_back_the_grey_photograph():
    grey = RANDOM.integers(0, 256, (50, 40), dtype=np.uint8)
    coloured = Colourization(Photo.from_rgb(grey), np.zeros((5, 4, 2), np.float32), "none")
    assert np.abs(coloured.rgb.astype(int) - grey[..., None]).max() <= 1


def test_the_networks_own_picture_is_that_of_the_report(colourizer):
    picture = colourizer.network_picture(Photo.from_rgb(RANDOM.integers(0, 256, (90, 160), dtype=np.uint8)))
    assert picture.shape == (144, 144, 3)
    assert picture.dtype == np.uint8


def test_the_same_photograph_gives_the_same_colours(colourizer):
    photo = Photo.from_rgb(RANDOM.integers(0, 256, (160, 200), dtype=np.uint8))
    first = colourizer(photo).chroma
    colourizer(Photo.from_rgb(RANDOM.integers(0, 256, (99, 70), dtype=np.uint8)))
    np.testing.assert_array_equal(first, colourizer(photo).chroma)


def test_colours_of_the_file_do_not_leak_into_the_result(colourizer):
    """The network sees only lightness: a photograph and its grey copy get the same colours."""
    rgb = RANDOM.integers(0, 256, (64, 64, 3), dtype=np.uint8)
    coloured = Photo.from_rgb(rgb)
    grey = Photo(coloured.lightness.copy())
    np.testing.assert_array_equal(colourizer(coloured).rgb, colourizer(grey).rgb)


def test_files_are_read_and_written(colourizer, tmp_path):
    Image.fromarray(RANDOM.integers(0, 256, (30, 50), dtype=np.uint8)).save(tmp_path / "in.jpg")
    colourizer(tmp_path / "in.jpg").save(tmp_path / "out.png")
    assert load_photo(tmp_path / "out.png").size == (50, 30)


def test_the_network_sees_a_photograph_in_its_own_proportions():
    assert network_size(4000, 4000, 144) == (144, 144)
    assert network_size(4000, 3000, 144) == (160, 128)
    width, height = network_size(3000, 4000, 144)
    assert (width, height) == (128, 160)
    assert network_size(100_000, 10, 144) == (1632, 96)  # squeezed, and processed in windows


@pytest.mark.parametrize("scale", [(255, np.uint8), (65535, np.uint16), (1, np.float32), (1, np.float64)])
def test_arrays_of_each_kind_and_images_are_the_same_photograph(scale):
    white, dtype = scale
    grey = np.linspace(0, 1, 48 * 32).reshape(32, 48)
    array = (grey * white).astype(dtype) if white == 1 else np.round(grey * white).astype(dtype)
    expected = Photo.of(np.dstack([array] * 3)).lightness
    for source in (array, array[..., None]):
        np.testing.assert_allclose(Photo.of(source).lightness, expected, atol=1e-3)
    if dtype == np.uint8:
        for image in (
            Image.fromarray(array),
            Image.fromarray(np.dstack([array] * 3)),
            Image.fromarray(array).convert("LA"),
        ):
            np.testing.assert_allclose(Photo.of(image).lightness, expected, atol=1e-3)
    if dtype == np.uint16:
        assert Photo.of(Image.fromarray(array)).depth == 16


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((4, 4, 2), np.uint8), "shape (4, 4, 2)"),
        (np.zeros((4, 4), np.int32), "array of int32"),
        (np.full((4, 4), 255.0), "lie in [0, 1]"),
        (np.full((4, 4), np.nan), "lie in [0, 1]"),
    ],
)
def test_an_array_that_is_no_photograph_is_refused_in_a_sentence(array, words):
    with pytest.raises(PhotoError, match=re.escape(words)):
        Photo.of(array)


def test_a_list_gives_a_list_and_each_result_is_an_image_that_a_notebook_shows(tiny):
    colourizer = Colourizer(tiny["unet"], device="cpu")
    array = np.tile(np.arange(48, dtype=np.uint8) * 5, (32, 1))
    one, other = colourizer([array, Image.fromarray(array)])
    np.testing.assert_array_equal(one.rgb, other.rgb)
    assert one.image.size == (48, 32) and one.image.mode == "RGB"
    assert Image.open(BytesIO(one._repr_png_())).size == (48, 32)
    with pytest.raises(ValueError, match="There is no device"):
        Colourizer(tiny["unet"], device="abacus")
