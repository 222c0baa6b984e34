"""A small archive, and its command run in the test's own process."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from colourizer.cli import archive_command
from colourizer.cli.archive import archive


@pytest.fixture
def photos(tmp_path) -> Path:
    """Three photographs in nested folders, with a broken image file, a hidden file and a text file."""
    folder = tmp_path / "photos"
    for number, name in enumerate(("b.jpg", "1930/a.png", "1930/deep/c.bmp")):
        grey = np.random.default_rng(number).integers(0, 256, (40, 60), dtype=np.uint8)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(grey).save(folder / name)
    (folder / "bad.jpg").write_text("no photograph")
    (folder / "._b.jpg").write_text("a Mac's own")
    (folder / "list.txt").write_text("a list")
    return folder


@pytest.fixture
def at_once(monkeypatch):
    """Do the work in this process, which avoids starting others. Returns the list of processed files."""
    worked = []

    def here(work, tasks, processes, start=None, arguments=()):
        if start:
            start(*arguments)
        for task in list(tasks):
            worked.append(str(task))
            yield task, work(task)

    monkeypatch.setattr(archive, "in_processes", here)
    return worked


def run(photos: Path, tiny: dict, *more: str) -> int:
    out = str(photos.parent / "out")
    return archive_command.main([str(photos), "--output", out, "--model", str(tiny["unet"]), *more])
