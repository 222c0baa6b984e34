"""The cost of the networks at 256 pixels, beside a network that others use."""

import argparse
import time
from collections.abc import Callable

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from colourizer.checkpoint import bundled_names, load_checkpoint
from train.errors import DataError
from train.tables import markdown_table

SIZE = 256
_REPEATS = 15
_TEXT = """{table}

The best of {repeats} runs of each, taking turns, float32, channels last, on {threads} CPU threads. The U-net is that of
segmentation_models_pytorch, without trained weights."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This study has no arguments of its own."""


@torch.inference_mode()
def measure(arguments: argparse.Namespace) -> str:
    """Parameters, multiplications and time of each bundled network and of an EfficientNet-B3 U-net."""
    nets = {name: load_checkpoint(name).net for name in bundled_names()} | {"EfficientNet-B3 U-net": _reference()}
    x = torch.rand(1, 1, SIZE, SIZE).to(memory_format=torch.channels_last)
    best = dict.fromkeys(nets, float("inf"))
    for _ in range(_REPEATS):  # interleaved, so that other load on the machine affects all alike
        for name, net in nets.items():
            best[name] = min(best[name], _seconds(lambda net=net: net(x)))
    slowest = best["EfficientNet-B3 U-net"]
    rows = [
        [
            name,
            f"{sum(parameter.numel() for parameter in net.parameters()) / 1e6:.1f}",
            f"{multiplications(net, x) / 1e9:.2f}",
            f"{best[name] * 1000:.0f}",
            f"{best[name] / slowest:.2f}",
        ]
        for name, net in nets.items()
    ]
    head = ["network", "parameters (million)", f"GMAC at {SIZE}x{SIZE}", "milliseconds", "of the U-net's time"]
    return _TEXT.format(table=markdown_table(head, rows), repeats=_REPEATS, threads=torch.get_num_threads())


def _reference() -> nn.Module:
    try:
        import segmentation_models_pytorch as smp  # pyright: ignore[reportMissingImports]  # only this study needs it
    except ImportError as error:
        raise DataError("Install segmentation-models-pytorch for the network to compare with.") from error
    net = smp.Unet("efficientnet-b3", in_channels=1, classes=2, encoder_weights=None)
    return net.eval().to(memory_format=torch.channels_last)


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def multiplications(net: nn.Module, x: torch.Tensor) -> float:
    """The multiplications of a forward pass."""
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        net(x)
    return counter.get_total_flops() / 2
