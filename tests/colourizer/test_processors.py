"""The number of CPU cores used."""

import os
import re
from pathlib import Path

import pytest

from colourizer.processors import usable_cores

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not say what a process may use")
def test_only_those_that_this_process_may_use_count(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert usable_cores() == 1


def test_no_other_module_counts_them():
    counts = re.compile(r"cpu_count|sched_getaffinity")
    found = [path for package in ("colourizer", "demo", "train") for path in (ROOT / package).rglob("*.py")]
    assert [path.name for path in found if counts.search(path.read_text())] == ["processors.py"]
