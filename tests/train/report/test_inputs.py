"""Inputs from the command line are copied under safe names, and nothing else is changed."""

from types import SimpleNamespace

import pytest

from train.errors import DataError
from train.report.inputs import take_over


def take(tmp_path, *runs, others=None) -> None:
    out = tmp_path / "out"
    named = {"runs": list(runs), "others": others, "out": out}
    take_over(
        SimpleNamespace(**named, data=None, results=None, training=None, validation=None),  # pyright: ignore
        out / "inputs",
    )


def made(folder, text="images\n1\n"):
    (folder / "grids").mkdir(parents=True)
    (folder / "log.csv").write_text(text)
    return folder


@pytest.mark.parametrize("within", ["checkpoint/..", "."])
def test_a_run_named_by_dots_wipes_nothing(within, tmp_path, monkeypatch):
    run = made(tmp_path / "Lambda_40")
    (run / "checkpoint").mkdir()
    monkeypatch.chdir(run)
    kept = tmp_path / "out" / "grids" / "another" / "1.webp"
    kept.parent.mkdir(parents=True)
    kept.touch()
    take(tmp_path, run.__class__(within))
    assert kept.exists()
    assert [path.name for path in (tmp_path / "out" / "inputs" / "logs").iterdir()] == ["lambda-40.csv"]
    assert (tmp_path / "out" / "grids" / "lambda-40").is_dir()


def test_two_runs_of_one_name_are_refused_and_neither_is_taken(tmp_path):
    runs = made(tmp_path / "a" / "cgan-course"), made(tmp_path / "b" / "cgan-course")
    with pytest.raises(DataError, match="both be called 'cgan-course' in --runs: rename one"):
        take(tmp_path, *runs)
    assert not list((tmp_path / "out" / "inputs" / "logs").iterdir())


def test_two_evaluations_of_one_name_are_refused(tmp_path):
    with pytest.raises(DataError, match="both be called 'old' in --others"):
        take(tmp_path, others=[tmp_path / "a" / "old", tmp_path / "b" / "old"])
