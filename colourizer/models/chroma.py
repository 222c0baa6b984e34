"""The project's own network: lightness → a distribution over colours at every pixel, at a quarter of the size.

An ImageNet encoder recognises sky and foliage; a light decoder upsamples its features to a quarter of the size, which
is enough for chroma. Colour as classification over bins of ab follows Zhang et al. 2016 (arXiv
1603.08511); the top-down path follows Lin et al. 2017 (feature pyramids, arXiv 1612.03144).
"""

from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import LIGHTNESS_MAX, join
from colourizer.configs import STRIDE, ChromaConfig
from colourizer.distribution import ColourDistribution
from colourizer.hints import HintGuide
from colourizer.models.base import ColourNet
from colourizer.models.efficientnet import EfficientNetLite
from colourizer.models.tones import normalise_tones

_SHARES = {1: 0.5, 2: 0.3}  # weight of each extra view in the mean, by their number; the photograph gets the rest
STEP = 10  # Lab units between neighbouring bins
# The bins, as the range of b for every a, within -70 to 80: those with more than 1 in 100,000 pixels of the training
# photographs. Rarer colours belong to the nearest bin.
_B_BY_A = {
    -50: (-10, 70),
    -40: (-10, 70),
    -30: (-30, 80),
    -20: (-40, 80),
    -10: (-50, 80),
    0: (-60, 80),
    10: (-60, 80),
    20: (-70, 80),
    30: (-70, 80),
    40: (-70, 70),
    50: (-70, 70),
    60: (-70, 70),
}


def ab_bins() -> Tensor:
    """The centres of the bins: CIE ab (Q, 2), float32."""
    return torch.tensor([(a, b) for a, (low, high) in _B_BY_A.items() for b in range(low, high + 1, STEP)]).float()


def pooled(features: list[Tensor]) -> Tensor:
    """The encoder's coarsest features, averaged over the picture: (B, C)."""
    return features[-1].mean(dim=(2, 3))


def reduced(lightness: Tensor, scale: float) -> Tensor:
    """Lightness (B, 1, H, W) at `scale` of its size, from 0.5 to 1; both sides stay multiples of `STRIDE`.

    It is blurred first, to avoid aliasing.
    """
    if scale == 1:
        return lightness
    thousandths = round(1000 * scale)  # integer arithmetic, since sides are tensors while a graph is traced
    size = [(side * thousandths + 500 * STRIDE) // (1000 * STRIDE) * STRIDE for side in lightness.shape[-2:]]
    kernel = torch.tensor([1.0, 2.0, 1.0], device=lightness.device) / 4
    blurred = F.conv2d(F.pad(lightness, (1, 1, 1, 1), mode="replicate"), torch.outer(kernel, kernel)[None, None])
    return F.interpolate(blurred, size=size, mode="bilinear")


def _lateral(inputs: int, outputs: int) -> nn.Sequential:
    """Normalise an encoder's features: their scales differ, and the decoder adds them up."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))


class Merge(nn.Module):
    """Merge coarse features (B, c, h, w) and finer ones (B, s, 2h, 2w) → (B, outputs, 2h, 2w)."""

    def __init__(self, coarse: int, skip: int, outputs: int):
        super().__init__()
        self.lateral = _lateral(skip, coarse)
        self.mix = nn.Sequential(
            nn.Conv2d(coarse, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
        )

    def forward(self, coarse: Tensor, skip: Tensor) -> Tensor:
        return self.mix(F.interpolate(coarse, size=skip.shape[-2:], mode="nearest") + self.lateral(skip))


class HintVectors(nn.Module):
    """The decoder's last features (B, C, h, w) and lightness in [0, 1] at any size → vectors by which hints spread.

    The vectors have `outputs` channels, and are similar for pixels of the same colour. `nearness` and `bias` are as in
    `HintGuide`.
    """

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(inputs + 1, 2 * outputs, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * outputs, 2 * outputs, 3, padding=1, groups=2 * outputs),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * outputs, outputs, 1),
        )
        self.log_nearness = nn.Parameter(torch.tensor(3.0))
        self.bias = nn.Parameter(torch.tensor(-2.0))

    def forward(self, features: Tensor, lightness: Tensor) -> Tensor:
        small = F.interpolate(lightness, size=features.shape[-2:], mode="area")
        return self.layers(torch.cat([features, small], dim=1))

    def guide(self, features: Tensor, lightness: Tensor) -> HintGuide:
        """The guide of one photograph, from features (1, C, h, w) and lightness (1, 1, H, W)."""
        vectors = self(features, lightness)[0].float().permute(1, 2, 0).cpu().numpy()
        return HintGuide(np.ascontiguousarray(vectors), self.log_nearness.exp().item(), self.bias.item())


class ChromaNet(ColourNet):
    """Lightness (B, 1, H, W) in [0, 1] → logits over the bins of ab (B, Q, ⌈H/4⌉, ⌈W/4⌉).

    `bins`: the bins' centres, CIE ab (Q, 2). `prior`: the share of each among the training pixels (Q,).
    `landscape_weight`, `landscape_bias`: a linear classifier of the encoder's pooled features, fitted by calibration.
    """

    Config = ChromaConfig
    name = "chroma"
    title = "Chroma"
    has_distribution = True

    bins: Tensor
    prior: Tensor
    landscape_weight: Tensor
    landscape_bias: Tensor

    def __init__(self, config: ChromaConfig | None = None):
        super().__init__()
        self.config = config = config or ChromaConfig()
        self.side = config.side
        self.encoder = EfficientNetLite(config.encoder)
        self.register_buffer("bins", ab_bins())
        self.register_buffer("prior", torch.full((len(self.bins),), 1 / len(self.bins)))
        self.register_buffer("landscape_weight", torch.zeros(len(LandscapeClass), self.encoder.channels[-1]))
        self.register_buffer("landscape_bias", torch.zeros(len(LandscapeClass)))
        quarter, eighth, sixteenth, last = self.encoder.channels
        w16, w8, w4 = config.widths
        self.top = _lateral(last, w16)
        self.scene = nn.Conv2d(last, w16, 1)
        self.merges = nn.ModuleList([Merge(w16, sixteenth, w16), Merge(w16, eighth, w8), Merge(w8, quarter, w4)])
        self.head = nn.Conv2d(w4, len(self.bins), 1)
        self.hints = HintVectors(w4, config.hint_channels) if config.hint_channels else None

    def add_hints(self, channels: int) -> None:
        """Add new, untrained layers for hints, whose vectors have this many channels."""
        self.config = replace(self.config, hint_channels=channels)
        self.hints = HintVectors(self.head.in_channels, channels).to(self.head.weight.device)

    def forward(
        self, lightness: Tensor, features: list[Tensor] | None = None, strength: Tensor | float | None = None
    ) -> Tensor:
        """features: the output of `features`, if already computed. strength: as in `normalised`."""
        return self.decode(self.features(lightness, strength) if features is None else features)

    def normalised(self, lightness: Tensor, strength: Tensor | float | None = None) -> Tensor:
        """Lightness (B, 1, H, W) as the encoder's input. strength: by default the config's."""
        strength = self.config.tone_strength if strength is None else strength
        return normalise_tones(lightness, strength) if isinstance(strength, Tensor) or strength else lightness

    def features(self, lightness: Tensor, strength: Tensor | float | None = None) -> list[Tensor]:
        """The encoder's features of lightness (B, 1, H, W), the finest first. strength: as in `normalised`."""
        return self.encoder(self.normalised(lightness, strength))

    def outputs(self, lightness: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """All outputs for one photograph (1, 1, H, W): logits over the bins (1, Q, H/4, W/4), logits of the
        landscapes (1, 6), and the decoder's features (1, C, H/4, W/4).

        After a change here, export `model.onnx` again: `python -m colourizer export chroma`.
        """
        tones = self.normalised(lightness)
        logits, landscapes, decoded = self._outputs(tones)
        if self.config.mirrored:
            small = reduced(tones, self.config.mirror_scale)
            views = torch.cat([small.flip(-1), small]) if self.config.paired else small.flip(-1)
            share = _SHARES[len(views)]
            further_logits, further_landscapes, _ = self._outputs(views)
            further_logits = F.interpolate(further_logits, size=logits.shape[-2:], mode="bilinear")
            further = further_logits[:1].flip(-1)
            further = further + further_logits[1:] if self.config.paired else further
            logits = (1 - share * len(views)) * logits + share * further
            landscapes = (1 - share * len(views)) * landscapes + share * further_landscapes.sum(dim=0, keepdim=True)
        return logits, landscapes, decoded

    def _outputs(self, tones: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The outputs for normalised lightness (1, 1, H, W)."""
        features = self.encoder(tones)
        landscapes = pooled(features) @ self.landscape_weight.T + self.landscape_bias
        decoded = self.decoded(features)
        return self.head(decoded), landscapes, decoded

    def predict_distribution(
        self, lightness: Tensor
    ) -> tuple[ColourDistribution, dict[LandscapeClass, float], HintGuide | None]:
        """For one photograph (1, 1, H, W): the distribution over colours, the probability of each landscape, and how
        hints spread.
        """
        logits, scores, decoded = self.outputs(lightness)
        landscapes = dict(zip(LandscapeClass, scores[0].softmax(dim=0).tolist(), strict=True))
        guide = self.hints.guide(decoded, lightness) if self.hints else None
        return replace(self.distribution(logits), landscapes=landscapes), landscapes, guide

    def decode(self, features: list[Tensor]) -> Tensor:
        """The encoder's features, the finest first → logits (B, Q, h, w)."""
        return self.head(self.decoded(features))

    def decoded(self, features: list[Tensor]) -> Tensor:
        """The encoder's features, the finest first → the decoder's features (B, C, h, w)."""
        *skips, x = features
        # Global context for every pixel: dusk or noon, autumn or summer.
        x = self.top(x) + self.scene(pooled(features)[..., None, None])  # (B, w16, H/32, W/32)
        for merge, skip in zip(self.merges, reversed(skips), strict=True):
            x = merge(x, skip)
        return x

    def expectation(self, logits: Tensor) -> Tensor:
        """The mean of the distribution: CIE ab (B, 2, h, w)."""
        return torch.einsum("bqhw,qc->bchw", logits.softmax(dim=1), self.bins)

    def picture(self, raw: Tensor, lightness: Tensor) -> Tensor:
        chroma = F.interpolate(self.chroma(raw), size=lightness.shape[-2:], mode="bilinear")
        chroma = chroma.permute(0, 2, 3, 1).numpy()  # (B, H, W, 2)
        own = lightness[:, 0].cpu().numpy() * LIGHTNESS_MAX
        pictures = np.stack([join(*pair) for pair in zip(own, chroma, strict=True)])
        return torch.from_numpy(pictures).permute(0, 3, 1, 2)

    def chroma(self, raw: Tensor) -> Tensor:
        colours = [self.distribution(raw[index : index + 1]).colour() for index in range(len(raw))]
        return torch.from_numpy(np.stack(colours)).permute(0, 3, 1, 2)

    def distribution(self, raw: Tensor) -> ColourDistribution:
        logits = raw[0].detach().float().permute(1, 2, 0).contiguous().cpu().numpy()
        return ColourDistribution(logits, self.bins.cpu().numpy(), self.prior.cpu().numpy(), self.config.calibration)
