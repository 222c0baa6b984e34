"""The configs of the networks and the names of checkpoint files. Nothing here needs PyTorch."""

from dataclasses import dataclass, field

from colourizer.distribution import Calibration

# The files of a checkpoint: config, weights, and the same network as a graph that runs without PyTorch.
CONFIG, WEIGHTS, GRAPH = "config.json", "model.safetensors", "model.onnx"

STRIDE = 16  # pixels: both sides of a network's input are multiples of it, since four halvings divide them


@dataclass(frozen=True)
class AutoencoderConfig:
    """width: channels of the first convolution, doubled at each stride until eightfold. dropout: probability.

    strides: of the five encoding layers; the decoding layers mirror them. The report gives five layers and no
    strides. With five halvings a 144-pixel photograph would pass through 4x4 pixels, and a network without
    cross-connections could not even redraw the grey picture from those; three halvings leave 18x18.
    """

    width: int = 32
    strides: tuple[int, int, int, int, int] = (2, 2, 2, 1, 1)
    dropout: float = 0.0


@dataclass(frozen=True)
class UNetConfig:
    """width: channels of the first convolution, doubled three times. dropout: probability, in two decoding layers."""

    width: int = 64
    dropout: float = 0.2


@dataclass(frozen=True)
class ChromaConfig:
    """encoder: "lite0", "lite1" or "lite2". widths: channels of the decoder at 1/16, 1/8 and 1/4 of the size.
    hint_channels: length of the vectors by which hints spread, 0 for none. tone_strength: how far the input's lightness
    is normalised, from 0 to 1, as in `normalise_tones`. side: photographs are reduced to about side² pixels, in
    their own proportions. mirrored: whether the predictions for a photograph and its mirror image are averaged.
    mirror_scale: the size of the mirror image, as a share of the photograph's. paired: whether the photograph itself is
    averaged at that size, too. calibration: how the distribution is decoded, fitted after training.
    """

    encoder: str = "lite0"
    widths: tuple[int, int, int] = (128, 96, 64)
    hint_channels: int = 0
    tone_strength: float = 0.0
    side: int = 192
    mirrored: bool = False
    mirror_scale: float = 1.0
    paired: bool = False
    calibration: Calibration = field(default_factory=Calibration)

    def __post_init__(self):  # config.json has neither tuples nor dataclasses
        object.__setattr__(self, "widths", tuple(self.widths))
        if isinstance(self.calibration, dict):
            object.__setattr__(self, "calibration", Calibration.from_config(self.calibration))
