"""The check with a mixed archive finds faults."""

import json

import pytest

from colourizer.cli import archive_command
from tests.colourizer.cli.conftest import at_once
from tests.tools.mixed_archive import KINDS, faults, make_archive

__all__ = ["at_once"]


@pytest.mark.slow
def test_good_ones_are_coloured_and_broken_ones_named(tiny, tmp_path, at_once):
    folder, output = tmp_path / "photographs", tmp_path / "out"
    folder.mkdir()
    made = make_archive(folder, 36, 0.25)
    assert sum(size is None for size in made.values()) == 9
    assert len({path.suffix for path in folder.rglob("*.*")} & set(KINDS)) > 8
    words = [str(folder), "--output", str(output), "--model", str(tiny["unet"]), "--device", "cpu"]
    assert archive_command.main(words) == 1
    assert faults(output, made) == []
    manifest = output / "manifest.jsonl"
    lines = manifest.read_text().splitlines()
    manifest.write_text("\n".join(lines[1:]) + "\n")
    (output / "errors.csv").write_text("photo,error\n")
    found = faults(output, made)
    assert len(found) == 10
    assert f"{json.loads(lines[0])['photo']} was not coloured: nothing is told of it" in found
