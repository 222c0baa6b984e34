"""The interface of all engines: from lightness to predictions, as arrays."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import join
from colourizer.distribution import ColourDistribution
from colourizer.hints import HintGuide


@dataclass(frozen=True, eq=False)
class Prediction:
    """A network's prediction for one input: plain arrays, so that it can come from another process.

    raw: the output (1, C, h, w), float32, of a network without a distribution. distribution, landscapes, guide: of one
    with a distribution, as in `Colourization`.
    """

    raw: np.ndarray | None = None
    distribution: ColourDistribution | None = None
    landscapes: Mapping[LandscapeClass, float] = field(default_factory=dict)
    guide: HintGuide | None = None


@dataclass(frozen=True)
class Layer:
    """A layer with weights. name: its path in the network. kind: "convolution", "transposed convolution", "linear".

    inputs, outputs: channels. kernel: (height, width) in pixels; empty for a linear layer. groups: the number of
    channel groups that are convolved separately.
    """

    name: str
    kind: str
    inputs: int
    outputs: int
    kernel: tuple[int, ...] = ()
    stride: int = 1
    groups: int = 1


class Engine(ABC):
    """A trained network, ready to run.

    label: the engine and its version, as stated in files: "onnxruntime 1.32.0". title: the network's name for people.
    has_distribution: whether it predicts a distribution, and so a certainty. side: pixels; photographs are reduced to
    about side² of them. parameters: their number. layers: those with weights, in order.
    """

    label: str
    title: str
    has_distribution: bool
    side: int
    parameters: int
    layers: Sequence[Layer]

    @abstractmethod
    def predict(self, lightness: np.ndarray) -> Prediction:
        """Run the network on CIE L (h, w), float32 in [0, 100], both sides multiples of 16."""

    @abstractmethod
    def chroma(self, raw: np.ndarray) -> np.ndarray:
        """CIE ab (h, w, 2), float32, from the `raw` output of a network without a distribution."""

    @abstractmethod
    def picture(self, lightness: np.ndarray) -> np.ndarray:
        """The network's own picture, sRGB (h, w, 3), float32 in [0, 1]; the input is as for `predict`."""

    @abstractmethod
    def runs_on(self, device: str) -> bool:
        """Whether the engine runs on a device, by PyTorch's name: "cpu" or "cuda"."""

    @abstractmethod
    def to(self, device: str) -> None:
        """Move the weights to a device that it `runs_on`."""


def picture_of(distribution: ColourDistribution, lightness: np.ndarray) -> np.ndarray:
    """The network's own picture, from its distribution: sRGB (h, w, 3), float32 in [0, 1].

    lightness: CIE L (h, w), float32. The decoding ignores the landscape class, as in `ChromaNet.picture`.
    """
    colour = replace(distribution, landscapes={}).colour()
    return join(lightness, cv2.resize(colour, lightness.shape[::-1], interpolation=cv2.INTER_LINEAR))
