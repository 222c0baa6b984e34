"""Checkpoints survive a round trip, and nothing else is loaded."""

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file

from colourizer.checkpoint import (
    BUNDLED,
    CheckpointError,
    bundled_names,
    load_checkpoint,
    name_or_folder,
    save_checkpoint,
)
from colourizer.models import UNet, UNetConfig


def test_a_checkpoint_comes_back_within_half_precision(tmp_path):
    net = UNet(UNetConfig(width=4, dropout=0.1)).eval()
    save_checkpoint(net, tmp_path / "mine", training={"images": 7})
    loaded = load_checkpoint(tmp_path / "mine")
    lightness = torch.rand(1, 1, 32, 32)
    torch.testing.assert_close(loaded.net(lightness), net(lightness), atol=2e-3, rtol=0)
    assert loaded.net.config == net.config
    assert (loaded.name, loaded.training, loaded.net.training) == ("mine", {"images": 7}, False)
    assert not list((tmp_path / "mine").glob("*.tmp"))


def test_what_was_loaded_to_be_used_is_not_saved(tiny, tmp_path):
    with pytest.raises(ValueError, match="trainable=True"):
        save_checkpoint(load_checkpoint(tiny["unet"]).net, tmp_path / "again")
    save_checkpoint(load_checkpoint(tiny["unet"], trainable=True).net, tmp_path / "again")
    first, again = (load_file(folder / "model.safetensors") for folder in (tiny["unet"], tmp_path / "again"))
    assert first.keys() == again.keys()
    assert all(torch.equal(first[key], again[key]) for key in first)


def test_the_bundled_checkpoints_load_and_are_small():
    assert {"baseline", "cgan"} <= set(bundled_names())
    for name in bundled_names():
        assert load_checkpoint(name).training["images"] > 50_000, name
        assert (BUNDLED / name / "model.safetensors").stat().st_size < 10_000_000


@pytest.mark.parametrize("name", ["nobody", "../checkpoints/cgan", "/etc", ".", "", "cgan/", "CGAN"])
def test_a_string_is_never_a_path(name):
    with pytest.raises(CheckpointError, match=r"Choose one of: .*cgan"):
        load_checkpoint(name)


def test_on_the_command_line_a_name_may_be_a_folder_but_no_bundled_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "chroma"):
        (tmp_path / name).mkdir()
    assert name_or_folder("mine") == tmp_path / "mine"
    assert name_or_folder("chroma") == "chroma" and name_or_folder("nobody") == "nobody"


def test_broken_checkpoints_get_a_sentence(tiny, tmp_path):
    def broken(change):
        shutil.rmtree(tmp_path / "broken", ignore_errors=True)
        shutil.copytree(tiny["unet"], tmp_path / "broken")
        change(tmp_path / "broken")
        with pytest.raises(CheckpointError, match="cannot be read"):
            load_checkpoint(tmp_path / "broken")

    def other_width(folder):
        config = json.loads((folder / "config.json").read_text())
        config["config"]["width"] = 8
        (folder / "config.json").write_text(json.dumps(config))

    broken(other_width)
    broken(lambda folder: (folder / "config.json").write_text("{"))
    broken(lambda folder: (folder / "config.json").write_text('{"architecture": "other", "config": {}}'))
    broken(lambda folder: (folder / "model.safetensors").write_bytes(b"\x80\x04pickle"))
    broken(lambda folder: (folder / "model.safetensors").unlink())
