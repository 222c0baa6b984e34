"""A small data folder of generated photographs, prepared as by a user."""

from pathlib import Path

import numpy as np
import pytest
from accelerate.state import AcceleratorState
from PIL import Image

from train.__main__ import main


@pytest.fixture(autouse=True)
def _fresh_accelerator():
    """Reset Accelerate's state, which is one per process, as tests may train in different precisions."""
    AcceleratorState._reset_state(reset_partial_state=True)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """The folder that `python -m train prepare` wrote for 60 pictures of two classes."""
    folder = tmp_path_factory.mktemp("data")
    random = np.random.default_rng(0)
    for number in range(60):
        coarse = random.integers(40, 216, (9, 9, 1)) + 40 * np.array([[0, 0, 1]] * 4 + [[1, 1, -1]] * 5)[:, None]
        coarse = np.broadcast_to(coarse, (9, 9, 3)).clip(0, 255).astype(np.uint8)  # blue above yellow
        path = folder / "pictures" / ("coast" if number % 2 else "forest") / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(coarse).resize((150, 150), Image.Resampling.BICUBIC).save(path)
    assert main(["prepare", "--source", f"mine={folder / 'pictures'}", "--out", str(folder / "out")]) == 0
    return folder / "out"
