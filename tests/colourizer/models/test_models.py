"""The report's networks: their layers, and any size of photograph."""

import pytest
import torch
from torch import nn

from colourizer.models import Autoencoder, AutoencoderConfig, ChromaConfig, ChromaNet, UNet, UNetConfig
from colourizer.models.folding import folded

SMALL = [UNet(UNetConfig(width=4)), Autoencoder(AutoencoderConfig(width=4))]


def layers(net: nn.Module, kind: type) -> list[nn.Module]:
    return [module for module in net.modules() if type(module) is kind]


@pytest.mark.parametrize("net", SMALL, ids=lambda net: type(net).__name__)
@pytest.mark.parametrize("size", [(144, 144), (16, 16), (145, 99), (17, 31), (256, 64)])
def test_any_size_comes_back_in_three_colours_at_its_own_size(net, size):
    rgb = net.eval()(torch.rand(2, 1, *size))
    assert rgb.shape == (2, 3, *size)
    assert rgb.min() >= 0 and rgb.max() <= 1


def test_the_generator_has_the_layers_of_the_report():
    net = UNet(UNetConfig(width=4))
    assert len(layers(net, nn.Conv2d)) == 4 + 1
    assert len(layers(net, nn.ConvTranspose2d)) == 4
    assert layers(net, nn.BatchNorm2d) and layers(net, nn.Dropout) and layers(net, nn.LeakyReLU)


def test_the_baseline_has_five_encoding_and_five_decoding_layers():
    net = Autoencoder(AutoencoderConfig(width=4))
    assert len(layers(net, nn.Conv2d)) == 5
    assert len(layers(net, nn.ConvTranspose2d)) == 5


def test_only_the_generator_has_cross_connections():
    """With the innermost layers zeroed, detail can reach the output only through skip connections."""
    lightness = torch.rand(1, 1, 32, 32)
    for net, crosses in ((UNet(UNetConfig(width=4)), True), (Autoencoder(AutoencoderConfig(width=4)), False)):
        net.eval()
        nn.init.zeros_(net.encoder[-1][0].weight)
        with torch.inference_mode():
            moved = (net(lightness) - net(lightness.flip(3))).abs().max()
        assert bool(moved > 1e-6) is crosses


def test_width_is_a_field_of_the_config():
    count = {width: sum(p.numel() for p in UNet(UNetConfig(width=width)).parameters()) for width in (4, 8, 64)}
    assert 3 < count[8] / count[4] < 4.1
    assert 6.2e6 < count[64] < 6.4e6


@pytest.mark.parametrize("kind", [UNet, Autoencoder, ChromaNet])
def test_folding_leaves_no_batch_norm_and_changes_nothing(kind):
    net = kind(ChromaConfig(widths=(8, 8, 8)) if kind is ChromaNet else kind.Config(width=4))
    generator = torch.Generator().manual_seed(0)
    for norm in layers(net, nn.BatchNorm2d):  # as after training
        for values in (norm.weight, norm.running_var):
            values.data.uniform_(0.5, 2, generator=generator)
        for values in (norm.bias, norm.running_mean):
            values.data.uniform_(-0.3, 0.3, generator=generator)
    lightness = torch.rand(1, 1, 50, 70, generator=generator)
    with torch.inference_mode():
        before = net.eval()(lightness)
        after = folded(net)(lightness)
    assert not layers(net, nn.BatchNorm2d)
    assert before.std() > 1e-3
    torch.testing.assert_close(after, before, rtol=1e-3, atol=1e-3 * before.std().item())


def test_every_parameter_learns():
    for net in SMALL:
        net.train()
        net(torch.rand(2, 1, 32, 32)).square().mean().backward()
        assert all(parameter.grad is not None for parameter in net.parameters())


def test_chroma_of_a_painted_picture_is_cie_ab():
    red = torch.tensor([1.0, 0.0, 0.0]).reshape(1, 3, 1, 1).expand(1, 3, 2, 2)
    chroma = SMALL[0].chroma(red)
    assert chroma.shape == (1, 2, 2, 2)
    torch.testing.assert_close(chroma[0, :, 0, 0], torch.tensor([80.09, 67.20]), atol=0.1, rtol=0)
