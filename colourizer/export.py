"""Export a checkpoint's network as a graph for ONNX Runtime. This needs PyTorch and the package `onnx`.

Weights stay float16, as in the checkpoint. The graph converts them to float32 and multiplies each channel by the scale
of its batch norm; ONNX Runtime does both once, when it loads the graph. So nothing is rounded again: rounding after
folding the batch norms changed colours by up to 2.6 units of ab.
"""

import hashlib
import io
import json
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import parametrize

from colourizer.checkpoint import find, load_checkpoint_from
from colourizer.configs import CONFIG, GRAPH, STRIDE
from colourizer.engines.base import Engine
from colourizer.engines.choice import TORCH
from colourizer.engines.onnx_engine import CERTAIN, HINTS, LIGHTNESS, RGB
from colourizer.files import replaced
from colourizer.models import ChromaNet, ColourNet, RGBNet
from colourizer.models.efficientnet import SameConv2d, same_convolution
from colourizer.models.folding import normed

OPSET = 17
_ANY = (9 * STRIDE, 10 * STRIDE)  # the size used for tracing; the graph takes others


class ExportError(ValueError):
    """The network cannot be exported; the message says why."""


def export(name: str | Path) -> Path:
    """Write model.onnx next to a checkpoint's weights, and its SHA-256 into config.json; returns its path.

    name: of a bundled checkpoint, or a folder, as a Path. Raises CheckpointError, or ExportError for a network
    that only PyTorch can run.
    """
    source = find(name)
    checkpoint = load_checkpoint_from(source, trainable=True)
    graph = graph_of(checkpoint.net, load_checkpoint_from(source, engine=TORCH).engine)
    path, config_path = source.file(GRAPH), source.file(CONFIG)
    with replaced(path) as temporary:
        temporary.write_bytes(graph)
    config = json.loads(config_path.read_text())
    config["onnx"] = {"sha256": hashlib.sha256(graph).hexdigest(), "weights": checkpoint.sha256, "opset": OPSET}
    with replaced(config_path) as temporary:
        temporary.write_text(json.dumps(config, indent=2) + "\n")
    return path


def graph_of(net: ColourNet, engine: Engine) -> bytes:
    """The bytes of model.onnx. net: with batch norms, which are removed. engine: of the same network, for metadata."""
    about = {
        "title": engine.title,
        "side": str(engine.side),
        "parameters": str(engine.parameters),
        "layers": json.dumps([asdict(layer) for layer in engine.layers]),
    }
    module, outputs = _with_outputs(net)
    _store_as_they_are(net)
    names = LIGHTNESS, *outputs
    model = onnx.load_from_string(traced(module, torch.rand(1, 1, *_ANY), names, _axes(outputs), fold=False))
    onnx.helper.set_model_props(model, about)
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def traced(
    module: nn.Module, example: Tensor, names: Sequence[str], axes: dict[str, dict[int, str]], *, fold: bool = True
) -> bytes:
    """Export a module with one input to ONNX. names: of the input, then of the outputs. axes: dynamic axes, by name.

    fold: whether to fold constants, such as values that depend only on weights.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # about the newer exporter, which needs another package
        torch.onnx.export(
            module,
            (example,),
            buffer,  # pyright: ignore[reportArgumentType]  # a buffer works
            input_names=[names[0]],
            output_names=list(names[1:]),
            dynamic_axes=axes,
            opset_version=OPSET,
            do_constant_folding=fold,
            dynamo=False,
        )
    return buffer.getvalue()


class _ChromaOutputs(nn.Module):
    """All outputs that `ChromaNet.predict_distribution` uses, channels last, as `OnnxEngine` reads them."""

    def __init__(self, net: ChromaNet):
        super().__init__()
        self.net = net

    def forward(self, lightness: Tensor) -> tuple[Tensor, ...]:
        net = self.net
        logits, landscapes, decoded = net.outputs(lightness)
        outputs = (logits.permute(0, 2, 3, 1), landscapes, net.bins, net.prior)
        if net.hints is None:
            return outputs
        # Sides are multiples of 16, so that each pixel of the features has exactly 4x4 of lightness.
        vectors = net.hints.layers(torch.cat([decoded, F.avg_pool2d(lightness, 4)], dim=1))
        return (*outputs, vectors.permute(0, 2, 3, 1), net.hints.log_nearness.exp(), net.hints.bias)


def _with_outputs(net: ColourNet) -> tuple[nn.Module, list[str]]:
    """The module to trace, and the names of its outputs. Raises ExportError."""
    if isinstance(net, ChromaNet):
        return _ChromaOutputs(net).eval(), [*CERTAIN, *(HINTS if net.hints else ())]
    if isinstance(net, RGBNet):
        return net.eval(), [RGB]
    raise ExportError(f"{net.title} is neither an RGBNet nor a ChromaNet: only PyTorch can read what it returns.")


def _axes(outputs: list[str]) -> dict[str, dict[int, str]]:
    """The dynamic axes, by input and output."""
    axes = {LIGHTNESS: {2: "height", 3: "width"}, RGB: {2: "height", 3: "width"}}
    axes |= {name: {1: "quarter of the height", 2: "quarter of the width"} for name in (CERTAIN[0], HINTS[0])}
    return {name: sides for name, sides in axes.items() if name in (LIGHTNESS, *outputs)}


def _store_as_they_are(net: nn.Module) -> None:
    """Store weights as float16, with the scale of their batch norm; pad as ONNX does."""
    scales: dict[nn.Module, Tensor] = {}
    for _, convolution, name, norm in normed(net):
        assert norm.running_mean is not None and norm.running_var is not None
        scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
        shift = norm.bias - norm.running_mean * scale
        bias = shift if convolution.bias is None else shift + convolution.bias * scale
        convolution.bias = nn.Parameter(bias.detach())
        across = 1 if isinstance(convolution, nn.ConvTranspose2d) else 0
        scales[convolution] = scale.detach().reshape([-1 if axis == across else 1 for axis in range(4)])
        net.set_submodule(name, nn.Identity())
    for layer in [module for module in net.modules() if isinstance(module, nn.Conv2d | nn.ConvTranspose2d)]:
        if isinstance(layer, SameConv2d):
            layer.forward = partial(_same_upper, layer)
        layer.weight = nn.Parameter(layer.weight.detach().half(), requires_grad=False)
        parametrize.register_parametrization(layer, "weight", _Widened(scales.get(layer)), unsafe=True)


def _same_upper(layer: SameConv2d, x: Tensor) -> Tensor:
    return _SameUpper.apply(x, layer.weight, layer.bias, list(layer.stride), layer.groups)


class _Widened(nn.Module):
    """Convert a weight from float16 to float32, and multiply it by `scale`."""

    def __init__(self, scale: Tensor | None):
        super().__init__()
        self.scale = None if scale is None else nn.Parameter(scale, requires_grad=False)

    def forward(self, weight: Tensor) -> Tensor:
        return weight.float() if self.scale is None else weight.float() * self.scale


class _SameUpper(torch.autograd.Function):
    """A `SameConv2d` as ONNX's Conv with SAME_UPPER, whose padding depends on the input's size."""

    @staticmethod
    def forward(ctx: object, x: Tensor, weight: Tensor, bias: Tensor, stride: list[int], groups: int) -> Tensor:
        return same_convolution(x, weight, bias, stride, groups)

    @staticmethod
    def symbolic(g, x, weight, bias, stride: list[int], groups: int):
        return g.op("Conv", x, weight, bias, auto_pad_s="SAME_UPPER", strides_i=stride, group_i=groups)
