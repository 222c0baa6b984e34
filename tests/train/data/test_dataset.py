"""The networks' training examples."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from colourizer.colour.lab import rgb_to_lightness
from train.data.dataset import Draw, Photographs, Share, Shuffled, training_batches
from train.data.manifest import read_manifest
from train.errors import DataError
from train.presets import Preset


@pytest.fixture(scope="module")
def entries(prepared):
    return read_manifest(prepared, "train")


def test_an_item_is_lightness_and_its_colours(entries):
    lightness, rgb, clean, counts, consistency_mask = Photographs(entries, 64)[0]
    assert torch.equal(lightness, clean) and counts.min() == 1 and consistency_mask.max() == 0
    assert lightness.shape == (1, 64, 64)
    assert rgb.shape == (3, 64, 64)
    assert rgb.min() >= 0 and rgb.max() <= 1
    expected = rgb_to_lightness(np.ascontiguousarray(rgb.permute(1, 2, 0))) / 100
    np.testing.assert_allclose(lightness[0], expected, atol=1e-5)


def test_channels_are_red_green_blue(tmp_path, entries):
    Image.new("RGB", (150, 150), (250, 20, 10)).save(tmp_path / "red.png")
    rgb = Photographs([replace(entries[0], path=tmp_path / "red.png")], 32)[0].rgb
    assert rgb.mean((1, 2)).argmax() == 0


def test_a_draw_depends_on_its_seed_alone(entries):
    photographs = Photographs(entries, 48)
    one, again, other = (photographs[Draw(3, (0, number))][1] for number in (5, 5, 6))
    torch.testing.assert_close(one, again, atol=0, rtol=0)
    assert not torch.equal(one, other)
    assert not torch.equal(one, photographs[3][1])


def test_a_photograph_is_decoded_once_where_there_is_room(tmp_path, entries):
    paths = [tmp_path / f"{number}.png" for number in range(2)]
    for path in paths:
        Image.new("RGB", (150, 150), (250, 20, 10)).save(path)
    photographs = Photographs([replace(entries[0], path=path) for path in paths], 32, keep=150 * 150 * 3)
    first = photographs[0]
    photographs[1]  # which no longer fits the cache
    for path in paths:
        path.unlink()
    torch.testing.assert_close(photographs[0], first, atol=0, rtol=0)
    with pytest.raises(DataError, match="cannot be read any more"):
        photographs[1]


def test_boxes_around_people_are_cropped_and_mirrored_with_the_photograph(tmp_path, entries):
    picture = Image.new("RGB", (200, 150), "white")
    picture.paste("black", (50, 30, 90, 140))  # a person
    picture.save(tmp_path / "somebody.png")
    box = (50 / 200, 30 / 150, 90 / 200, 140 / 150)
    photographs = Photographs([replace(entries[0], path=tmp_path / "somebody.png", people=(box,))], 64)
    for number in range(12):
        example = photographs[Draw(0, (0, number))]
        dark = example.lightness[0] < 0.2
        assert example.counts[0][dark].max() == 0 if dark.any() else True
        assert example.counts.mean() > 0.3


LABELS = ["coast"] * 7 + ["forest"] * 2 + ["street"]


def test_every_photograph_is_drawn_once_an_epoch_in_another_order():
    draws = [draw.index for draw in Shuffled(LABELS, 0, 30, seed=1)]
    epochs = [draws[:10], draws[10:20], draws[20:]]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert epochs[0] != epochs[1]


def test_balanced_draws_show_every_class_equally_often():
    labels = [LABELS[draw.index] for draw in Shuffled(LABELS, 0, 3000, seed=1, balanced=True)]
    for label in ("coast", "forest", "street"):
        assert 0.3 < labels.count(label) / 3000 < 0.37


def test_a_pass_taken_up_again_goes_on_where_it_stopped():
    for balanced in (False, True):
        whole = list(Shuffled(LABELS, 0, 25, seed=1, balanced=balanced))
        assert list(Shuffled(LABELS, 13, 25, seed=1, balanced=balanced)) == whole[13:]


def test_processes_share_the_draws_of_one():
    whole = list(Shuffled(LABELS, 3, 25, seed=1))
    shares = [list(Shuffled(LABELS, 3, 25, seed=1, share=Share(process, 2))) for process in (0, 1)]
    assert [draw for pair in zip(*shares, strict=True) for draw in pair] == whole


def test_batches_hold_what_was_asked_for(entries):
    preset = Preset((), batch=4, learning_rate=0, width=1)
    batches = list(training_batches(Photographs(entries, 32), (0, 10), preset))
    assert [len(batch.rgb) for batch in batches] == [4, 4, 2]


def test_a_file_that_went_away_is_named(entries, tmp_path):
    with pytest.raises(DataError, match=r"gone\.jpg cannot be read any more"):
        Photographs([replace(entries[0], path=tmp_path / "gone.jpg")], 32)[0]
