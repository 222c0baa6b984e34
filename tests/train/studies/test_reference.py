"""The study of references: references have an effect, and the measurements are plausible."""

from argparse import Namespace

import numpy as np
import pytest
from PIL import Image

from colourizer.distribution import ColourDistribution
from train.errors import DataError
from train.studies import reference
from train.studies.reference_tilt import Reference, band_weights

GREY, RED, BLUE = (0.0, 0.0), (60.0, 40.0), (10.0, -50.0)


@pytest.fixture
def doubtful() -> ColourDistribution:
    """An uninformative prediction: three colours, equally likely at every pixel."""
    return ColourDistribution(np.zeros((8, 8, 3), np.float32), np.array([GREY, RED, BLUE]), np.full(3, 1 / 3))


def test_a_reference_makes_its_own_colours_likelier_at_their_lightness_alone(doubtful):
    lightness = np.repeat([[20.0], [80.0]], 4, axis=0) * np.ones((8, 8), np.float32)
    dark_red_light_blue = Reference(np.array([(20, *RED)] * 50 + [(80, *BLUE)] * 50, np.float32))
    likely = dark_red_light_blue.steered(doubtful, lightness, 1.0).probabilities
    assert likely[0, 0].argmax() == 1 and likely[7, 0].argmax() == 2
    half = dark_red_light_blue.steered(doubtful, lightness, 0.5).probabilities
    assert 1 / 3 < half[0, 0, 1] < likely[0, 0, 1]
    assert dark_red_light_blue.steered(doubtful, lightness, 0) is doubtful


def test_every_lightness_belongs_to_bands_of_sum_one():
    np.testing.assert_allclose(band_weights(np.linspace(0, 100, 37, dtype=np.float32)).sum(axis=1), 1, atol=1e-6)


def test_a_photograph_is_its_own_best_reference_and_grey_stands_in_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "STRENGTHS", (1.0,))
    monkeypatch.setattr(reference, "_SIDE", 64)
    random = np.random.default_rng(0)
    for landscape in ("coast", "forest"):
        (tmp_path / landscape).mkdir()
        for number in range(2):
            coarse = random.integers(0, 256, (3, 4, 3), dtype=np.uint8)
            Image.fromarray(coarse).resize((180, 160)).save(tmp_path / landscape / f"{number}.png")
    arguments = Namespace(model="chroma", manifest=None, images=tmp_path, photographs=4)
    text = reference.measure(arguments)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    assert [row[0] for row in rows[2:]] == ["grey passthrough", "none", "random", "nearest", "itself"]
    assert float(rows[-1][2]) < float(rows[3][2])  # the photograph itself at full strength, compared with no reference
    with pytest.raises(DataError, match="has no distribution"):
        reference.measure(Namespace(**{**vars(arguments), "model": "cgan"}))
