"""The two building blocks of the report's networks."""

from torch import Tensor, nn


def kernel_size(stride: int) -> int:
    """4 for a layer that halves or doubles, so that strides overlap evenly (no checkerboard); otherwise 3."""
    return 4 if stride == 2 else 3


def down(inputs: int, outputs: int, *, stride: int = 2, norm: bool = True) -> nn.Sequential:
    """An encoding layer: (B, inputs, H, W) → (B, outputs, H // stride, W // stride)."""
    convolution = nn.Conv2d(inputs, outputs, kernel_size(stride), stride, padding=1, bias=not norm)
    return nn.Sequential(convolution, *([nn.BatchNorm2d(outputs)] if norm else []), nn.LeakyReLU(0.2, inplace=True))


class Up(nn.Module):
    """A decoding layer: (B, inputs, h, w) → (B, outputs, *size), where size // stride is (h, w)."""

    def __init__(self, inputs: int, outputs: int, *, stride: int = 2, dropout: float = 0.0):
        super().__init__()
        self.convolution = nn.ConvTranspose2d(inputs, outputs, kernel_size(stride), stride, padding=1, bias=False)
        self.rest = nn.Sequential(nn.BatchNorm2d(outputs), nn.Dropout(dropout), nn.LeakyReLU(0.2, inplace=True))

    def forward(self, x: Tensor, size: tuple[int, int]) -> Tensor:
        # A side of odd length was rounded down on the way in; output_size brings the lost pixel back.
        return self.rest(self.convolution(x, output_size=list(size)))
