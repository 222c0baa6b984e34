"""A run that starts from another checkpoint's weights."""

from dataclasses import replace

import pytest
import torch

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from tests.train.training.test_loop import TINY, finish
from train.errors import TrainingError
from train.training.run import start_run


def test_a_run_begins_with_the_weights_of_another(tmp_path, prepared):
    learned = finish("cgan", TINY, tmp_path / "first", prepared)["average"]
    run = start_run("cgan", "tiny", TINY, tmp_path / "second", weights=tmp_path / "first" / "checkpoint")
    weight = run.step.networks["generator"].state_dict()["final.weight"]
    torch.testing.assert_close(weight, learned["module.final.weight"], atol=1e-3, rtol=1e-3)  # float16 on disk
    run.images_seen = 10
    run.save()
    resumed = start_run("cgan", "tiny", TINY, tmp_path / "second", resume=True)
    assert resumed.training_info()["preset"] == "tiny, then tiny" and resumed.training_info()["images"] == 144 + 10


def test_weights_of_another_width_or_kind_are_refused_with_what_to_do(tmp_path):
    start_run("cgan", "tiny", TINY, tmp_path / "first").save()
    weights = tmp_path / "first" / "checkpoint"
    with pytest.raises(TrainingError, match=rf"do not fit this run. Add --width {TINY.width}, as theirs"):
        start_run("cgan", "tiny", replace(TINY, width=TINY.width * 2), tmp_path / "wide", weights=weights)
    with pytest.raises(TrainingError, match="of the kind 'unet': train that one"):
        start_run("baseline", "tiny", TINY, tmp_path / "other", weights=weights)
    with pytest.raises(TrainingError, match=r"Add --set chroma.widths=128,96,64, as theirs"):
        start_run("chroma", "tiny", TINY, tmp_path / "narrow", weights="chroma")
    assert not (tmp_path / "wide").exists()


def test_chromas_calibration_is_carried_over_and_said_to_be_of_other_weights(tmp_path, prepared):
    first = finish("chroma", TINY, tmp_path / "first", prepared)
    assert first["config"]["calibration"]["certainty"] == ((0.0, 0.0), (1.0, 1.0))  # the identity: uncalibrated
    checkpoint = load_checkpoint(tmp_path / "first" / "checkpoint", trainable=True)
    assert checkpoint.training["calibration"] == "not fitted yet"
    calibration = replace(checkpoint.net.config.calibration, certainty=((0.1, 0.2), (0.8, 0.7)))
    views = {"side": 240, "mirrored": True, "mirror_scale": 0.6, "paired": True, "tone_strength": 0.9}
    checkpoint.net.config = replace(checkpoint.net.config, calibration=calibration, **views)
    save_checkpoint(checkpoint.net, tmp_path / "first" / "checkpoint", training=checkpoint.training)
    run = start_run("chroma", "tiny", TINY, tmp_path / "second", weights=tmp_path / "first" / "checkpoint")
    run.save()
    for again in (run, start_run("chroma", "tiny", TINY, tmp_path / "second", resume=True)):
        again.save()
        kept = load_checkpoint(tmp_path / "second" / "checkpoint")
        assert kept.net.config == replace(kept.net.config, calibration=calibration, **views)
        assert kept.training["calibration"].startswith("carried over")


def test_a_run_begins_with_a_bundled_network_by_its_name(tmp_path):
    width = load_checkpoint("cgan").net.config.width
    run = start_run("cgan", "tiny", replace(TINY, width=width), tmp_path / "run", weights="cgan")
    assert run.training_info()["preset"].endswith(", then tiny") and run.training_info()["images"] == 606672


def test_a_run_keeps_the_hints_of_the_network_it_begins_with(tmp_path):
    bundled = load_checkpoint("chroma", trainable=True).net
    assert bundled.hints is not None
    settings = replace(TINY.chroma, widths=bundled.config.widths, encoder=bundled.config.encoder)
    run = start_run("chroma", "tiny", replace(TINY, chroma=settings), tmp_path / "run", weights="chroma")
    torch.testing.assert_close(run.step.networks["generator"].head.weight, bundled.head.weight)
    run.save()
    again = start_run("chroma", "tiny", replace(TINY, chroma=settings), tmp_path / "run", resume=True)
    for net in (load_checkpoint(tmp_path / "run" / "checkpoint").net, again.averaged):
        assert net.config.hint_channels == bundled.config.hint_channels
        torch.testing.assert_close(net.hints.state_dict(), bundled.hints.state_dict())
