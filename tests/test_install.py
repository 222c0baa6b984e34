"""`pip install .` installs the package with its networks and commands, usable from any folder."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the package, installed offline from a copy of its sources."""
    folder = tmp_path_factory.mktemp("installed")
    for name in ("pyproject.toml", "LICENSE", "NOTICE.md"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in ("colourizer", "assets/checkpoints"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", folder / "site", folder], check=True)
    return folder / "site"


def run(site: Path, *words: str, elsewhere: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(site)}
    result = subprocess.run(
        [sys.executable, *words], cwd=elsewhere, env=environment, check=True, capture_output=True, text=True
    )
    return result.stdout


def test_the_commands_and_the_networks_come_with_it(installed, tmp_path):
    photo = ROOT / "assets" / "samples" / "coast" / "mont-saint-michel.jpg"
    told = run(installed, str(installed / "bin" / "colourize"), str(photo), "--output", "new.png", elsewhere=tmp_path)
    assert told.startswith("new.png") and (tmp_path / "new.png").exists()
    told = run(installed, str(installed / "bin" / "colourize-archive"), "--help", elsewhere=tmp_path)
    assert told.startswith("usage: colourize-archive")
    where = run(installed, "-c", "from colourizer import checkpoint; print(checkpoint.BUNDLED)", elsewhere=tmp_path)
    assert Path(where.strip()).is_relative_to(installed)
    assert (installed / "colourizer" / "py.typed").exists()


def test_it_asks_for_what_the_clone_asks_for():
    """The same versions as in requirements.txt, whose other lines are for the pages and the tests."""
    tests = (ROOT / "tests" / name for name in ("requirements.txt", "requirements-ray.txt"))
    files = (ROOT / "requirements.txt", *tests)  # the tests need requirements that no page needs
    lines = [line for path in files for line in path.read_text().splitlines()]
    extras = PROJECT["optional-dependencies"]
    assert {*PROJECT["dependencies"], *(line for group in extras.values() for line in group)} <= set(lines)
    assert set(PROJECT["dependencies"]) <= set((ROOT / "requirements-light.txt").read_text().splitlines())
    assert any(line.startswith("torch") for line in extras["torch"])
