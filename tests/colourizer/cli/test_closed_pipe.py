"""Output that is piped into a program that stops reading, such as `head`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from colourizer.cli.closed_pipe import CLOSED_PIPE

ROOT = Path(__file__).parents[3]
SAMPLE = "assets/samples/street/rome-colosseum.jpg"


def run(*words: str, **environment: str) -> tuple[int, str]:
    """Exit status and standard error of `python -m WORDS` when its standard output is not read."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        ended = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        )
    return ended.returncode, ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_command_ends_without_a_word(unbuffered, tmp_path):
    assert run("colourizer", "inspect", SAMPLE, PYTHONUNBUFFERED=unbuffered) == (CLOSED_PIPE, "")
    photo = ("colourizer", SAMPLE, "--model", "baseline", "--output", str(tmp_path / "a.png"))
    assert run(*photo, PYTHONUNBUFFERED=unbuffered) == (CLOSED_PIPE, "")
    assert (tmp_path / "a.png").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE")
def test_a_training_command_ends_without_a_word():
    assert run("train", "report", "--help", PYTHONUNBUFFERED="") == (CLOSED_PIPE, "")
