"""The training of chroma: targets, damage, losses."""

import copy

import pytest
import torch
from accelerate import Accelerator

from colourizer.models.chroma import ab_bins
from train.data.dataset import Draw, Example, Photographs
from train.data.manifest import read_manifest
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


def test_only_drawn_photographs_are_damaged_and_only_as_many_as_asked(prepared):
    entries = read_manifest(prepared, "train")
    whole, old = Photographs(entries, 32), Photographs(entries, 32, damage=0.5)
    assert torch.equal(whole[0][0], old[0][0])  # validation photographs are not damaged
    changed = 0
    for number in range(40):
        plain, damaged = (photographs[Draw(number, (0, number))] for photographs in (whole, old))
        assert torch.equal(plain.clean, damaged.clean)
        in_the_picture = damaged.consistency_mask[0] > 0
        assert torch.equal(plain.rgb[:, in_the_picture], damaged.rgb[:, in_the_picture])
        border = damaged.counts[0] < 1
        assert damaged.rgb[:, border].std(dim=0).max() == 0 if border.any() else True
        assert plain.consistency_mask.max() == 0
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
    assert "consistency" not in step(batch._replace(consistency_mask=torch.zeros_like(batch.consistency_mask)))


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
