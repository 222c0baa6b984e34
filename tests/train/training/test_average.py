"""Averaging the weights of several checkpoints."""

import copy

import pytest
import torch

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from colourizer.configs import ChromaConfig
from colourizer.models.chroma import ChromaNet
from train.__main__ import main
from train.errors import TrainingError
from train.training.average import average

SMALL = ChromaConfig(widths=(16, 12, 8))


def _moved(net: ChromaNet, by: float) -> ChromaNet:
    moved = copy.deepcopy(net)
    with torch.no_grad():
        moved.head.weight += by
    return moved


def test_weights_are_averaged_by_their_shares():
    net = ChromaNet(SMALL).eval()
    mean = average([net, _moved(net, 1.0)], [3, 1])
    torch.testing.assert_close(mean.state_dict()["head.weight"], net.head.weight + 0.25)
    torch.testing.assert_close(mean.state_dict()["top.0.weight"], net.top[0].weight)


def test_how_hints_spread_stays_the_last_ones():
    first, last = ChromaNet(SMALL).eval(), ChromaNet(ChromaConfig(widths=(16, 12, 8), hint_channels=4)).eval()
    before = copy.deepcopy(last.state_dict())
    mean = average([first, last], [1, 1]).state_dict()
    torch.testing.assert_close(mean["hints.layers.0.weight"], before["hints.layers.0.weight"])


def test_networks_of_other_widths_have_no_mean():
    with pytest.raises(TrainingError, match="same kind and width"):
        average([ChromaNet(SMALL), ChromaNet(ChromaConfig(widths=(16, 12, 4)))], [1, 1])


def test_the_command_writes_a_checkpoint_that_says_of_what_it_is_the_mean(tmp_path, capsys):
    net = ChromaNet(SMALL).eval()
    for name, preset, by in (("one", "one", 0.0), ("two", "two", 0.5), ("later", "one, then two", 0.5)):
        save_checkpoint(_moved(net, by), tmp_path / name, training={"preset": preset, "images": 7})
    paths = [str(tmp_path / name) for name in ("one", "two")]
    assert main(["average", *paths, "--out", str(tmp_path / "mean")]) == 0
    mean = load_checkpoint(tmp_path / "mean", trainable=True)
    assert mean.training["preset"] == "mean of the weights of (one), (two)" and mean.training["images"] == 7
    assert mean.training["calibration"].startswith("carried over"), "so `evaluate` asks for a calibration"
    torch.testing.assert_close(mean.net.head.weight, net.head.weight + 0.25, atol=2e-3, rtol=2e-3)
    later = [str(tmp_path / name) for name in ("one", "later")]
    assert main(["average", *later, "--out", str(tmp_path / "mean")]) == 0
    mean = load_checkpoint(tmp_path / "mean")
    assert mean.training["preset"] == "one, then two, averaged with the weights before it"
    for wrong in (paths[:1], [*paths, "--weights", "1"], [*paths, "--weights", "0", "0"]):
        assert main(["average", *wrong, "--out", str(tmp_path / "wrong")]) == 2
        assert not (tmp_path / "wrong").exists()
    assert capsys.readouterr().err.count("\n") == 3
