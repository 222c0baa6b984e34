"""This repository runs as a Hugging Face Space, and the rules that check this detect violations."""

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.tools import check_space, space_rules

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path) -> Path:
    """The few files that the rules read, for the tests to break."""
    for name in ("README.md", "requirements.txt", "pre-requirements.txt", "pyproject.toml", "demo/app.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    assert check_space.rules(tmp_path) == []
    return tmp_path


def test_the_gradio_of_the_space_is_the_one_that_is_installed():
    if "gradio==" not in (ROOT / "requirements.txt").read_text():
        pytest.skip("the workflow's job `newest` has lifted the pin")
    assert space_rules.front_matter(ROOT)["sdk_version"] == version("gradio")


@pytest.mark.parametrize(
    ("file", "right", "wrong", "complaint"),
    [
        ("README.md", "---\ntitle", "title", "no 'sdk' in its front matter"),
        ("README.md", 'python_version: "3.12"', "python_version: 3.10", "not what Spaces take for 'python_version'"),
        ("README.md", 'python_version: "3.12"', 'python_version: "3.9"', "none that pyproject.toml allows"),
        ("README.md", "colorTo: green", "colorTo: teal", "'teal'"),
        ("README.md", "colorTo: green", "colourTo: green", "know no 'colourTo'"),
        ("README.md", "short_description: ", f"short_description: {'very ' * 9}", "'short_description'"),
        ("README.md", "app_file: demo/app.py", "app_file: app.py", "no such file"),
        ("README.md", "sdk_version: 6", "sdk_version: 5", "none that requirements.txt allows"),
        ("README.md", "emoji: 🏞️", "emoji: landscape", "'emoji'"),
        ("README.md", "thumbnail: https://", "thumbnail: assets/", "'thumbnail'"),
        ("requirements.txt", "numpy>=2.4,<3", "numpy<2", "numpy"),
        ("requirements.txt", "tqdm>=4.67,<5", "no-such-package-here", "nobody installed"),
        ("pre-requirements.txt", "<2.12", "<2.15", "for ZeroGPU"),
        ("requirements.txt", "torch>=2.9", "torch>=2.13", "for ZeroGPU"),
    ],
)
def test_what_a_space_would_trip_over_is_noticed(folder, file, right, wrong, complaint):
    text = (folder / file).read_text()
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1))
    assert any(complaint in each for each in check_space.rules(folder))


def test_a_file_that_git_may_not_push_is_noticed(folder):
    (folder / "model.bin").write_bytes(bytes(10_000_001))
    assert check_space.rules(folder) == ["model.bin has 10.0 MB; 10 are allowed."]


def test_only_what_git_would_push_is_taken(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("data/\n")
    for name in ("data/photo.jpg", "demo/app.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    with check_space.space(tmp_path) as place:
        assert {str(path.relative_to(place / "app")) for path in (place / "app").rglob("*.*")} == {
            ".gitignore",
            "demo/app.py",
        }


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what git would push is known in a clone alone")
def test_a_clone_starts_as_a_space_and_colours_a_photograph():
    command = [sys.executable, "-m", "tests.tools.check_space", "--within", "240"]  # Spaces wait for half an hour
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "/colourize gives a picture in colour" in done.stdout
    assert "Leaves 0 temporary files" in done.stdout
