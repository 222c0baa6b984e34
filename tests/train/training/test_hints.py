"""Training how far hints spread in chroma."""

import numpy as np
import pytest
import torch

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from colourizer.hints import Hint
from colourizer.models import ChromaConfig, ChromaNet
from train.__main__ import main
from train.data.dataset import Photographs
from train.data.manifest import read_manifest
from train.training import hints


@pytest.fixture
def checkpoint(tmp_path):
    torch.manual_seed(0)
    save_checkpoint(ChromaNet(ChromaConfig(widths=(16, 16, 8))), tmp_path / "net", training={})
    return tmp_path / "net"


def test_a_network_that_has_learned_takes_hints_and_is_otherwise_the_same(checkpoint, prepared):
    lightness = torch.rand(1, 1, 64, 64)
    before = load_checkpoint(checkpoint).net(lightness)
    command = ["hints", "--checkpoint", str(checkpoint), "--data", str(prepared), "--photographs", "16", "--size", "32"]
    assert main(command) == 0
    net = load_checkpoint(checkpoint).net
    assert isinstance(net, ChromaNet) and net.hints is not None
    torch.testing.assert_close(net(lightness), before)
    guide = net.hints.guide(net.decoded(net.encoder(lightness)), lightness)
    colours, _ = guide.spread([Hint(0.5, 0.5, 30, 20)], np.zeros((16, 16, 2), np.float32))
    np.testing.assert_allclose(colours[8, 8], (30, 20), atol=0.01)


def test_learning_lowers_the_error(checkpoint, prepared):
    net = load_checkpoint(checkpoint, trainable=True).net
    net.hints = hints.HintVectors(8, 16)
    losses = hints.learn(net, Photographs(read_manifest(prepared, "train"), 32), 640)
    assert np.mean(losses[-8:]) < np.mean(losses[:8])


def test_the_loss_spreads_hints_as_the_guide_does(checkpoint):
    torch.manual_seed(1)
    vectors = hints.HintVectors(8, 16)
    made = torch.randn(16, 24, 24)
    own, truth = torch.zeros(2, 24, 24), torch.full((2, 24, 24), 20.0)
    error = hints._error(vectors, made, own, truth, torch.ones(1, 24, 24), np.random.default_rng(0))
    assert 0 < error.item() < 20  # lower than without hints


def test_places_are_inside_and_of_several_sizes():
    counts, areas = [], set()
    for seed in range(40):
        places = hints._places((30, 40), np.random.default_rng(seed))
        counts.append(len(places))
        areas |= set(places.sum(axis=(1, 2)).tolist())
        assert places.any(axis=(1, 2)).all()
    assert max(counts) <= hints.MOST_HINTS and min(counts) >= 1 and len(areas) >= 2
