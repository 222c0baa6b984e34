"""EfficientNet-Lite as an encoder of lightness.

Source: Tan & Le 2019 (arXiv 1905.11946) and the Lite variants of TensorFlow's model garden, which have ReLU6 and no
squeeze-and-excitation. Layers are in the order of the published weights, which are loaded one by one.
"""

import math
from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn

# (repeats, kernel, stride, expansion, channels) of each stage in Lite0.
_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_STEM = 32
SCALES = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2)}  # of width and of depth
_TAKEN = (1, 2, 4, 6)  # stages whose outputs are features: at 1/4, 1/8, 1/16 and 1/32 of the picture's size


class SameConv2d(nn.Conv2d):
    """A convolution padded as in TensorFlow: to ceil(size / stride), the odd pixel at the bottom and right."""

    def forward(self, x: Tensor) -> Tensor:
        return same_convolution(x, self.weight, self.bias, self.stride, self.groups)


def same_convolution(x: Tensor, weight: Tensor, bias: Tensor | None, stride: Sequence[int], groups: int) -> Tensor:
    """The function of `SameConv2d`, x (B, inputs, H, W).

    For an odd pixel, a row or column of zeros in the kernel replaces padding on one side. That avoids a padded copy of
    the input, which would take a third of the encoder's time.
    """
    pads, odd = [], []
    for size, kernel, step in zip(x.shape[2:], weight.shape[2:], stride, strict=True):
        total = max((math.ceil(size / step) - 1) * step + kernel - size, 0)
        pads.append((total + 1) // 2)
        odd.append(total % 2)
    weight = F.pad(weight, (odd[1], 0, odd[0], 0)) if any(odd) else weight
    return F.conv2d(x, weight, bias, stride, pads, groups=groups)


def _convolution(inputs: int, outputs: int, kernel: int, *, stride: int = 1, groups: int = 1, active: bool = True):
    kind, padding = (SameConv2d, 0) if stride > 1 else (nn.Conv2d, kernel // 2)
    return nn.Sequential(
        kind(inputs, outputs, kernel, stride, padding=padding, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3),
        nn.ReLU6(inplace=True) if active else nn.Identity(),
    )


class InvertedResidual(nn.Module):
    """Expand, convolve depthwise, project: (B, inputs, H, W) → (B, outputs, ⌈H/stride⌉, ⌈W/stride⌉)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int):
        super().__init__()
        wide = inputs * expansion
        self.layers = nn.Sequential(
            *([_convolution(inputs, wide, 1)] if expansion > 1 else []),
            _convolution(wide, wide, kernel, stride=stride, groups=wide),
            _convolution(wide, outputs, 1, active=False),
        )
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x) if self.residual else self.layers(x)


class EfficientNetLite(nn.Module):
    """Lightness (B, 1, H, W) in [0, 1] → features at 1/4, 1/8, 1/16 and 1/32 of its size, of `channels` channels.

    scale: "lite0", "lite1" or "lite2".
    """

    def __init__(self, scale: str = "lite0"):
        super().__init__()
        width, depth = SCALES[scale]
        self.stem = _convolution(1, _STEM, 3, stride=2)
        self.stages = nn.ModuleList()
        self.channels: list[int] = []
        inputs = _STEM
        for number, (repeats, kernel, stride, expansion, channels) in enumerate(_STAGES):
            outputs = _rounded(channels * width)
            ends = number in (0, len(_STAGES) - 1)  # the depth of the first and the last stage is not scaled
            count = repeats if ends else math.ceil(repeats * depth)
            blocks = [InvertedResidual(inputs, outputs, kernel, stride, expansion)]
            blocks += [InvertedResidual(outputs, outputs, kernel, 1, expansion) for _ in range(count - 1)]
            self.stages.append(nn.Sequential(*blocks))
            inputs = outputs
            if number in _TAKEN:
                self.channels.append(outputs)

    def forward(self, lightness: Tensor) -> list[Tensor]:
        x = self.stem(lightness * (255 / 128) - 127 / 128)  # ImageNet's weights expect bytes as (x - 127) / 128
        features = []
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number in _TAKEN:
                features.append(x)
        return features


def load_imagenet_weights(encoder: EfficientNetLite, weights: dict[str, Tensor]) -> None:
    """Load published weights, entry by entry in order; the classifier at their end is left out.

    The first layer's weights for red, green and blue are summed, since the three are equal in a grey picture.
    Raises ValueError for a shape that differs.
    """
    own = encoder.state_dict()
    for (name, mine), theirs in zip(own.items(), weights.values(), strict=False):
        theirs = theirs.sum(dim=1, keepdim=True) if name.startswith("stem.0") else theirs
        if mine.shape != theirs.shape:
            raise ValueError(f"{name} is {tuple(mine.shape)} here and {tuple(theirs.shape)} in these weights.")
        mine.copy_(theirs)


def _rounded(channels: float, divisor: int = 8) -> int:
    """The nearest multiple of 8, but at least 90 % of `channels`."""
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded
