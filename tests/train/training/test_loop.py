"""Training reduces the loss, can be killed at any moment, and resumes exactly."""

import os
from dataclasses import asdict, replace
from math import ceil
from pathlib import Path

import pytest
import torch

from colourizer.checkpoint import load_checkpoint
from train.__main__ import main
from train.data.manifest import read_manifest
from train.errors import DataError, TrainingError
from train.presets import PRESETS, ChromaSettings, Preset, Stage
from train.training.log import read_log
from train.training.loop import train
from train.training.run import Run, start_run

ROOT = Path(__file__).parents[3]
TINY = Preset(
    (Stage(16, 2), Stage(32, 1)),
    batch=8,
    learning_rate=1e-3,
    width=2,
    discriminator_width=2,
    damage=0.3,
    chroma=ChromaSettings(widths=(8, 8, 8), gradient_weight=0.03, unfrozen_from=0.5),
)


def finish(name: str, preset: Preset, folder: Path, data: Path, *, resume: bool = False, **options) -> dict:
    run = start_run(name, "tiny", preset, folder, resume=resume)
    train(run, read_manifest(data, "train"), read_manifest(data, "validation"), **options)
    return torch.load(folder / "state.pt", weights_only=True)


def assert_same(one: dict, other: dict) -> None:
    """Bit for bit, except the elapsed seconds."""
    for key in ("networks", "average", "optimizers", "random", "seen"):
        left, right = torch.utils._pytree.tree_leaves(one[key]), torch.utils._pytree.tree_leaves(other[key])
        assert len(left) == len(right)
        for a, b in zip(left, right, strict=True):
            assert torch.equal(a, b) if isinstance(a, torch.Tensor) else a == b, key


@pytest.mark.slow
@pytest.mark.parametrize("name", ["baseline", "cgan", "chroma"])
def test_a_network_learns_and_leaves_a_checkpoint_and_a_log(name, tmp_path, prepared, monkeypatch):
    monkeypatch.setattr("train.training.loop.LOG_EVERY", 5)
    preset = replace(TINY, stages=(Stage(16, 8), Stage(32, 2)), learning_rate=2e-3, width=4, ema_decay=0.9)
    finish(name, preset, tmp_path / "run", prepared)
    checkpoint = load_checkpoint(tmp_path / "run" / "checkpoint")
    assert checkpoint.training["images"] == 488  # about ten times 49, in whole batches
    rows = read_log(tmp_path / "run" / "log.csv")
    assert 9 <= sum(bool(row["validation_mae"]) for row in rows) <= 12  # once per epoch and at the end of each stage
    assert list((tmp_path / "run" / "grids").glob("*.webp")) and list((tmp_path / "run" / "tensorboard").iterdir())
    loss = "cross_entropy" if name == "chroma" else "mae"
    learned = [float(row[loss]) for row in rows if row[loss]]
    assert learned[-1] < 0.9 * learned[0]


def test_a_short_run_leaves_a_curve(tmp_path, prepared):
    finish("baseline", TINY, tmp_path / "run", prepared)
    assert sum(bool(row["mae"]) for row in read_log(tmp_path / "run" / "log.csv")) >= 8


LATE = replace(TINY, discriminator_from=0.3, adversarial_from=0.5, precision="bf16")
SHORT = Stage(16, 1.2), Stage(32, 0.6)  # 11 batches
JUDGED = replace(
    TINY,
    stages=(Stage(64, 1.2), Stage(96, 0.6)),  # the PatchGAN still has a patch at a quarter of these sizes
    chroma=replace(TINY.chroma, adversarial_weight=0.1, adversarial_from=0.4),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "preset"),
    [
        ("baseline", replace(TINY, stages=SHORT)),
        ("cgan", replace(TINY, stages=SHORT)),
        ("cgan", replace(LATE, stages=SHORT)),
        ("chroma", replace(TINY, stages=SHORT)),
        ("chroma", JUDGED),
    ],
)
def test_resuming_changes_nothing(name, preset, tmp_path, prepared, monkeypatch):
    """A run that was saved at every batch, stopped and resumed ends like an uninterrupted one."""
    whole = finish(name, preset, tmp_path / "whole", prepared)

    class StopError(Exception):
        pass

    saves = 0
    save = Run.save

    def stop_after_five(run):  # before the encoder is unfrozen and the next stage begins
        nonlocal saves
        save(run)
        saves += 1
        if saves == 5:
            raise StopError

    monkeypatch.setattr(Run, "save", stop_after_five)
    with pytest.raises(StopError):
        finish(name, preset, tmp_path / "stopped", prepared, save_every=0)
    monkeypatch.undo()
    assert_same(whole, finish(name, preset, tmp_path / "stopped", prepared, resume=True))
    assert len(read_log(tmp_path / "stopped" / "log.csv")) == len(read_log(tmp_path / "whole" / "log.csv"))


def test_a_late_discriminator_joins_in_turn(tmp_path, prepared, monkeypatch):
    monkeypatch.setattr("train.training.loop.LOG_EVERY", 1)
    finish("cgan", LATE, tmp_path / "run", prepared)
    rows = [row for row in read_log(tmp_path / "run" / "log.csv") if row["mae"]]
    joined = {name: [bool(row[name]) for row in rows].index(True) for name in ("discriminator", "generator")}
    assert joined == {"discriminator": ceil(0.3 * len(rows)), "generator": ceil(0.5 * len(rows))}
    assert all(row["discriminator"] and row["generator"] for row in rows[joined["generator"] :])


def test_a_full_disk_leaves_the_last_state_intact(tmp_path, prepared, monkeypatch):
    finish("baseline", TINY, tmp_path / "run", prepared)
    before = (tmp_path / "run" / "state.pt").read_bytes()
    run = start_run("baseline", "tiny", TINY, tmp_path / "run", resume=True)

    def full(state, stream):
        stream.write(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("torch.save", full)
    with pytest.raises(TrainingError, match=r"No space left on device.*--resume"):
        run.save()
    assert (tmp_path / "run" / "state.pt").read_bytes() == before
    assert not list((tmp_path / "run").glob("*.tmp"))


def test_a_picture_that_broke_is_named_without_a_traceback(tmp_path, prepared):
    entries = read_manifest(prepared, "train")
    (tmp_path / "broken.png").write_bytes(entries[0].path.read_bytes()[:200])
    entries[5] = replace(entries[5], path=tmp_path / "broken.png")
    run = start_run("baseline", "tiny", TINY, tmp_path / "run")
    with pytest.raises(DataError) as caught:
        train(run, entries, entries[:1])
    assert str(caught.value).startswith(str(tmp_path / "broken.png"))
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_loss_that_is_no_number_stops_the_run_with_a_sentence(tmp_path, prepared, monkeypatch):
    monkeypatch.setattr("train.training.loop.LOG_EVERY", 1)
    with pytest.raises(TrainingError, match="Lower the learning rate"):
        finish("baseline", replace(TINY, learning_rate=1e30), tmp_path / "run", prepared)


def test_a_run_is_not_overwritten_nor_mixed_with_another(tmp_path, prepared):
    finish("baseline", TINY, tmp_path / "run", prepared)
    with pytest.raises(TrainingError, match="holds a run already"):
        start_run("baseline", "tiny", TINY, tmp_path / "run")
    with pytest.raises(TrainingError, match=r"other settings \(width was 2\)"):
        start_run("baseline", "tiny", replace(TINY, width=4), tmp_path / "run", resume=True)
    with pytest.raises(TrainingError, match="no run to resume"):
        start_run("baseline", "tiny", TINY, tmp_path / "empty", resume=True)


@pytest.mark.parametrize("whole", [False, True], ids=["as it is saved", "with all of chroma's values"])
def test_a_run_from_before_a_setting_was_added_goes_on(whole, tmp_path):
    """Old runs stored all of chroma's settings, without `consistency_weight`."""
    start_run("chroma", "tiny", TINY, tmp_path).save()
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    assert state["preset"]["chroma"] == {"widths": (8, 8, 8), "gradient_weight": 0.03, "unfrozen_from": 0.5}
    if whole:
        chroma = asdict(TINY.chroma)
        del chroma["consistency_weight"]
        state["preset"]["chroma"] = chroma
        torch.save(state, tmp_path / "state.pt")
    start_run("chroma", "tiny", TINY, tmp_path, resume=True)
    other = replace(TINY, chroma=replace(TINY.chroma, consistency_weight=0.5))
    with pytest.raises(TrainingError, match=r"other settings \(chroma.consistency_weight was the default\)"):
        start_run("chroma", "tiny", other, tmp_path, resume=True)
    other = replace(TINY, chroma=replace(TINY.chroma, gradient_weight=0.0))
    with pytest.raises(TrainingError, match=r"other settings \(chroma.gradient_weight was 0.03\)"):
        start_run("chroma", "tiny", other, tmp_path, resume=True)


def test_checkpoints_are_readable_as_the_umask_says(tmp_path):
    run = start_run("baseline", "tiny", TINY, tmp_path / "run")
    before = os.umask(0o027)
    try:
        run.save()
    finally:
        os.umask(before)
    for path in (tmp_path / "run").rglob("*.*"):
        assert path.is_dir() or path.stat().st_mode & 0o777 == 0o640, path


def test_the_command_line_tells_mistakes_in_a_sentence(tmp_path, capsys):
    assert main(["cgan", "--data", str(tmp_path / "nowhere")]) == 2
    assert "make one with" in capsys.readouterr().err


def test_the_presets_hold_the_reports_settings():
    baseline, cgan = PRESETS["baseline"]["report"], PRESETS["cgan"]["report"]
    assert (baseline.batch, baseline.learning_rate, baseline.stages) == (128, 1e-4, (Stage(144, 25),))
    assert (cgan.batch, cgan.learning_rate, cgan.mae_weight, cgan.stages) == (99, 2.5e-4, 80, (Stage(144, 60),))
    assert "quick" in PRESETS["baseline"] and "quick" in PRESETS["cgan"]
