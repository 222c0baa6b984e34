"""Studies write a table and the command that made it."""

import numpy as np
import pytest
import torch
from PIL import Image

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from colourizer.models import ChromaConfig, ChromaNet
from train.__main__ import main
from train.presets import PRESETS, Preset, Stage
from train.studies import trials


def kept(folder, name: str) -> str:
    text = (folder / f"{name}.md").read_text()
    assert f"Made by `python -m train study {name}" in text
    return text


@pytest.fixture
def chroma_run(tmp_path):
    torch.manual_seed(0)
    save_checkpoint(
        ChromaNet(ChromaConfig(widths=(8, 8, 8))), tmp_path / "run" / "checkpoint", training={"images": 1, "minutes": 2}
    )
    return tmp_path / "run"


@pytest.fixture
def command(monkeypatch):
    def call(*words: str) -> int:
        monkeypatch.setattr("sys.argv", ["train", *words])
        return main(list(words))

    return call


def test_upsampling_is_measured_at_edges(prepared, tmp_path, command):
    assert command("study", "upsampling", "--data", str(prepared), "--photographs", "3", "--out", str(tmp_path)) == 0
    rows = {
        line.split("|")[1].strip(): line for line in kept(tmp_path, "upsampling").splitlines() if line.startswith("|")
    }

    def at_edges(name: str) -> float:
        return float(rows[name].split("|")[3].split("/")[1])

    assert at_edges("guided by lightness (ours)") < at_edges("bilinear") < at_edges("nearest")


def test_the_same_photograph_is_compared_at_three_sizes(tmp_path, command, chroma_run):
    picture = np.random.default_rng(0).integers(0, 256, (520, 520, 3), dtype=np.uint8)
    (tmp_path / "photos" / "coast").mkdir(parents=True)
    Image.fromarray(picture).save(tmp_path / "photos" / "coast" / "one.png")
    words = ["--models", str(chroma_run / "checkpoint"), "--images", str(tmp_path / "photos"), "--out", str(tmp_path)]
    assert command("study", "sizes", *words) == 0
    assert "144 and 512 px" in kept(tmp_path, "sizes")


def test_runs_stand_side_by_side(tmp_path, command, prepared, chroma_run, monkeypatch):
    monkeypatch.setattr(trials, "Lite2Features", lambda: lambda pictures: pictures.mean(axis=(1, 2)))
    monkeypatch.setattr(trials, "frechet_distance", lambda one, other: float(np.abs(one - other).mean()))
    other = load_checkpoint(chroma_run / "checkpoint", trainable=True)
    save_checkpoint(other.net, tmp_path / "unlogged" / "checkpoint", training={"preset": "none"})
    runs = [str(chroma_run), str(tmp_path / "unlogged")]
    words = ["--runs", *runs, "--data", str(prepared), "--photographs", "2", "--out", str(tmp_path)]
    assert command("study", "trials", *words) == 0
    table = kept(tmp_path, "trials")
    assert "| run " in table and table.count("unknown") == 2


def test_reading_is_held_against_learning(tmp_path, command, prepared, monkeypatch):
    tiny = Preset((Stage(16, 1), Stage(32, 1)), batch=8, learning_rate=1e-4, width=2)
    monkeypatch.setitem(PRESETS["baseline"], "full", tiny)
    words = ["--data", str(prepared), "--networks", "baseline", "--seconds", "0.2", "--out", str(tmp_path)]
    assert command("study", "loading", *words) == 0
    rows = [line.split("|") for line in kept(tmp_path, "loading").splitlines() if line.startswith("| baseline")]
    assert [row[1].split(",")[1].strip() for row in rows] == ["16 px", "32 px"]
    for _, _, memory, files, share, _ in rows:
        assert float(share) == pytest.approx(float(files) / float(memory), abs=0.02)


def test_what_is_missing_is_said_in_a_sentence(tmp_path, command, capsys):
    pytest.importorskip("timm")
    try:
        import segmentation_models_pytorch  # noqa: F401
    except ImportError:
        assert command("study", "speed", "--out", str(tmp_path)) == 2
        assert "segmentation-models-pytorch" in capsys.readouterr().err
