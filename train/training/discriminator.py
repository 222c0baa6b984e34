"""The report's PatchGAN: it classifies every patch of a colour photograph, given the grey one, as real or generated.

Source: the report; Isola et al. 2017 (arXiv 1611.07004). The report gives four convolutions, 729 = 27x27 patches for a
144x144 photograph and a receptive field of 34x34 pixels. The usual kernels 4,4,4,4 with strides 2,2,1,1 meet the
second figure but not the first; kernels 4,4,3,3 with strides 2,3,1,1 and paddings 0,0,2,2 meet both
(144 → 71 → 23 → 25 → 27).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class PatchGANConfig:
    """width: channels of the first convolution, doubled twice."""

    width: int = 64


class PatchGAN(nn.Module):
    """Lightness (B, 1, H, W) in [0, 1] and RGB (B, 3, H, W) in [0, 1] → logits (B, 1, h, w), one a patch.

    A sigmoid of a logit is the probability that the patch is real. 144x144 pixels give 27x27 logits.
    """

    def __init__(self, config: PatchGANConfig | None = None):
        super().__init__()
        self.config = config = config or PatchGANConfig()
        w = config.width
        self.layers = nn.Sequential(
            nn.Conv2d(1 + 3, w, kernel_size=4, stride=2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(w, 2 * w, kernel_size=4, stride=3, bias=False),
            nn.BatchNorm2d(2 * w),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(2 * w, 4 * w, kernel_size=3, padding=2, bias=False),
            nn.BatchNorm2d(4 * w),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(4 * w, 1, kernel_size=3, padding=2),
        )

    def forward(self, lightness: Tensor, rgb: Tensor) -> Tensor:
        return self.layers(torch.cat([lightness, rgb], dim=1))
