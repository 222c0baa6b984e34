"""The presets of small controlled runs can be trained by name, but the help does not list them."""

import pytest

from train.__main__ import build_parser
from train.presets import PRESETS
from train.studies import trials
from train.training.train_command import _preset


def test_trials_are_trained_by_name_and_not_listed(capsys):
    parsed = build_parser().parse_args(["chroma", "--data", "data", "--preset", "trial-soft", "--batch", "8"])
    preset, words = _preset(parsed)
    assert preset.chroma == trials.PRESETS["trial-soft"].chroma and preset.batch == 8
    assert words == "trial-soft with batch=8"
    with pytest.raises(SystemExit):
        build_parser().parse_args(["chroma", "--help"])
    usage = capsys.readouterr().out
    assert "plates" in usage and "trial" not in usage
    assert not trials.PRESETS.keys() & PRESETS["chroma"].keys()


def test_other_networks_have_no_trials(capsys):
    with pytest.raises(SystemExit):
        build_parser().parse_args(["cgan", "--data", "data", "--preset", "trial"])
    assert "invalid choice: 'trial'" in capsys.readouterr().err
