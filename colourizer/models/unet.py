"""The report's generator: a U-net from lightness to an RGB picture.

Source: the report; the shape follows Ronneberger et al. 2015 (arXiv 1505.04597) with the layers of
Isola et al. 2017 (pix2pix, arXiv 1611.07004).
"""

import torch
from torch import Tensor, nn

from colourizer.configs import UNetConfig
from colourizer.models.base import RGBNet
from colourizer.models.layers import Up, down


class UNet(RGBNet):
    """Four convolutions, four transposed convolutions and a final convolution, with cross-connections.

    Lightness (B, 1, H, W) in [0, 1] → RGB (B, 3, H, W) in [0, 1], for any H and W of at least 16.
    """

    Config = UNetConfig
    name = "unet"
    title = "cGAN (U-net)"

    def __init__(self, config: UNetConfig | None = None):
        super().__init__()
        self.config = config = config or UNetConfig()
        w = config.width
        self.encoder = nn.ModuleList([down(1, w, norm=False), down(w, 2 * w), down(2 * w, 4 * w), down(4 * w, 8 * w)])
        # Each decoding layer but the first has twice the input channels: the encoder's features are concatenated.
        self.decoder = nn.ModuleList(
            [
                Up(8 * w, 4 * w, dropout=config.dropout),
                Up(2 * 4 * w, 2 * w, dropout=config.dropout),
                Up(2 * 2 * w, w),
                Up(2 * w, w),
            ]
        )
        self.final = nn.Conv2d(w + 1, 3, kernel_size=3, padding=1)

    def forward(self, lightness: Tensor) -> Tensor:
        pictures = [
            lightness
        ]  # (B, 1, H, W), (B, w, H/2, W/2), (B, 2w, H/4, W/4), (B, 4w, H/8, W/8), (B, 8w, H/16, W/16)
        for layer in self.encoder:
            pictures.append(layer(pictures[-1]))
        x = pictures.pop()
        for layer in self.decoder:
            skip = pictures.pop()
            x = layer(x, skip.shape[-2:])
            x = torch.cat([x, skip.to(x.dtype)], dim=1)  # under autocast the input has another precision
        return torch.sigmoid(self.final(x))  # x: (B, w + 1, H, W)
