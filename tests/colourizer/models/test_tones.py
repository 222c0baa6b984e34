"""Lightness made independent of a print's condition."""

import pytest
import torch
import torch.nn.functional as F

from colourizer.models.tones import MEAN, normalise_tones


def _photograph() -> torch.Tensor:
    """Lightness (1, 1, 192, 144) with black, white and many tones between, everywhere."""
    tones = torch.rand((1, 1, 24, 18), generator=torch.Generator().manual_seed(0)) ** 1.4
    return F.interpolate(tones, scale_factor=8, mode="bilinear")


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
    assert normalise_tones(_photograph()).mean() == pytest.approx(MEAN, abs=0.02)


@pytest.mark.parametrize("tone", [0.02, 0.5, 0.97], ids=["black", "grey", "white"])
def test_a_margin_hardly_counts(tone):
    inside = slice(16, -16)
    around = F.pad(_photograph(), (16, 16, 16, 16), value=tone)  # about a tenth of the photograph on every side
    moved = (normalise_tones(around)[..., inside, inside] - normalise_tones(_photograph())).abs().mean()
    assert moved < 0.02


def test_how_large_a_picture_is_hardly_counts():
    large = F.interpolate(_photograph(), scale_factor=2, mode="bilinear")
    back = F.interpolate(normalise_tones(large), scale_factor=0.5, mode="area")
    assert (back - normalise_tones(_photograph())).abs().mean() < 0.005


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
