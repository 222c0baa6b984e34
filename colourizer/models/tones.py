"""Tone normalisation: a network's input independent of a print's condition.

Fading shifts a photograph's black and white; exposure, paper and age bend the tones between. Both are reversed: the
darkest and the brightest hundredth become black and white, and a gamma sets the mean to that of photographs in general.
So a faded print and a fresh one look the same to the network.
"""

import torch
from torch import Tensor

MEAN = 0.48  # of lightness, after the normalisation
_QUANTILE = 0.01  # of the pixels at either end, which become black or white
_NARROWEST = 0.1  # range of lightness; a narrower one is not stretched fully, since it is mostly noise
_STEEPEST = 2.5  # gamma, or its inverse
_ITERATIONS = 6
_SURE = 0.02  # of the mean, so that its logarithm stays finite


def normalise_tones(lightness: Tensor, strength: Tensor | float = 1.0) -> Tensor:
    """Lightness (B, 1, H, W), in [0, 1] before and after; each photograph separately.

    strength: from 0 (unchanged) to 1 (fully normalised), one number or one for each photograph (B, 1, 1, 1).
    """
    ordered = lightness.flatten(1).sort(dim=1).values
    rank = torch.ones_like(ordered).cumsum(dim=1)  # with operators that can be traced for any size
    black, white = (
        torch.where(rank <= share * rank[:, -1:], ordered, 0.0).amax(dim=1)[:, None, None, None]
        for share in (_QUANTILE, 1 - _QUANTILE)
    )
    black, white = strength * black, 1 - strength * (1 - white)
    tones = ((lightness - black) / (white - black).clamp(min=_NARROWEST)).clamp(0, 1)
    gamma = torch.ones_like(black)
    for _ in range(_ITERATIONS):  # a fixed point: the gamma that brings the mean to `MEAN`
        mean = (tones**gamma).mean(dim=(1, 2, 3), keepdim=True).clamp(_SURE, 1 - _SURE)
        gamma = (gamma * torch.full_like(mean, MEAN).log() / mean.log()).clamp(1 / _STEEPEST, _STEEPEST)
    return tones ** (gamma**strength)
