"""Run networks with PyTorch: on a GPU, or from a checkpoint without a graph."""

import numpy as np
import torch
from torch import Tensor, nn

from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.engines.base import Engine, Layer, Prediction, picture_of
from colourizer.engines.choice import thread_limit
from colourizer.models.base import ColourNet

_Learned = nn.Conv2d | nn.ConvTranspose2d | nn.Linear
_KINDS = {nn.Conv2d: "convolution", nn.ConvTranspose2d: "transposed convolution", nn.Linear: "linear"}


class TorchEngine(Engine):
    """A network as a PyTorch module. net: in evaluation mode."""

    def __init__(self, net: ColourNet):
        if limit := thread_limit():
            torch.set_num_threads(limit)
        self.net = net
        self.label = f"torch {torch.__version__}"
        self.title, self.has_distribution, self.side = net.title, net.has_distribution, net.side
        self.parameters = sum(weights.numel() for weights in net.parameters())
        self.layers = [_layer(name, module) for name, module in net.named_modules() if isinstance(module, _Learned)]

    @torch.inference_mode()
    def predict(self, lightness: np.ndarray) -> Prediction:
        tensor = self._tensor(lightness)
        if self.has_distribution:
            distribution, landscapes, guide = self.net.predict_distribution(tensor)
            return Prediction(distribution=distribution, landscapes=landscapes, guide=guide)
        return Prediction(self.net(tensor).float().cpu().numpy())

    def chroma(self, raw: np.ndarray) -> np.ndarray:
        return self.net.chroma(torch.from_numpy(raw))[0].permute(1, 2, 0).numpy()

    @torch.inference_mode()
    def picture(self, lightness: np.ndarray) -> np.ndarray:
        if (distribution := self.predict(lightness).distribution) is not None:
            return picture_of(distribution, lightness)
        tensor = self._tensor(lightness)
        return self.net.picture(self.net(tensor), tensor)[0].permute(1, 2, 0).numpy()

    def runs_on(self, device: str) -> bool:
        return True

    def to(self, device: str) -> None:
        self.net.to(device)

    def _tensor(self, lightness: np.ndarray) -> Tensor:
        """CIE L (h, w), float32 → (1, 1, h, w) in [0, 1], on the network's device."""
        device = next(self.net.parameters()).device
        return torch.from_numpy(lightness / LIGHTNESS_MAX)[None, None].to(device)


def _layer(name: str, module: _Learned) -> Layer:
    if isinstance(module, nn.Linear):
        return Layer(name, _KINDS[nn.Linear], module.in_features, module.out_features)
    kind = next(word for known, word in _KINDS.items() if isinstance(module, known))
    channels = module.in_channels, module.out_channels
    return Layer(name, kind, *channels, tuple(module.kernel_size), module.stride[0], module.groups)
