"""What chroma learns from, and how it is calibrated: targets, damage, losses, readings."""

import copy
import itertools
import json
from collections import Counter
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from accelerate import Accelerator

from colourizer.checkpoint import BUNDLED, load_checkpoint, save_checkpoint
from colourizer.colour.lab import rgb_to_lightness
from colourizer.colourization import Colourization
from colourizer.distribution import ColourDistribution, Decoding
from colourizer.models import ChromaConfig, ChromaNet
from colourizer.models.chroma import ab_bins
from colourizer.photo.photo import Photo
from train.__main__ import main
from train.data.borders import bordered
from train.data.dataset import Draw, Example, Photographs
from train.data.degradation import printed
from train.data.manifest import read_manifest
from train.evaluation import decodings
from train.evaluation import reliability as certainty
from train.evaluation.calibrate import like
from train.presets import ChromaSettings, Preset, Stage
from train.training.build import build_step
from train.training.chroma_step import Targets, edge_error, quarter_chroma

BINS = ab_bins()


def mean_of(targets: Targets, colour: tuple[float, float]) -> torch.Tensor:
    bins, shares = targets(torch.tensor(colour).reshape(1, 2, 1, 1))
    assert shares.sum() == pytest.approx(1)
    return (BINS[bins[0, :, 0, 0]] * shares[0, :, 0, 0, None]).sum(dim=0)


@pytest.mark.parametrize("colour", [(0.0, 0.0), (3.0, 17.0), (-12.0, 44.0), (25.0, -8.0)])
def test_a_target_has_the_colour_as_its_mean(colour):
    torch.testing.assert_close(mean_of(Targets(BINS, ChromaSettings()), colour), torch.tensor(colour))


def test_a_colour_beyond_all_bins_belongs_to_the_nearest():
    torch.testing.assert_close(mean_of(Targets(BINS, ChromaSettings()), (120.0, 120.0)), torch.tensor([60.0, 70.0]))


def test_softened_targets_spread_over_five_bins():
    bins, shares = Targets(BINS, ChromaSettings(softness=5))(torch.zeros(1, 2, 1, 1))
    assert bins.shape == (1, 5, 1, 1)
    assert shares[0, 0, 0, 0] == shares.max() < 0.9


def test_quarter_chroma_is_the_mean_of_its_area():
    rgb = torch.zeros(1, 3, 8, 8)
    rgb[:, 0, :, :4] = 1  # red beside black
    chroma = quarter_chroma(rgb, (2, 2))
    torch.testing.assert_close(chroma[0, :, 0, 0], torch.tensor([80.09, 67.20]), atol=0.1, rtol=0)
    torch.testing.assert_close(chroma[0, :, 1, 1], torch.zeros(2), atol=0.01, rtol=0)


def test_an_even_cast_is_no_edge_error_and_bleeding_is():
    assert edge_error(torch.full((1, 2, 6, 6), 9.0)) == 0
    bleeding = torch.zeros(1, 2, 6, 6)
    bleeding[..., 3] = 9
    assert edge_error(bleeding) > 1


def test_damage_keeps_lightness_in_range_and_repeats_by_its_seed():
    rgb = np.random.default_rng(0).random((40, 50, 3), dtype=np.float32)
    lightness = rgb_to_lightness(rgb)
    differences, covered = [], []
    for seed in range(60):
        old = printed(rgb, lightness, np.random.default_rng(seed))
        assert old.lightness.shape == lightness.shape == old.picture.shape and old.lightness.dtype == np.float32
        assert old.lightness.min() >= 0 and old.lightness.max() <= 100
        again = printed(rgb, lightness, np.random.default_rng(seed))
        np.testing.assert_array_equal(old.lightness, again.lightness)
        np.testing.assert_array_equal(old.picture, again.picture)
        differences.append(np.abs(old.lightness - lightness).mean())
        covered.append(1 - old.picture.mean())
    assert np.median(differences) > 2
    assert 10 < np.count_nonzero(covered) < 35 and max(covered) < 0.9


def test_borders_leave_the_photograph_where_it_was():
    tones = np.random.default_rng(0).random((60, 80)).astype(np.float32)
    for seed in range(30):
        bordered_tones, picture = bordered(tones, np.random.default_rng(seed))
        inner = cv2.erode(np.pad(picture, 1).astype(np.uint8), np.ones((9, 9), np.uint8))[1:-1, 1:-1].astype(bool)
        np.testing.assert_allclose(bordered_tones[inner], tones[inner], atol=0.02)
        assert picture.any()


def test_only_drawn_photographs_are_damaged_and_only_as_many_as_asked(prepared):
    entries = read_manifest(prepared, "train")
    whole, old = Photographs(entries, 32), Photographs(entries, 32, damage=0.5)
    assert torch.equal(whole[0][0], old[0][0])  # for validation nothing is
    changed = 0
    for number in range(40):
        plain, damaged = (photographs[Draw(number, (0, number))] for photographs in (whole, old))
        assert torch.equal(plain.clean, damaged.clean)
        in_the_picture = damaged.agrees[0] > 0
        assert torch.equal(plain.rgb[:, in_the_picture], damaged.rgb[:, in_the_picture])
        border = damaged.counts[0] < 1
        assert damaged.rgb[:, border].std(dim=0).max() == 0 if border.any() else True
        assert plain.agrees.max() == 0
        changed += not torch.equal(plain.lightness, damaged.lightness)
    assert 10 <= changed <= 30


def test_a_damaged_photograph_is_pulled_towards_what_the_clean_one_is_taken_for(prepared):
    torch.manual_seed(0)
    settings = ChromaSettings(widths=(16, 16, 8), unfrozen_from=0.0, consistency_weight=1.0)
    preset = Preset((Stage(32, 1),), batch=2, learning_rate=1e-3, chroma=settings)
    step = build_step("chroma", preset)
    step.prepare(Accelerator(cpu=True))
    photographs = Photographs(read_manifest(prepared, "train"), 32, damage=1.0)
    examples = (photographs[Draw(index, (0, index))] for index in (0, 1))
    batch = Example(*(torch.stack(parts) for parts in zip(*examples, strict=True)))
    step.follow(copy.deepcopy(step.bare("generator")))
    assert step(batch)["consistency"] > 0
    assert "consistency" not in step(batch._replace(agrees=torch.zeros_like(batch.agrees)))


def test_tones_are_normalised_by_chance_more_or_less_while_chroma_learns():
    settings = ChromaSettings(widths=(16, 16, 8), tone_strength=0.8, tone_jitter=0.3)
    step = build_step("chroma", Preset((Stage(32, 1),), batch=2, learning_rate=1e-3, chroma=settings))
    lightness = torch.rand(64, 1, 32, 32)
    strength = step._strength(lightness)
    assert strength.shape == (64, 1, 1, 1)
    assert strength.min() >= 0.5 and strength.max() == 1 and strength.std() > 0.05
    assert step.networks["generator"].config.tone_strength == 0.8


def test_photographs_and_what_they_are_compared_with_are_seen_at_several_sizes(prepared):
    torch.manual_seed(0)
    settings = ChromaSettings(
        widths=(16, 16, 8), unfrozen_from=0.0, consistency_weight=1.0, gradient_weight=0.1, smallest_scale=0.5
    )
    step = build_step("chroma", Preset((Stage(64, 1),), batch=2, learning_rate=1e-3, chroma=settings))
    step.prepare(Accelerator(cpu=True))
    photographs = Photographs(read_manifest(prepared, "train"), 64, damage=1.0)
    examples = [photographs[Draw(index, (0, index))] for index in (0, 1)]
    batch = Example(*(torch.stack(parts) for parts in zip(*examples, strict=True)))
    net = step.bare("generator")
    step.follow(copy.deepcopy(net))
    sizes = {"learner": set(), "teacher": set()}
    for name, module in (("learner", net), ("teacher", step.teacher)):
        module.encoder.register_forward_pre_hook(lambda _, seen, name=name: sizes[name].add(seen[0].shape[-1]))
    for _ in range(12):
        assert all(torch.isfinite(loss) for loss in step(batch).values())
    assert sizes == {"learner": {32, 48, 64}, "teacher": {32, 48, 64}}


def test_what_is_masked_teaches_nothing(prepared):
    settings = ChromaSettings(widths=(16, 16, 8), gradient_weight=0.1, unfrozen_from=0.0)
    photographs = Photographs(read_manifest(prepared, "train"), 64)
    batch = Example(*(part[None] for part in photographs[0]))
    batch.counts[..., :32] = 0
    losses = []
    for colour in (0.1, 0.9):
        torch.manual_seed(0)
        step = build_step("chroma", Preset((Stage(64, 1),), batch=1, learning_rate=1e-3, chroma=settings))
        step.prepare(Accelerator(cpu=True))
        rgb = batch.rgb.clone()
        rgb[:, 0, :, :32] = colour
        losses.append(step(batch._replace(rgb=rgb)))
    assert losses[0] == losses[1]


def test_reliability_sees_overconfidence():
    random = np.random.default_rng(0)
    said = random.random((200, 200)).astype(np.float32)
    honest = random.random(said.shape) < said
    boasting = random.random(said.shape) < said / 2
    assert max(abs(s - h) for s, h, _ in certainty.reliability([said], [honest])) < 0.03
    rows = certainty.reliability([said], [boasting])
    assert max(s - h for s, h, _ in rows) > 0.4
    fitted = certainty.rising(rows)
    assert np.interp(0.8, *zip(*fitted, strict=True)) == pytest.approx(0.4, abs=0.03)
    assert all(
        left <= right for one, other in itertools.pairwise(fitted) for left, right in zip(one, other, strict=True)
    )


def test_spearman_sees_order_alone():
    plane = np.random.default_rng(0).random((9, 9))
    assert certainty.spearman(plane, np.exp(plane)) == pytest.approx(1)
    assert certainty.spearman(plane, -plane) == pytest.approx(-1)


def test_colours_are_drawn_as_often_as_they_are_likely():
    bins = np.array([[-40, 0], [0, 0], [40, 0]], np.float32)
    logits = np.log(np.broadcast_to(np.array([0.2, 0.5, 0.3], np.float32), (60, 60, 3)))
    drawn = certainty.drawn_from(ColourDistribution(logits, bins, np.full(3, 1 / 3)), np.random.default_rng(0))
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
    faithful, default, vivid = after.net.config.calibration.readings
    assert faithful == before.net.config.calibration.readings[0]
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
