"""Lightness made independent of a print's condition, before a network looks at it.

Fading shifts a photograph's black and white, and exposure, paper and age bend what lies between. Both are taken back:
the darkest and the brightest hundredth become black and white, and a gamma brings the mean to what it is in photographs
at large. So a faded print and the same print fresh look the same to the network, whatever that has learned.
"""

import torch
from torch import Tensor

MEAN = 0.48  # of lightness, after the normalisation
_QUANTILE = 0.01  # of the pixels, on either side, that are black or white afterwards
_NARROWEST = 0.1  # range of lightness; a narrower one is not stretched to the whole, since it holds little but noise
_STEEPEST = 2.5  # gamma, or its inverse
_ITERATIONS = 6
_SURE = 0.02  # of the mean, so that its logarithm stays finite


def normalise_tones(lightness: Tensor, strength: Tensor | float = 1.0) -> Tensor:
    """Lightness (B, 1, H, W), in [0, 1] before and after, each photograph by itself.

    strength: from 0 (as it is) to 1 (wholly normalised), one number or one for each photograph (B, 1, 1, 1).
    """
    ordered = lightness.flatten(1).sort(dim=1).values
    rank = torch.ones_like(ordered).cumsum(dim=1)  # in words that a traced graph has for every size
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
