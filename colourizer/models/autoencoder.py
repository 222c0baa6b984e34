"""The report's baseline: a plain autoencoder."""

import torch
from torch import Tensor, nn

from colourizer.configs import AutoencoderConfig
from colourizer.models.base import RGBNet
from colourizer.models.layers import Up, down, kernel_size


class Autoencoder(RGBNet):
    """Five encoding and five decoding layers, no cross-connections.

    Lightness (B, 1, H, W) in [0, 1] → RGB (B, 3, H, W) in [0, 1], for any H and W of at least 16.
    """

    Config = AutoencoderConfig
    name = "autoencoder"
    title = "Baseline autoencoder"

    def __init__(self, config: AutoencoderConfig | None = None):
        super().__init__()
        self.config = config = config or AutoencoderConfig()
        w, strides = config.width, tuple(config.strides)
        channels = [1, w, 2 * w, 4 * w, 8 * w, 8 * w]
        self.encoder = nn.ModuleList(
            [down(channels[i], channels[i + 1], stride=strides[i], norm=i > 0) for i in range(5)]
        )
        self.decoder = nn.ModuleList(
            [Up(channels[i + 1], channels[i], stride=strides[i], dropout=config.dropout) for i in (4, 3, 2, 1)]
        )
        # The fifth decoding layer outputs three colours, without norm and leaky ReLU.
        self.final = nn.ConvTranspose2d(w, 3, kernel_size(strides[0]), strides[0], padding=1)

    def forward(self, lightness: Tensor) -> Tensor:
        x, sizes = lightness, []
        for layer in self.encoder:
            sizes.append(x.shape[-2:])
            x = layer(x)
        for layer in self.decoder:
            x = layer(x, sizes.pop())
        return torch.sigmoid(self.final(x, output_size=list(sizes.pop())))  # x: (B, w, H / strides[0], W / strides[0])
