"""The calibration of chroma's distribution: decodings, gains and certainty, fitted to photographs."""

import itertools
import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import torch

from colourizer.checkpoint import BUNDLED, load_checkpoint, save_checkpoint
from colourizer.colourization import Colourization
from colourizer.distribution import ColourDistribution, Decoding
from colourizer.models import ChromaConfig, ChromaNet
from colourizer.models.chroma import ab_bins
from colourizer.photo.photo import Photo
from train.__main__ import main
from train.data.manifest import read_manifest
from train.evaluation import decodings, reliability
from train.evaluation.calibrate import like

BINS = ab_bins()


def test_reliability_sees_overconfidence():
    random = np.random.default_rng(0)
    said = random.random((200, 200)).astype(np.float32)
    honest = random.random(said.shape) < said
    boasting = random.random(said.shape) < said / 2
    assert max(abs(s - h) for s, h, _ in reliability.reliability([said], [honest])) < 0.03
    rows = reliability.reliability([said], [boasting])
    assert max(s - h for s, h, _ in rows) > 0.4
    fitted = reliability.rising(rows)
    assert np.interp(0.8, *zip(*fitted, strict=True)) == pytest.approx(0.4, abs=0.03)
    assert all(
        left <= right for one, other in itertools.pairwise(fitted) for left, right in zip(one, other, strict=True)
    )


def test_spearman_sees_order_alone():
    plane = np.random.default_rng(0).random((9, 9))
    assert reliability.spearman(plane, np.exp(plane)) == pytest.approx(1)
    assert reliability.spearman(plane, -plane) == pytest.approx(-1)


def test_colours_are_drawn_as_often_as_they_are_likely():
    bins = np.array([[-40, 0], [0, 0], [40, 0]], np.float32)
    logits = np.log(np.broadcast_to(np.array([0.2, 0.5, 0.3], np.float32), (60, 60, 3)))
    drawn = reliability.drawn_from(ColourDistribution(logits, bins, np.full(3, 1 / 3)), np.random.default_rng(0))
    shares = [float((np.abs(drawn - colour) <= 5).all(axis=-1).mean()) for colour in bins]
    assert shares == pytest.approx([0.2, 0.5, 0.3], abs=0.03) and sum(shares) == pytest.approx(1)


def test_calibration_is_written_into_the_checkpoint(tmp_path, prepared, monkeypatch, capsys):
    monkeypatch.setattr(decodings, "Lite2Features", lambda: lambda pictures: pictures.mean(axis=(1, 2)))
    monkeypatch.setattr(decodings, "frechet_distance", lambda one, other: float(np.abs(one - other).mean()))
    torch.manual_seed(0)
    save_checkpoint(ChromaNet(ChromaConfig(widths=(8, 8, 8))), tmp_path / "chroma")
    before = load_checkpoint(tmp_path / "chroma")
    command = ["calibrate", "--checkpoint", str(tmp_path / "chroma"), "--data", str(prepared), "--photographs", "4"]
    assert main([*command, "--tone-strength", "2"]) == 2
    assert "from 0 to 1" in capsys.readouterr().err
    assert main([*command, "--mirrored", "0.3"]) == 2
    assert "from 0.5 to 1" in capsys.readouterr().err
    assert main([*command, "--side", "8"]) == 2
    assert "at least 64" in capsys.readouterr().err
    assert main([*command, "--paired"]) == 2
    assert "add --mirrored" in capsys.readouterr().err
    command += ["--tone-strength", "0.5", "--side", "80", "--mirrored", "0.6", "--paired", "--gains-from", "2"]
    assert main(command) == 0
    after = load_checkpoint(tmp_path / "chroma")
    assert torch.equal(after.net.head.weight, before.net.head.weight)
    assert after.net.landscape_weight.any() and not before.net.landscape_weight.any()
    config = after.net.config
    assert (config.tone_strength, config.side) == (0.5, 80)
    assert (config.mirrored, config.mirror_scale, config.paired) == (True, 0.6, True)
    assert after.engine.side == 80
    faithful, default, vivid = after.net.config.calibration.decodings
    assert faithful == before.net.config.calibration.decodings[0]
    assert vivid.temperature < default.temperature
    predicted, observed = zip(*after.net.config.calibration.certainty, strict=True)
    assert predicted[0] == 0 and predicted[-1] == 1 and list(observed) == sorted(observed)
    assert json.loads((tmp_path / "chroma" / "config.json").read_text())["architecture"] == "chroma"
    out = capsys.readouterr().out
    assert "faithful" in out and "so were the gains of the classes, with " in out


def test_gains_are_fitted_to_what_is_like_the_photographs_of_validation(prepared):
    entries = read_manifest(prepared, "validation")
    person = replace(entries[0], people=((0.1, 0.1, 0.2, 0.2),))
    others = [*entries, person, replace(entries[0], source="another")]
    assert like(entries, others, 0) == []
    assert sorted(like(entries, others, 100), key=str) == sorted(entries, key=str)
    assert max(Counter(entry.landscape for entry in like(entries, others, 1)).values()) == 1


def test_a_network_without_a_distribution_cannot_be_calibrated(prepared, capsys):
    assert main(["calibrate", "--checkpoint", str(BUNDLED / "cgan"), "--data", str(prepared)]) == 2
    assert "only chroma" in capsys.readouterr().err


def test_the_gain_makes_pictures_as_colourful_as_the_originals():
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, (36, 36, len(BINS))).astype(np.float32)
    known = ColourDistribution(logits, BINS.numpy(), np.full(len(BINS), 1 / len(BINS), np.float32))
    made = Colourization(Photo(np.full((144, 144), 60, np.float32)), known.colour(), "x", distribution=known)
    wanted = decodings.painted(decodings.Case(np.zeros((144, 144, 3), np.uint8), made), Decoding(gain=1.6))
    assert decodings.fitted_gain([decodings.Case(wanted, made)], Decoding()) == pytest.approx(1.6, rel=0.02)
