"""What every network of this project has in common: lightness in, chroma out."""

from dataclasses import asdict

import numpy as np
import torch
from torch import Tensor, nn

from colourizer.colour import rgb_to_lab
from colourizer.distribution import ColourDistribution


class ColourNet(nn.Module):
    """A network that sees lightness only. Subclasses set `Config`, and keep their config as `self.config`.

    `forward` takes lightness (B, 1, H, W), float, CIE L divided by 100, hence in [0, 1], of any H and W of at least
    16, and returns the network's own raw output; `chroma` turns that into CIE ab.
    """

    Config: type
    title: str  # what people read
    certain = False  # whether it knows a distribution, and so how sure it is
    folded = False  # whether it can no longer be trained or saved, see `folding`
    side = 144  # pixels: photographs are shown to the network at about side² pixels

    def chroma(self, raw: Tensor) -> Tensor:
        """CIE ab (B, 2, H', W'), float, of what `forward` returned. Not differentiable."""
        raise NotImplementedError

    def distribution(self, raw: Tensor) -> ColourDistribution | None:
        """What the network knows of the colours of one photograph, from `raw` (1, ...); None if it only paints."""
        return None

    def picture(self, raw: Tensor, lightness: Tensor) -> Tensor:
        """The network's own picture of what `forward` returned for `lightness`.

        sRGB (B, 3, H, W), float32 in [0, 1], on the CPU. Not differentiable.
        """
        raise NotImplementedError

    def architecture(self) -> dict:
        """The config as plain values, as written to config.json."""
        return asdict(self.config)


class RGBNet(ColourNet):
    """A network of the report: its raw output is a colour picture (B, 3, H, W), sRGB in [0, 1]."""

    def picture(self, raw: Tensor, lightness: Tensor) -> Tensor:
        return raw.detach().float().cpu()

    def chroma(self, raw: Tensor) -> Tensor:
        pictures = raw.detach().float().cpu().permute(0, 2, 3, 1).numpy()  # (B, H, W, 3)
        chroma = np.stack([rgb_to_lab(np.ascontiguousarray(picture))[..., 1:] for picture in pictures])
        return torch.from_numpy(chroma).permute(0, 3, 1, 2)
