"""The packages that the Dockerfile installs are sufficient for either page, and no more than it declares."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.tools.image_size import PAGES, own_megabytes, wanted, with_dependencies
from tests.tools.space_rules import requirements

ROOT = Path(__file__).resolve().parents[1]
MODULES = {  # modules of the requirements that one page or the other does not install, by requirement
    "gradio": "gradio",
    "altair": "altair",
    "babel": "babel",
    "streamlit": "streamlit",
    "torch": "torch",
    "onnxruntime": "onnxruntime",
    "tifffile": "tifffile",
    "imagecodecs": "imagecodecs",
    "safetensors": "safetensors",
    "huggingface_hub": "huggingface_hub",
    "tqdm": "tqdm",
    "filelock": "filelock",
    "pytest": "pytest",
}
PAGE = {
    "gallery": "from importlib import import_module; from pathlib import Path\n"
    "from streamlit.testing.v1 import AppTest\n"
    "assert not AppTest.from_file('demo/browse.py', default_timeout=120).run().exception\n"
    "[import_module('.'.join(path.with_suffix('').parts)) for path in Path('demo/gallery').rglob('*.py')]",
    "app": "import demo.app, colourizer.photo.sixteen_bit, colourizer.photo.saving, tifffile, imagecodecs",
}


@pytest.mark.parametrize("page", PAGE)
def test_a_page_runs_with_what_the_image_has(page):
    """Hides all other packages of requirements.txt, unless they are dependencies of an installed one."""
    brought = with_dependencies([*wanted(page)])
    every = requirements(ROOT / "requirements.txt")
    missing = [MODULES[name] for name in every if name not in wanted(page) and name.replace("_", "-") not in brought]
    assert missing
    block = f"import sys; sys.modules.update(dict.fromkeys({missing})); sys.path.insert(0, '.')\n"
    done = subprocess.run([sys.executable, "-c", block + PAGE[page]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_gallerys_requirements_are_those_of_the_project():
    every = requirements(ROOT / "requirements.txt")
    for name, requirement in requirements(ROOT / "demo" / "requirements.txt").items():
        if name == "gradio_client":  # installed with Gradio there, in a matching version
            assert requirement.specifier.contains(version(name))
            continue
        assert requirement.specifier == every[name].specifier


def test_the_image_is_for_user_1000_on_the_port_of_spaces():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 1000" in lines
    assert "EXPOSE 7860" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    copied = [line.split()[1] for line in lines if line.startswith("COPY")]
    assert all((ROOT / path).exists() for path in copied)


def test_what_the_image_holds_of_ours_is_what_runs():
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert let_through == {"colourizer", "demo", "assets", "requirements-light.txt"}
    assert 10 < own_megabytes() < 100


def test_neither_page_has_pytorch():
    for page in PAGES:
        assert not {"torch", "torchvision"} & with_dependencies([*wanted(page)])


def test_the_light_set_is_all_but_pytorch_and_the_tests():
    """The versions are the same."""
    every, light = requirements(ROOT / "requirements.txt"), requirements(ROOT / "requirements-light.txt")
    assert every.keys() - light.keys() == {"torch", "safetensors", "pytest"}
    assert all(every[name].specifier == light[name].specifier for name in light)
