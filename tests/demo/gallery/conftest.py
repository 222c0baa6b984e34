"""A small results folder, and a way to open the Streamlit pages."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import ModelInfo, Picture, Results, save_picture, save_results
from demo.browse import ROOT

PAGE = ROOT / "demo" / "browse.py"
MODELS = (ModelInfo("grey", "Grey passthrough"), ModelInfo("baseline", "Baseline"), ModelInfo("cgan", "cGAN", "ab"))
_VERSIONS = ("original", "grey", "baseline", "cgan")


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """Nine pictures, seven coasts and two streets. The higher a coast's number, the worse its cGAN."""
    folder = tmp_path_factory.mktemp("results") / "shores"
    pictures = [_picture(f"coast-{n}", LandscapeClass.COAST, f"shore {n}", n) for n in (3, 1, 7, 5, 2, 6, 4)]
    pictures += [_picture(f"street-{n}", LandscapeClass.STREET, f"lane {n}", n) for n in (9, 8)]
    for level, version in enumerate(_VERSIONS):
        for n, picture in enumerate(pictures):
            save_picture(folder, version, picture.id, np.full((8, 8, 3), 40 * level + n, np.uint8))
    groups = {"all": 0.5, "coast": 0.25, "street": 0.75}
    levels = {"grey": 0.0, "baseline": -0.1, "cgan": 0.1}
    summary = {
        model: {group: {"mae": mean + level, "psnr": 20.0, "colourfulness": 30.0} for group, mean in groups.items()}
        for model, level in levels.items()
    }
    intervals = {"cgan": {"coast": {"mae": [0.3, 0.4]}}}
    created, command = "2026-11-23T01:00:00+00:00", "python -m train evaluate --out there"
    metrics = ("mae", "psnr", "colourfulness")
    results = Results("Shores", 8, created, command, metrics, MODELS, summary, tuple(pictures), intervals)
    save_results(results, folder)
    return folder


def _picture(key: str, landscape: LandscapeClass, title: str, n: int) -> Picture:
    values = {
        "grey": {"mae": 0.05, "psnr": 20.0, "colourfulness": 0.0},
        "baseline": {"mae": (10 - n) / 100, "psnr": 20.0 - n, "colourfulness": 10.0 + n},
        "cgan": {"mae": n / 100, "psnr": 30.0 - n, "colourfulness": 20.0 + n},
    }
    return Picture(key, landscape, title, values)


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """A copy of the results that a test may modify."""
    return shutil.copytree(made, tmp_path / "shores")


@pytest.fixture
def visit(monkeypatch):
    """Open a page on results folders, with further host arguments and URL parameters."""

    def visit(*folders: Path, on: str = "", host: tuple[str, ...] = (), **address: str) -> AppTest:
        monkeypatch.setattr("sys.argv", ["browse.py", "--results", *map(str, folders), *host])
        visited = AppTest.from_file(str(PAGE), default_timeout=30)
        if on:  # switch_page() supports only pages that are files
            visited._page_hash = calc_hash(on)
        for key, value in address.items():
            visited.query_params[key] = value
        visited.run()
        assert not visited.exception
        return visited

    return visit
