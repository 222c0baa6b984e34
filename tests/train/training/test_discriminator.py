"""The PatchGAN's measured geometry: 729 patches with a receptive field of 34x34 pixels."""

import numpy as np
import pytest
import torch

from colourizer.checkpoint import BUNDLED, load_checkpoint
from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.photo.photo import Photo, load_rgb
from train.data.dataset import square
from train.errors import TrainingError
from train.training.discriminator import (
    DISCRIMINATOR,
    PatchGAN,
    PatchGANConfig,
    load_discriminator,
    save_discriminator,
)


def patchgan() -> PatchGAN:
    torch.manual_seed(0)
    return PatchGAN(PatchGANConfig(width=4)).eval()


def test_a_144_pixel_photograph_has_729_patches():
    logits = patchgan()(torch.rand(2, 1, 144, 144), torch.rand(2, 3, 144, 144))
    assert logits.shape == (2, 1, 27, 27)
    assert logits[0].numel() == 729


def test_each_patch_sees_34_by_34_pixels():
    """Only pixels in the receptive field have a gradient."""
    lightness = torch.rand(1, 1, 144, 144, requires_grad=True)
    rgb = torch.rand(1, 3, 144, 144, requires_grad=True)
    patchgan()(lightness, rgb)[0, 0, 13, 13].backward()
    for seen in (lightness.grad[0, 0], rgb.grad[0].abs().sum(0)):
        rows, columns = torch.nonzero(seen, as_tuple=True)
        assert (rows.max() - rows.min() + 1, columns.max() - columns.min() + 1) == (34, 34)


def test_it_judges_the_colours_given_the_grey_picture():
    net = patchgan()
    lightness, rgb = torch.rand(1, 1, 48, 48), torch.rand(1, 3, 48, 48)
    assert not torch.equal(net(lightness, rgb), net(lightness.flip(3), rgb))
    assert not torch.equal(net(lightness, rgb), net(lightness, rgb.flip(3)))


def test_four_convolutions():
    assert sum(isinstance(layer, torch.nn.Conv2d) for layer in patchgan().layers) == 4


def test_it_is_kept_beside_its_generator(tmp_path):
    net = patchgan()
    save_discriminator(net, tmp_path)
    lightness, rgb = torch.rand(1, 1, 48, 48), torch.rand(1, 3, 48, 48)
    again = load_discriminator(tmp_path)
    assert not again.training and torch.allclose(again(lightness, rgb), net(lightness, rgb), atol=0.01)
    with pytest.raises(TrainingError, match="holds no discriminator"):
        load_discriminator(tmp_path / "nowhere")
    (tmp_path / DISCRIMINATOR).write_bytes(b"not weights")
    with pytest.raises(TrainingError, match="cannot be read"):
        load_discriminator(tmp_path)


def test_the_bundled_one_tells_real_colours_from_painted_ones():
    """On a batch of all samples, as in training, both networks' pictures look less real to it than the originals."""
    paths = sorted((BUNDLED.parent / "samples").glob("*/*.jpg"))
    rgb = np.stack([square(load_rgb(path), 144) for path in paths])
    lightness = np.stack([Photo.from_rgb(picture).lightness for picture in rgb])[:, None] / LIGHTNESS_MAX
    truth, lightness = torch.from_numpy(rgb).permute(0, 3, 1, 2) / 255, torch.from_numpy(lightness).float()
    discriminator = load_discriminator(BUNDLED / "cgan").train()
    with torch.no_grad():
        painted = [load_checkpoint(name, engine="torch").net(lightness) for name in ("baseline", "cgan")]
        real, *fake = (float(discriminator(lightness, colours).mean()) for colours in (truth, *painted))
    assert max(fake) < real
