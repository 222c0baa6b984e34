"""Tone normalisation: makes a network's input independent of a print's condition.

Fading shifts a photograph's black and white; exposure, paper and age bend the tones between. Both are reversed: the
darkest and the brightest hundredth become black and white, and a gamma sets the mean to the average of photographs. So
a faded print and a fresh one look the same to the network. Tones are measured in the middle of the picture, without
margins and mounts.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

MEAN = 0.48  # mean lightness after normalisation
_QUANTILE = 0.01  # of the pixels at either end, which become black or white
_NARROWEST = 0.1  # range of lightness; a narrower one is not stretched fully, since it is mostly noise
_STEEPEST = 2.5  # gamma, or its inverse
_ITERATIONS = 6
_SURE = 0.02  # of the mean, so that its logarithm stays finite
_SIDE, _MARGIN = 128, 13  # pixels: side of the measured picture, and margin ignored on all four sides


def normalise_tones(lightness: Tensor, strength: Tensor | float = 1.0) -> Tensor:
    """Lightness (B, 1, H, W), in [0, 1] before and after; each photograph separately.

    strength: from 0 (unchanged) to 1 (fully normalised), one number or one for each photograph (B, 1, 1, 1).
    """
    # A fixed size, so that the traced graph works for every photograph.
    middle = F.interpolate(lightness, size=(_SIDE, _SIDE), mode="bilinear")
    middle = middle[..., _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    ordered = middle.flatten(1).sort(dim=1).values
    count = (_SIDE - 2 * _MARGIN) ** 2
    darkest, brightest = round(_QUANTILE * count), round((1 - _QUANTILE) * count)
    black, white = (ordered[:, place - 1][:, None, None, None] for place in (darkest, brightest))
    black, white = strength * black, 1 - strength * (1 - white)
    tones, middle = (
        ((tones - black) / (white - black).clamp(min=_NARROWEST)).clamp(0, 1) for tones in (lightness, middle)
    )
    gamma = torch.ones_like(black)
    for _ in range(_ITERATIONS):  # fixed-point iteration for the gamma that brings the mean to `MEAN`
        mean = (middle**gamma).mean(dim=(1, 2, 3), keepdim=True).clamp(_SURE, 1 - _SURE)
        gamma = (gamma * torch.full_like(mean, MEAN).log() / mean.log()).clamp(1 / _STEEPEST, _STEEPEST)
    return tones ** (gamma**strength)
