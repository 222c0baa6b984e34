"""The networks, by their names in checkpoints and on pages.

To add a network, add one module here: a subclass of `ColourNet` with `Config`, `name`, `title`, `about` and, unless it
is an `RGBNet`, `losses`. Checkpoints, commands, logs and cards then include it.
"""

from importlib import import_module
from pkgutil import iter_modules

from colourizer.configs import AutoencoderConfig, ChromaConfig, UNetConfig
from colourizer.models.autoencoder import Autoencoder
from colourizer.models.base import ColourNet, RGBNet
from colourizer.models.chroma import ChromaNet
from colourizer.models.unet import UNet

ARCHITECTURES: dict[str, type[ColourNet]] = {}


def discover() -> None:
    """Register the networks of every module of this package in ARCHITECTURES."""
    kinds = [ColourNet]
    for module in sorted(found.name for found in iter_modules(__path__)):
        import_module(f"{__name__}.{module}")
    while kinds:
        kind = kinds.pop(0)
        kinds += kind.__subclasses__()
        if "name" in vars(kind) and kind.__module__.startswith(f"{__name__}."):
            ARCHITECTURES[kind.name] = kind


discover()

__all__ = [
    "ARCHITECTURES",
    "Autoencoder",
    "AutoencoderConfig",
    "ChromaConfig",
    "ChromaNet",
    "ColourNet",
    "RGBNet",
    "UNet",
    "UNetConfig",
]
