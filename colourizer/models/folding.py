"""Batch norms folded into the convolutions before them, for networks that only look: a fifth of their time."""

from itertools import pairwise
from typing import TypeVar

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

Net = TypeVar("Net", bound=nn.Module)

_CONVOLUTIONS = (nn.Conv2d, nn.ConvTranspose2d)


def folded(net: Net) -> Net:
    """The same network in evaluation mode, with each batch norm a part of the convolution that stands before it.

    Changes `net`, which can then be neither trained further nor saved.
    """
    for before, convolution, name, norm in normed(net.eval()):
        transposed = isinstance(convolution, nn.ConvTranspose2d)
        net.set_submodule(before, fuse_conv_bn_eval(convolution, norm, transpose=transposed))
        net.set_submodule(name, nn.Identity())
    net.folded = True  # pyright: ignore[reportArgumentType]  # a module takes any attribute
    return net


def normed(net: nn.Module) -> list[tuple[str, nn.Conv2d | nn.ConvTranspose2d, str, nn.BatchNorm2d]]:
    """Each convolution with a batch norm behind it, and that batch norm, with their names.

    What stands before a batch norm is the layer registered just before it: in these networks, layers are registered in
    the order in which they are used.
    """
    layers = [(name, module) for name, module in net.named_modules() if not any(module.children())]
    return [
        (before, convolution, name, norm)
        for (before, convolution), (name, norm) in pairwise(layers)
        if isinstance(norm, nn.BatchNorm2d) and isinstance(convolution, _CONVOLUTIONS)
    ]
