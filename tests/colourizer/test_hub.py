"""Loading networks from a folder or the Hub, by class or by `Colourizer`: strict, pinned, and never from a pickle."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from huggingface_hub import constants
from safetensors.torch import load_file, save_file

from colourizer import CheckpointError, Colourizer, Photo
from colourizer.checkpoint import load_checkpoint
from colourizer.models import ARCHITECTURES, Autoencoder, ChromaConfig, ChromaNet, UNet

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def hub(tmp_path, monkeypatch) -> Path:
    """The library's cache as after a first download, without network access."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    return tmp_path


def fetched(hub: Path, folder: Path, repository: str = "me/mine") -> Path:
    snapshot = hub / f"models--{repository.replace('/', '--')}" / "snapshots" / COMMIT
    shutil.copytree(folder, snapshot)
    return snapshot


def test_one_line_loads_a_pinned_network_of_the_hub(tiny, hub):
    fetched(hub, tiny["chroma"])
    colourizer = Colourizer.from_pretrained("me/mine", revision=COMMIT)
    local = Colourizer.from_pretrained(tiny["chroma"])
    assert (colourizer.name, colourizer.checkpoint.sha256) == ("mine", local.checkpoint.sha256)
    photo = Photo.from_rgb(np.random.default_rng(0).integers(0, 256, (40, 50), dtype=np.uint8))
    np.testing.assert_array_equal(colourizer(photo).chroma, local(photo).chroma)


def test_nothing_is_fetched_without_a_revision(tiny, hub):
    fetched(hub, tiny["unet"])
    with pytest.raises(CheckpointError, match="together with its revision"):
        load_checkpoint("me/mine")
    with pytest.raises(CheckpointError, match="A folder has no revision"):
        load_checkpoint(tiny["unet"], revision=COMMIT)


@pytest.mark.parametrize(
    ("name", "words"),
    [("me/absent", "cannot be reached"), ("a/b/c", "Write it as owner/name"), ("../etc", "Write it as owner/name")],
)
def test_what_the_hub_cannot_give_is_told_in_a_sentence(hub, name, words):
    with pytest.raises(CheckpointError, match=words):
        load_checkpoint(name, revision=COMMIT)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_class_loads_what_it_saved(tiny, hub, name):
    kind = ARCHITECTURES[name]
    fetched(hub, tiny[name])
    net = kind.from_pretrained("me/mine", revision=COMMIT)
    net.save_pretrained(hub / "again")
    again = kind.from_pretrained(hub / "again")
    assert (again.config, again.training_info, again.training) == (net.config, net.training_info, False)
    assert load_checkpoint(hub / "again").sha256 == load_checkpoint(tiny[name]).sha256  # both ways use the same format
    assert "simulated" in (hub / "again" / "README.md").read_text()


def test_the_classs_config_may_be_anything_that_init_takes():
    config = ChromaConfig(widths=(8, 8, 8))
    assert ChromaNet(config).config == ChromaNet(config=config).config == config
    assert UNet().config.width == 64


def test_loading_is_strict(tiny, tmp_path):
    folder = tmp_path / "other"
    shutil.copytree(tiny["unet"], folder)
    with pytest.raises(ValueError, match="'unet', not 'autoencoder'"):
        Autoencoder.from_pretrained(folder)
    weights = load_file(folder / "model.safetensors")
    del weights["final.bias"]
    save_file(weights, folder / "model.safetensors")
    with pytest.raises(RuntimeError, match=r"final\.bias"):
        UNet.from_pretrained(folder)
    shutil.copyfile(tiny["unet"] / "model.safetensors", folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text())
    config["config"]["unheard"] = 1
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(TypeError, match="unheard"):
        UNet.from_pretrained(folder)


def test_a_pickle_is_never_opened(tiny, tmp_path, hub):
    """The library itself would fall back to pytorch_model.bin if there are no safetensors."""
    for folder in (tmp_path / "local", fetched(hub, tiny["unet"])):
        shutil.copytree(tiny["unet"], folder, dirs_exist_ok=True)
        torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
    with pytest.raises(FileNotFoundError):
        UNet.from_pretrained(tmp_path / "local")
    with pytest.raises(FileNotFoundError):
        UNet.from_pretrained("me/mine", revision=COMMIT)
    with pytest.raises(CheckpointError):
        load_checkpoint("me/mine", revision=COMMIT)
