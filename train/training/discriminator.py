"""The report's PatchGAN: classifies each patch of a colour photograph, given the grey one, as real or generated.

Source: the report; Isola et al. 2017 (arXiv 1611.07004). The report gives four convolutions, 729 = 27x27 patches for a
144x144 photograph and a receptive field of 34x34 pixels. The usual kernels 4,4,4,4 with strides 2,2,1,1 match the
second figure but not the first; kernels 4,4,3,3 with strides 2,3,1,1 and paddings 0,0,2,2 match both
(144 → 71 → 23 → 25 → 27).
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from colourizer.files import replaced
from train.errors import TrainingError

DISCRIMINATOR = "discriminator.safetensors"  # beside the generator's model.safetensors


@dataclass(frozen=True)
class PatchGANConfig:
    """width: channels of the first convolution, then doubled twice."""

    width: int = 64


class PatchGAN(nn.Module):
    """Lightness (B, 1, H, W) in [0, 1] and RGB (B, 3, H, W) in [0, 1] → logits (B, 1, h, w), one per patch.

    The sigmoid of a logit is the probability that the patch is real. 144x144 pixels give 27x27 logits.
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


def save_discriminator(net: PatchGAN, folder: Path) -> None:
    """Write the weights as float16 into a checkpoint's folder, atomically.

    Only training and the tour read the discriminator; inference does not need it.
    """
    weights = {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in net.state_dict().items()
    }
    with replaced(folder / DISCRIMINATOR) as path:
        save_file(weights, path, metadata={"width": str(net.config.width)})


def load_discriminator(folder: Path) -> PatchGAN:
    """Load the discriminator that a generator was trained with, in evaluation mode. folder: the generator's checkpoint.

    Its training batches were all real or all generated, and its batch norms tell them apart. So it says little about a
    single photograph; to classify a batch, use training mode.

    Raises TrainingError if it is missing or broken.
    """
    path = folder / DISCRIMINATOR
    try:
        with safe_open(path, framework="pt") as file:
            net = PatchGAN(PatchGANConfig(width=int((file.metadata() or {})["width"])))
            net.load_state_dict({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
    except FileNotFoundError as error:
        raise TrainingError(f"{folder} holds no discriminator. A run of `python -m train cgan` writes one.") from error
    except (SafetensorError, OSError, KeyError, ValueError, RuntimeError) as error:
        raise TrainingError(f"{path} cannot be read ({error}). Copy it again, or train another.") from error
    return net.eval()
