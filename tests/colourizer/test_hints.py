"""Hints: a user's colour applies at its place, and to everything that belongs to it."""

import json
import re
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch

from colourizer.checkpoint import save_checkpoint
from colourizer.cli.colourize import main
from colourizer.hints import MOST, Hint, HintError, HintGuide, read_hints, write_hints
from colourizer.models import ChromaConfig, ChromaNet
from colourizer.photo.photo import read_facts
from colourizer.pipeline import Colourizer

SAMPLE = Path(__file__).parents[2] / "assets/samples/tall-building/summer-palace-pagoda.jpg"
LEFT, RIGHT = np.array([6.0, 0, 0, 0]), np.array([0, 6.0, 0, 0])


@pytest.fixture(scope="module")
def guide():
    """A photograph of two dissimilar regions, left and right of the middle."""
    vectors = np.empty((48, 64, 4), np.float32)
    vectors[:, :32], vectors[:, 32:] = LEFT, RIGHT
    return HintGuide(vectors, nearness=5.0, bias=-8.0)


OWN = np.full((48, 64, 2), 5.0, np.float32)


def test_a_hint_colours_its_region_up_to_the_edge_and_leaves_the_other(guide):
    colours, share = guide.spread([Hint(0.1, 0.5, 40, 30)], OWN)
    assert colours.shape == OWN.shape and share.shape == OWN.shape[:2]
    assert np.abs(colours[:, :32] - (40, 30)).max() < 3
    assert np.abs(colours[:, 32:] - OWN[:, 32:]).max() < 0.1
    assert share[:, :32].min() > 0.9 and share[:, 32:].max() < 0.01


def test_in_its_own_place_a_hint_is_what_comes_out(guide):
    for radius in (0.0, 0.02, 0.25):
        colours, share = guide.spread([Hint(0.7, 0.3, -20, 35, radius)], OWN)
        np.testing.assert_allclose(colours[int(0.3 * 48), int(0.7 * 64)], (-20, 35), atol=0.01)
        assert share[int(0.3 * 48), int(0.7 * 64)] > 0.999


def test_without_hints_nothing_changes(guide):
    colours, share = guide.spread([], OWN)
    np.testing.assert_array_equal(colours, OWN)
    assert share.max() == 0


def test_the_order_of_hints_does_not_matter_and_contradictions_are_averaged(guide):
    one, other = Hint(0.2, 0.5, 40, 0), Hint(0.2, 0.5, -40, 0)
    both = guide.spread([one, other], OWN)[0]
    np.testing.assert_allclose(both, guide.spread([other, one], OWN)[0], atol=1e-3)
    np.testing.assert_allclose(both[24, 12], (0, 0), atol=0.01)


def test_hints_at_the_rim_and_a_thousand_of_them(guide):
    for x, y in ((0, 0), (1, 1), (0, 1), (1.0, 0.5)):
        colours, _ = guide.spread([Hint(x, y, 10, 60)], OWN)
        np.testing.assert_allclose(colours[min(int(y * 48), 47), min(int(x * 64), 63)], (10, 60), atol=0.01)
    random = np.random.default_rng(0)
    many = [Hint(*random.random(2), *random.uniform(-50, 50, 2)) for _ in range(MOST)]
    started = time.monotonic()
    colours, share = guide.spread(many, OWN)
    assert np.isfinite(colours).all() and np.isfinite(share).all()
    assert time.monotonic() - started < 30


def test_hints_survive_being_saved():
    hints = (Hint(0.25, 0.5, -3.5, 12, 0.02), Hint(0, 1, 0, 0))
    assert read_hints(write_hints(hints)) == hints
    assert read_hints('{"hints": [{"x": 0, "y": 1, "a": 0, "b": 0}]}') == (Hint(0, 1, 0, 0),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", 'not a list under "hints"'),
        ('{"hints": [3]}', 'not a list under "hints"'),
        ('{"hints": [{"x": 0.5}]}', "needs x, y, a and b"),
        ('{"hints": [{"x": 0, "y": 0, "a": 0, "b": 0, "path": "/etc/passwd"}]}', "nothing else"),
        ('{"hints": [{"x": 1.5, "y": 0, "a": 0, "b": 0}]}', "x is 1.5: give a number from 0 to 1"),
        ('{"hints": [{"x": 0, "y": 0, "a": 1e999, "b": 0}]}', "a is inf: give a number from -128 to 128"),
        ('{"hints": [{"x": 0, "y": NaN, "a": 0, "b": 0}]}', "y is nan"),
        ('{"hints": [{"x": true, "y": 0, "a": 0, "b": 0}]}', "x is True"),
        ('{"hints": [{"x": "0", "y": 0, "a": 0, "b": 0}]}', "x is '0'"),
        (json.dumps({"hints": [{"x": 0, "y": 0, "a": 0, "b": 0}] * (MOST + 1)}), "give at most 1,000"),
    ],
)
def test_hostile_hints_get_a_sentence(text, message):
    with pytest.raises(HintError, match=message):
        read_hints(text)


@pytest.fixture(scope="module")
def hinted(tmp_path_factory):
    """The folder of a small network that accepts hints."""
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("hinted") / "chroma"
    save_checkpoint(ChromaNet(ChromaConfig(widths=(16, 16, 8), hint_channels=8)), folder, training={})
    return folder


ROOF = Hint(0.5, 0.25, 45, 30, 0.03)


def test_a_hint_is_what_comes_out_whatever_the_other_settings(hinted):
    made = Colourizer.from_pretrained(hinted)(SAMPLE)
    row, column = int(0.25 * made.chroma.shape[0]), made.chroma.shape[1] // 2
    for settings in ({}, {"vividness": 1.0}, {"strength": 0.3, "warmth": 1.0}):
        adjusted = made.adjusted(hints=[ROOF], **settings)
        np.testing.assert_allclose(adjusted.adjusted_chroma[row, column], (45, 30), atol=0.5)
        assert adjusted.certainty[row, column] > 0.99
    assert np.array_equal(made.adjusted(hints=[ROOF]).adjusted(hints=()).adjusted_chroma, made.adjusted_chroma)


def test_hints_hold_on_the_photographs_of_a_scan(hinted):
    made = Colourizer.from_pretrained(hinted)(SAMPLE, "0.1,0.1,0.4,0.8;0.55,0.1,0.4,0.8").adjusted(
        hints=[Hint(0.3, 0.5, 45, 30)]
    )
    height, width = made.adjusted_chroma.shape[:2]
    np.testing.assert_allclose(made.adjusted_chroma[height // 2, int(0.3 * width)], (45, 30), atol=0.5)


def test_the_file_says_what_a_person_gave_and_a_network_that_takes_none_says_so(hinted, tmp_path, capsys):
    (tmp_path / "roof.json").write_text(write_hints([ROOF]))
    command = [str(SAMPLE), "--output", str(tmp_path / "out.png")]
    assert main([*command, "--model", str(hinted), "--hints", str(tmp_path / "roof.json")]) == 0
    assert main(["inspect", str(tmp_path / "out.png")]) == 0
    assert re.search(r"given by a person, 1 +x 0\.5, y 0\.25, a 45.*, b 30", capsys.readouterr().out)
    assert main([*command, "--model", "cgan", "--hints", str(tmp_path / "roof.json")]) == 1
    assert "The network cgan takes no hints: choose chroma." in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*command, "--hints", str(tmp_path / "nowhere.json")])
    assert "cannot be read: name a JSON file" in capsys.readouterr().err


def test_hints_beside_a_photograph_are_taken(hinted, tmp_path):
    photo = tmp_path / "old.jpg"
    photo.write_bytes(SAMPLE.read_bytes())
    (tmp_path / "old.jpg.hints.json").write_text(write_hints([ROOF]))
    assert main([str(photo), "--model", str(hinted), "--output", str(tmp_path / "out.png")]) == 0
    assert read_facts(tmp_path / "out.png").provenance.settings["hints"] == [asdict(ROOF)]
