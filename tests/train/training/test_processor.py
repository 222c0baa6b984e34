"""CPU settings for faster training."""

import platform
import subprocess
import sys

import pytest

from train.presets import PRESETS
from train.training import train_command
from train.training.processor import slowdown_of_bf16

# Writes and frees blocks of 40 MB, larger than glibc keeps by default, and prints the number of page faults.
_REUSED = """
import resource, sys
from train.training.processor import keep_freed_memory
if sys.argv[1] == "kept":
    assert keep_freed_memory()
import torch
for round in range(30):
    torch.ones(10 * 2**20)
    if round == 12:  # the heap grew by its spare room at first
        start = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - start)
"""


def faults(how: str) -> int:
    return int(subprocess.run([sys.executable, "-c", _REUSED, how], capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told so")
def test_freed_memory_is_used_again():
    assert 10 * faults("kept") < faults("as glibc would")


def test_slow_bf16_is_advised_against(monkeypatch, capsys):
    assert slowdown_of_bf16() > 0
    monkeypatch.setattr(train_command.torch.cuda, "is_available", lambda: False)
    for slowdown, advised in ((3.5, True), (0.5, False)):
        monkeypatch.setattr(train_command, "slowdown_of_bf16", lambda slowdown=slowdown: slowdown)
        train_command._warn_of_slow_bf16(PRESETS["cgan"]["full"])
        assert ("--precision no" in capsys.readouterr().err) == advised
    train_command._warn_of_slow_bf16(PRESETS["cgan"]["quick"])
    assert not capsys.readouterr().err
