"""The networks, by the name under which checkpoints and pages know them."""

from colourizer.models.autoencoder import Autoencoder, AutoencoderConfig
from colourizer.models.base import ColourNet, RGBNet
from colourizer.models.chroma import ChromaConfig, ChromaNet
from colourizer.models.unet import UNet, UNetConfig

ARCHITECTURES: dict[str, type[ColourNet]] = {net.name: net for net in (Autoencoder, UNet, ChromaNet)}

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
