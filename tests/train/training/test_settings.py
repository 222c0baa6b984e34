"""Hyperparameters from the command line: right types, stored with the run, and plain error messages."""

import json

import pytest

from train.__main__ import build_parser, main
from train.errors import TrainingError
from train.presets import PRESETS, ChromaSettings, Preset, Stage
from train.training.settings import changed, changes
from train.training.train_command import _folder_name

PRESET = Preset((Stage(64, 3), Stage(96, 1)), batch=32, learning_rate=1e-3)


def test_every_kind_of_value_is_read():
    texts = ["batch=16", "learning_rate=3e-4", "stages=64:4,144:1.5", "balanced=true", "precision=bf16", "seed=7"]
    preset = changed(PRESET, "cgan", [*texts, "mae_weight=40"])
    assert preset.stages == (Stage(64, 4), Stage(144, 1.5)) and preset.balanced and preset.precision == "bf16"
    assert (preset.batch, preset.learning_rate, preset.seed, preset.mae_weight) == (16, 3e-4, 7, 40)
    chroma = changed(
        PRESET, "chroma", ["chroma.widths=96,64,48", "chroma.encoder=lite2", "chroma.gradient_weight=0.03"]
    )
    assert chroma.chroma == ChromaSettings(encoder="lite2", widths=(96, 64, 48), gradient_weight=0.03)


def test_epochs_and_size_change_the_stages():
    assert changed(PRESET, "cgan", ["epochs=2"]).stages == (Stage(64, 1.5), Stage(96, 0.5))
    assert changed(PRESET, "cgan", ["size=48"]).stages == (Stage(48, 4),)


@pytest.mark.parametrize(
    "network, text, sentence",
    [
        ("cgan", "lr=1", r"no setting 'lr' of cgan\. There are: .*learning_rate.*mae_weight"),
        ("cgan", "chroma.widths=1,2,3", "no setting"),
        ("chroma", "width=16", r"no setting 'width' of chroma\. There are: .*chroma\.widths"),
        ("baseline", "mae_weight=3", "no setting"),
        ("cgan", "batch", "is not key=value"),
        ("cgan", "batch=many", "give a whole number"),
        ("cgan", "batch=0", "more than 0"),
        ("cgan", "learning_rate=nan", "more than 0"),
        ("cgan", "epochs=-1", "more than 0"),
        ("cgan", "size=4", "at least 16 pixels"),
        ("cgan", "size=0", "at least 16 pixels"),
        ("cgan", "stages=64:4,8:1", "at least 16 pixels"),
        ("cgan", "stages=64", "PIXELS:EPOCHS"),
        ("cgan", "precision=fp8", "one of no, bf16"),
        ("cgan", "schedule=linear", "one of constant, cosine"),
        ("cgan", "damage=2", "from 0 to 1"),
        ("cgan", "balanced=perhaps", "true or false"),
        ("chroma", "chroma.widths=96,64", "3 values of a whole number"),
        ("chroma", "chroma.encoder=resnet", "one of lite0, lite2"),
        ("cgan", "mae_weight=nan", "a number from 0"),
        ("cgan", "mae_weight=inf", "a number from 0"),
        ("cgan", "mae_weight=-5", "a number from 0"),
        ("cgan", "ema_decay=2", "from 0 to 1"),
        ("cgan", "ema_decay=1", "would never learn"),
        ("cgan", "smallest_crop=-1", "more than 0"),
        ("chroma", "chroma.widths=0,0,0", "more than 0"),
        ("chroma", "repeats=plates:-1", "more than 0"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(network, text, sentence):
    with pytest.raises(TrainingError, match=sentence):
        changed(PRESET, network, [text])


def test_words_of_their_own_are_the_same_settings():
    words = "--epochs 2 --batch 8 --learning-rate 0.01 --lambda 40 --width 4 --size 32 --set seed=3"
    arguments = build_parser().parse_args(["cgan", "--data", "x", *words.split()])
    assert changes(arguments) == [
        "size=32", "epochs=2", "batch=8", "learning_rate=0.01", "mae_weight=40", "width=4", "seed=3",
    ]  # fmt: skip


def test_a_run_keeps_what_was_changed(prepared, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = ["cgan", "--data", str(prepared), "--preset", "quick", "--lambda", "40", "--size", "16", "--width", "2"]
    assert main([*words, "--set", "discriminator_width=2", "--batch", "8"]) == 0
    folder = tmp_path / "runs" / "cgan-quick-size-16-batch-8-mae-weight-40-width-2-discriminator-width-2"
    training = json.loads((folder / "checkpoint" / "config.json").read_text())["training"]
    assert training["preset"] == "quick with size=16, batch=8, mae_weight=40, width=2, discriminator_width=2"
    assert main([*words, "--set", "discriminator_width=2", "--batch", "8", "--resume"]) == 0
    assert main([*words, "--set", "discriminator_width=2", "--batch", "8", "--lambda", "80", "--resume"]) == 2
    told = capsys.readouterr()
    assert "no run to resume" in told.err, "another λ is another run"
    assert "49 photographs for training, 1 for validation; 48 to go, on the CPU" in told.err


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["--threads", "-1"], "--threads is -1"),
        (["--threads", "0"], "--threads is 0"),
        (["--size", "0"], "at least 16 pixels"),
        (["--size", "4"], "at least 16 pixels"),
        (["--out", "/dev/null/x"], "cannot be made"),
        (["--set", "rate=3"], "no setting 'rate'"),
        (["--start-from", "nobody"], "no model called 'nobody'"),
    ],
)
def test_numbers_and_places_that_cannot_be_used(words, sentence, prepared, tmp_path, capsys):
    assert main(["baseline", "--data", str(prepared), "--out", str(tmp_path / "run"), *words]) == 2
    told = capsys.readouterr().err
    assert sentence in told and "Traceback" not in told


def test_runs_that_differ_have_folders_that_differ():
    def folder(*words: str) -> str:
        return _folder_name(build_parser().parse_args(["chroma", "--data", "x", *words]))

    plain = folder("--preset", "course")
    assert plain == "chroma-course" and folder("--preset", "course", "--balanced") == "chroma-course-balanced"
    assert folder("--preset", "course", "--precision", "bf16") == "chroma-course-bf16"
    long = ["--set", "stages=64:4,96:4,128:4,144:4,192:4,240:4", "--set", "repeats=plates:4,camvid:2", "--set"]
    names = [folder(*long, f"chroma.mean_weight={weight}") for weight in ("0.1", "0.2")]
    assert len(set(names)) == 2 and all(len(name) <= 80 for name in names)


def test_threads_of_the_hints_training_and_the_folder_of_a_mean(tmp_path, capsys):
    assert main(["hints", "--checkpoint", str(tmp_path), "--data", str(tmp_path), "--threads", "-1"]) == 2
    assert main(["average", "chroma", "chroma", "--out", "/dev/null/x"]) == 2
    told = capsys.readouterr().err
    assert "--threads is -1" in told and "cannot be made" in told


@pytest.mark.parametrize("network", ["baseline", "cgan", "chroma"])
def test_a_course_has_a_preset_for_ten_minutes(network):
    """Measured as the pixels that two cores process in ten minutes, which do not depend on a machine's load."""
    preset = PRESETS[network]["course"]
    pixels = sum(600 * stage.epochs * stage.size**2 for stage in preset.stages)
    assert pixels < {"baseline": 1.2e8, "cgan": 1.2e8, "chroma": 1.4e8}[network]
