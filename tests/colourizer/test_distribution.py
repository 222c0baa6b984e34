"""Decoding a distribution over colours: faithful to vivid, certainty, and alternatives."""

import numpy as np
import pytest

from colourizer.configs import ChromaConfig
from colourizer.distribution import Calibration, ColourDistribution, Decoding
from colourizer.models.chroma import ab_bins

BINS = ab_bins().numpy()
EVEN = np.full(len(BINS), 1 / len(BINS), np.float32)


def nearest(colour: tuple[float, float]) -> int:
    return int(np.square(BINS - np.array(colour)).sum(axis=1).argmin())


def made_of(*mixtures: dict[tuple[float, float], float], prior=EVEN, calibration=None) -> ColourDistribution:
    """A distribution with one pixel per mixture, which maps colours to probabilities."""
    logits = np.full((1, len(mixtures), len(BINS)), -30.0, np.float32)
    for pixel, mixture in enumerate(mixtures):
        for colour, share in mixture.items():
            logits[0, pixel, nearest(colour)] = np.log(share)
    return ColourDistribution(logits, BINS, prior, calibration or Calibration((Decoding(), Decoding(), Decoding())))


def test_faithful_is_the_mean():
    colour = made_of({(0, 0): 0.75, (20, 40): 0.25}).colour(vividness=0)
    np.testing.assert_allclose(colour[0, 0], [5, 10], atol=1e-3)


def test_a_lower_temperature_comes_closer_to_the_likeliest_colour():
    distribution = made_of({(0, 0): 0.4, (20, 40): 0.6})
    warm, cold = (distribution.decode(Decoding(temperature=t))[0, 0] for t in (1.0, 0.2))
    assert 20 > cold[0] > warm[0] and cold[0] > 17


def test_rebalancing_favours_what_is_rare_at_large():
    prior = EVEN.copy()
    prior[nearest((0, 0))] = 0.5
    distribution = made_of({(0, 0): 0.7, (20, 40): 0.3}, prior=prior)
    plain, rebalanced = (distribution.decode(Decoding(rebalancing=share))[0, 0] for share in (0.0, 0.5))
    assert rebalanced[1] > plain[1] + 5


@pytest.mark.parametrize("name", ["readings", "decodings"])
def test_the_decodings_of_a_config_have_either_name(name):
    entries = {name: [{"gain": 1.0}, {"gain": 2.0}, {"gain": 4.0}], "gains": {"coast": 1.5}}
    expected = Calibration((Decoding(gain=1.0), Decoding(gain=2.0), Decoding(gain=4.0)), gains={"coast": 1.5})
    assert Calibration.from_config(entries) == expected
    assert ChromaConfig(calibration=entries).calibration == expected


def test_vividness_runs_through_its_three_decodings():
    calibration = Calibration((Decoding(gain=1.0), Decoding(gain=2.0), Decoding(gain=4.0)))
    distribution = made_of({(10, 20): 1.0}, calibration=calibration)
    gains = [distribution.colour(vividness)[0, 0, 0] / 10 for vividness in (-1, 0, 0.25, 0.5, 0.75, 1, 7)]
    np.testing.assert_allclose(gains, [1, 1, 1.5, 2, 3, 4, 4], rtol=1e-4)


def test_evenness_brings_dull_and_vivid_photographs_together_and_does_not_paint_what_is_grey():
    dull, vivid, grey = made_of({(0, 10): 1.0}), made_of({(0, 40): 1.0}), made_of({(0, 0): 1.0})
    half = Decoding(evenness=0.5)
    np.testing.assert_allclose(dull.decode(half)[0, 0, 1], 10 * (20 / 10) ** 0.5, rtol=1e-3)
    np.testing.assert_allclose(vivid.decode(half)[0, 0, 1], 40 * (20 / 40) ** 0.5, rtol=1e-3)
    assert made_of({(0, 0): 0.99, (0, 10): 0.01}).decode(half)[0, 0, 1] <= 0.1 * 1.8 + 1e-3
    assert abs(grey.decode(half)).max() < 1e-3
    with_border = made_of({(0, 40): 1.0}, {(0, 0): 1.0}, {(0, 0): 1.0})
    np.testing.assert_allclose(with_border.decode(half)[0, 0], vivid.decode(half)[0, 0], rtol=1e-3)
    assert np.array_equal(dull.decode(Decoding()), dull.decode(Decoding(evenness=0.0)))
    calibration = Calibration((Decoding(), half, half))
    assert calibration.decoding(0.25).evenness == 0.25


def test_certainty_is_the_probability_of_colours_close_by():
    distribution = made_of({(0, 0): 1.0}, {(0, 0): 0.6, (0, 60): 0.4}, {(0, 60): 0.3, (-40, 0): 0.3, (40, 0): 0.4})
    sure, fairly, guessing = distribution.certainty(np.zeros((1, 3, 2), np.float32))[0]
    assert sure == pytest.approx(1, abs=1e-3)
    assert fairly == pytest.approx(0.6, abs=1e-3)
    assert guessing == pytest.approx(0, abs=1e-3)


def test_certainty_follows_its_calibration():
    overconfident = Calibration(certainty=((0.0, 0.0), (1.0, 0.8)))
    distribution = made_of({(0, 0): 1.0}, calibration=overconfident)
    assert distribution.certainty(np.zeros((1, 1, 2), np.float32))[0, 0] == pytest.approx(0.8, abs=1e-3)


def test_expected_error_is_the_mean_distance():
    distribution = made_of({(0, 0): 0.5, (0, 40): 0.5})
    assert distribution.expected_error(np.zeros((1, 1, 2), np.float32))[0, 0] == pytest.approx(20, abs=0.1)


def test_alternatives_change_what_is_open_and_leave_what_is_certain():
    sky, leaf = {(-5, -30): 1.0}, {(-20, 30): 0.55, (30, 40): 0.45}  # leaves are green or autumnal
    distribution = made_of(*[sky] * 5, *[leaf] * 5)
    default, others = distribution.colour(), distribution.alternatives()
    assert others
    for other in others:
        moved = np.hypot(*(other - default).transpose(2, 0, 1))[0]
        assert moved[:5].max() < 1
        assert moved[5:].mean() > 10
        assert np.ptp(other[0, 5:], axis=0).max() < 1e-3  # the whole wood changes together


def test_nothing_else_is_offered_where_only_one_colouring_is_likely():
    assert made_of(*[{(-5, -30): 1.0}] * 8).alternatives() == []


def test_alternatives_differ_from_one_another():
    colours = {(0, 40): 0.4, (-30, 0): 0.3, (30, 0): 0.3}
    distribution = made_of(*[colours] * 4)
    shown = [distribution.colour(), *distribution.alternatives(4)]
    assert len(shown) >= 3
    for number, one in enumerate(shown):
        for other in shown[:number]:
            assert np.hypot(*(one - other).transpose(2, 0, 1)).mean() >= 6
