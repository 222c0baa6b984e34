"""A new network needs a single module: nothing else names it, and everything works with it."""

import csv
import json
import shutil
import sys

import pytest

import colourizer.models
from colourizer.checkpoint import load_checkpoint
from colourizer.models import ARCHITECTURES, discover
from train.__main__ import main
from train.errors import TrainingError
from train.presets import PRESETS
from train.training.build import build_step

MODULE = """
from dataclasses import dataclass

import torch
from torch import nn

from colourizer.models.base import RGBNet


@dataclass(frozen=True)
class TintConfig:
    width: int = 8


class Tint(RGBNet):
    Config = TintConfig
    name = "tint"
    title = "Tint"
    about = "It is somebody's exercise, one layer deep."

    def __init__(self, config=None):
        super().__init__()
        self.config = config = config or TintConfig()
        self.layers = nn.Sequential(nn.Conv2d(1, config.width, 3, padding=1), nn.ReLU(), nn.Conv2d(config.width, 3, 1))

    def forward(self, lightness):
        return torch.sigmoid(self.layers(lightness))

    def losses(self, raw, rgb):
        return super().losses(raw, rgb) | {"warmth": 0.1 * (raw[:, 0] - rgb[:, 0]).square().mean()}
"""


@pytest.fixture
def tint(tmp_path, monkeypatch):
    """The new module, beside the others."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tint.py").write_text(MODULE)
    monkeypatch.setattr(colourizer.models, "__path__", [*colourizer.models.__path__, str(tmp_path / "models")])
    discover()
    yield
    sys.modules.pop("colourizer.models.tint")
    del ARCHITECTURES["tint"]


def test_it_is_trained_logged_evaluated_and_published(tint, prepared, tmp_path, capsys):
    run = tmp_path / "tint-try"
    command = ["tint", "--data", str(prepared), "--preset", "quick", "--size", "16", "--width", "4", "--batch", "8"]
    assert main([*command, "--out", str(run)]) == 0
    with (run / "log.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert any(float(row["warmth"] or 0) > 0 for row in rows) and all(None not in row for row in rows)
    config = json.loads((run / "checkpoint" / "config.json").read_text())
    assert config["architecture"] == "tint" and config["config"] == {"width": 4}
    assert load_checkpoint(run / "checkpoint").net.title == "Tint"
    results = tmp_path / "results"
    checkpoint = str(run / "checkpoint")
    evaluate = ["evaluate", "--models", checkpoint, "--manifest", str(prepared), "--size", "32", "--out", str(results)]
    assert main(evaluate) == 0
    publish = ["publish", "--dry-run", "--models", checkpoint, "--results", str(results)]
    assert main([*publish, "--out", str(tmp_path / "hub")]) == 0
    card = (tmp_path / "hub" / "tint-try" / "README.md").read_text()
    assert "It is somebody's exercise" in card and "ImageNet" not in card
    shutil.rmtree(run)


def test_a_network_that_nobody_wrote_is_refused():
    with pytest.raises(TrainingError, match=r"no network called 'cgna'\. There are: baseline, cgan, chroma"):
        build_step("cgna", PRESETS["cgan"]["quick"])
