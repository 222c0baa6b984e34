"""Tiny seeded checkpoints, so that the core's tests do not need the real ones."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> dict[str, Path]:
    """Folders of untrained checkpoints, by architecture."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")  # much of the core can be tested without it
    from colourizer.checkpoint import save_checkpoint
    from colourizer.models import Autoencoder, AutoencoderConfig, ChromaConfig, ChromaNet, UNet, UNetConfig

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("checkpoints")
    save_checkpoint(UNet(UNetConfig(width=4)), folder / "tiny-unet", training={"preset": "none"})
    save_checkpoint(Autoencoder(AutoencoderConfig(width=4)), folder / "tiny-autoencoder")
    save_checkpoint(ChromaNet(ChromaConfig(widths=(8, 8, 8))), folder / "tiny-chroma")
    return {name: folder / f"tiny-{name}" for name in ("unet", "autoencoder", "chroma")}


@pytest.fixture(scope="session")
def exported(tiny, tmp_path_factory) -> dict[str, Path]:
    """The same checkpoints with exported graphs, for either engine."""
    from colourizer.export import export

    folder = tmp_path_factory.mktemp("exported")
    for checkpoint in tiny.values():
        shutil.copytree(checkpoint, folder / checkpoint.name)
        export(folder / checkpoint.name)
    return {name: folder / checkpoint.name for name, checkpoint in tiny.items()}
