"""Lightness made independent of a print's condition."""

import pytest
import torch

from colourizer.models.tones import MEAN, normalise_tones


def _photograph() -> torch.Tensor:
    """Lightness (1, 1, 64, 48) that has a black, a white and much between."""
    generator = torch.Generator().manual_seed(0)
    return torch.rand((1, 1, 64, 48), generator=generator) ** 1.4


@pytest.mark.parametrize(
    "change",
    [
        lambda tones: 0.24 + 0.55 * tones,
        lambda tones: tones**0.7,
        lambda tones: tones**1.5,
        lambda tones: 0.2 + 0.6 * tones**1.3,
    ],
    ids=["faded", "brightened", "darkened", "darkened, then faded"],
)
def test_what_a_print_went_through_is_taken_back(change):
    fresh = _photograph()
    moved = (change(fresh) - fresh).abs().mean()
    left = (normalise_tones(change(fresh)) - normalise_tones(fresh)).abs().mean()
    assert left < 0.1 * moved and left < 0.012


def test_the_mean_is_that_of_photographs_at_large():
    assert normalise_tones(_photograph()).mean() == pytest.approx(MEAN, abs=0.005)


def test_strength_goes_from_nothing_to_everything_for_each_photograph_by_itself():
    photographs = torch.cat([0.3 + 0.4 * _photograph()] * 3)
    strength = torch.tensor([0.0, 0.5, 1.0])[:, None, None, None]
    unchanged, half, whole = normalise_tones(photographs, strength)
    torch.testing.assert_close(unchanged, photographs[0])
    assert unchanged.std() < half.std() < whole.std()
    torch.testing.assert_close(whole, normalise_tones(photographs[:1])[0])


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_a_picture_of_one_tone_stays_a_number(value):
    tones = normalise_tones(torch.full((1, 1, 16, 16), value))
    assert tones.isfinite().all() and tones.min() >= 0 and tones.max() <= 1
