"""The README's commands work, as far as they can be tested without network and data."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from train.__main__ import build_parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
LINES = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines()]

PYTHON = re.findall(r"```python\n(.*?)```", README, re.S)


def commands(start: str) -> list[list[str]]:
    """The arguments of every command that begins with `start`."""
    return [shlex.split(line.removeprefix(start)) for line in LINES if line.startswith(start)]


def elsewhere(words: list[str], folder: Path) -> list[str]:
    """The same command with its output in `folder`."""
    return [str(folder / word) if word.startswith("out") else word for word in words]


def test_the_command_line_in_the_order_of_the_page(tmp_path):
    for words in commands(".venv/bin/python -m colourizer"):
        subprocess.run([sys.executable, "-m", "colourizer", *elsewhere(words, tmp_path)], cwd=ROOT, check=True)
    assert list((tmp_path / "out").iterdir())


# Examples that call the app run where it is served: tests/demo/gradio_app/test_app.py.
@pytest.mark.parametrize("code", [code for code in PYTHON if "gradio_client" not in code])
def test_the_python_lines_say_what_they_print(code, tmp_path):
    code = code.replace('"out/', f'"{tmp_path}/out/')
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert result.stdout.strip() in code
    assert list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("words", commands(".venv/bin/python -m train"), ids=" ".join)
def test_the_training_commands_are_understood(words):
    assert callable(build_parser().parse_args(words).run)


def test_the_installed_commands_run(tmp_path):
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    used = [shlex.split(line.removeprefix(".venv/bin/")) for line in LINES if line.startswith(".venv/bin/colourize")]
    assert {"colourize", "colourize-archive"} <= set(scripts)
    assert used
    for name, *words in used:
        module, function = scripts[name].split(":")
        code = f"import sys; from {module} import {function}; sys.exit({function}())"
        subprocess.run([sys.executable, "-c", code, *elsewhere(words, tmp_path)], cwd=ROOT, check=True)
    assert list((tmp_path / "out").rglob("*.*"))


def test_the_command_of_the_hub_knows_how_it_is_called():
    used = commands(".venv/bin/hf ")
    assert [words[0] for words in used] == ["auth", "upload"]
    for words in used:
        named = words[:2] if words[0] == "auth" else words[:1]
        told = subprocess.run([Path(sys.executable).with_name("hf"), *named, "--help"], capture_output=True, text=True)
        assert told.returncode == 0
        assert all(word in told.stdout for word in words if word.startswith("--"))


def test_the_image_takes_the_arguments_that_are_given_to_it():
    dockerfile = (ROOT / "Dockerfile").read_text()
    builds = commands("docker build ")
    assert builds
    for words in builds:
        given = [words[index + 1].split("=")[0] for index, word in enumerate(words) if word == "--build-arg"]
        assert given
        assert all(f"ARG {name}" in dockerfile for name in given)
    assert all("7860:7860" in words for words in commands("docker run "))
    assert "EXPOSE 7860" in dockerfile


def test_make_knows_every_target_and_variable():
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", makefile, re.M)
    for variable in re.findall(r"\b([A-Z]+)=", " ".join(re.findall(r"`make [^`]+`|`[A-Z]+=[^`]+`", README))):
        assert f"$({variable})" in makefile or f"ARG {variable}" in (ROOT / "Dockerfile").read_text(), variable
    named = [words[0] for words in commands("make ")]
    assert {"demo", "gallery"} <= set(named) <= set(targets)


def test_every_file_it_points_to_is_there():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for words in commands(".venv/bin/pip install"):
        for word in words:
            assert not word.endswith(".txt") or (ROOT / word).exists(), word
    assert (ROOT / "demo" / "app.py").exists()


def test_every_command_line_is_one_that_is_tested():
    known = (".venv/bin/python -m ", ".venv/bin/pip ", ".venv/bin/python demo/app.py", "make ", "python3 -m venv")
    known += (".venv/bin/colourize", ".venv/bin/hf ", "git clone .", "docker build ", "docker run ")
    assert [line for line in LINES if not line.startswith(known)] == []
