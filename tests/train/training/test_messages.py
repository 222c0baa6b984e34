"""The messages before, during and after a run are right, and their commands can be copied."""

import shlex

from train.__main__ import build_parser, main


def test_a_run_says_how_long_it_takes_and_what_to_do_next(prepared, tmp_path, capsys):
    folder = tmp_path / "a run"
    words = ["chroma", "--data", str(prepared), "--preset", "quick", "--size", "16", "--batch", "4"]
    assert main([*words, "--set", "chroma.widths=8,8,8", "--out", str(folder)]) == 0
    told = capsys.readouterr()
    assert "48 to go, on the CPU" in told.err and "This will take about " in told.err
    assert "The calibration of its distribution is not fitted yet." in told.out
    command = next(line for line in told.out.splitlines() if line.strip().startswith("python -m train calibrate"))
    arguments = build_parser().parse_args(shlex.split(command)[3:])
    assert (arguments.checkpoint, arguments.data) == (folder / "checkpoint", prepared)
    assert not arguments.paired and not arguments.mirrored, "as the network was trained"

    evaluation = ["evaluate", "--models", str(folder), "--manifest", str(prepared), "--split", "train", "--limit", "2"]
    evaluation += ["--size", "32", "--no-distance", "--out", str(tmp_path / "results")]
    assert main(evaluation) == 0
    assert f"The calibration of {folder} is not fitted yet: run `python -m train calibrate`" in capsys.readouterr().err
    assert main([*evaluation[:2], "chroma", *evaluation[3:]]) == 0
    assert "calibration" not in capsys.readouterr().err, "the bundled network's is fitted"
