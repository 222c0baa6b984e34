"""Without PyTorch, colourizing files and both pages work. Importing it raises ImportError in these tests."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "assets" / "samples" / "coast" / "mont-saint-michel.jpg"
# Simulated as not installed.
ABSENT = ("torch", "torchvision", "safetensors", "onnx")
WITHOUT = f"import sys; sys.modules.update(dict.fromkeys({ABSENT})); sys.path.insert(0, {str(ROOT)!r})\n"


def said(code: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT + code], cwd=folder, env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_photograph_is_coloured_from_file_to_file(tmp_path):
    code = f"""
import json
from colourizer import Colourizer, load_photo
from colourizer.photo.photo import read_facts
for name in ("chroma", "cgan", "baseline"):
    coloured = Colourizer.from_pretrained(name)({str(SAMPLE)!r})
    coloured.save(name + ".jpg")
    Colourizer.from_pretrained(name).network_picture(load_photo({str(SAMPLE)!r}))
print(json.dumps(read_facts("chroma.jpg").provenance.engine))
"""
    assert json.loads(said(code, tmp_path)).startswith("onnxruntime ")


def test_certainty_alternatives_and_hints_need_no_more(tmp_path):
    code = f"""
from colourizer import Colourizer
from colourizer.hints import Hint
coloured = Colourizer.from_pretrained("chroma")({str(SAMPLE)!r})
print(len(coloured.alternatives) > 0, 0 < coloured.mean_certainty < 1)
print(abs(coloured.adjusted(hints=[Hint(0.5, 0.5, 60, 40)]).adjusted_chroma - coloured.adjusted_chroma).max() > 10)
"""
    assert said(code, tmp_path).split() == ["True"] * 3


def test_the_commands_need_no_more(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "old.jpg").write_bytes(SAMPLE.read_bytes())
    for module, arguments in (
        ("colourize", ["in/old.jpg", "--output", "new.jpg"]),
        ("colourize", ["inspect", "new.jpg"]),
    ):
        told = said(f"from colourizer.cli.{module} import main; sys.exit(main({arguments}))", tmp_path)
    assert "run by" in told and "onnxruntime" in told
    told = said("from colourizer.cli.colourize import main; sys.exit(main(['export', 'chroma']) != 2)", tmp_path)


def test_the_archive_needs_no_more(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "old.jpg").write_bytes(SAMPLE.read_bytes())
    # Its subprocesses start from scratch, so the list of missing modules is in a file that they import first.
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WITHOUT)
    subprocess.run(
        [sys.executable, "-m", "colourizer.cli.archive_command", "in", "--output", "out", "--processes", "1"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{ROOT}"},
        check=True,
    )
    assert (tmp_path / "out" / "old.jpg").is_file()


def test_the_app_is_built_and_colours(tmp_path):
    code = f"""
import demo.app
from demo.gradio_app import pictures
demo.app.build()
print(pictures.colour("chroma", pictures.read({str(SAMPLE)!r})).engine)
"""
    assert said(code, tmp_path).split()[-2] == "onnxruntime"


@pytest.mark.parametrize("module", ["colourizer", "colourizer.cli.colourize", "colourizer.cli.archive", "demo.app"])
def test_pytorch_is_not_imported_where_it_is_there(module, tmp_path):
    """Importing it takes seconds, and some 300 MB."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}; print('torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.split()[-1] == "False"


def test_colouring_a_photograph_imports_it_neither(tmp_path):
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from colourizer.cli.colourize import main
main([{str(SAMPLE)!r}, "--output", "new.jpg", "--device", "cpu"])
print("torch" in sys.modules, "huggingface_hub" in sys.modules)
"""
    environment = os.environ | {"COLOURIZER_ENGINE": "auto"}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, env=environment
    )
    assert told.stdout.split()[-2:] == ["False", "False"]


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("torch", "PyTorch is not installed"),
        ("steam", "There is no engine 'steam'. Set COLOURIZER_ENGINE to one of: auto, torch, onnx."),
    ],
)
def test_an_engine_that_is_not_there_is_told_in_a_sentence(engine, words, tmp_path):
    code = """
from colourizer import CheckpointError, Colourizer
try:
    Colourizer.from_pretrained("chroma")
except CheckpointError as error:
    print(error)
"""
    assert words in said(code, tmp_path, COLOURIZER_ENGINE=engine)


def test_a_gpu_without_pytorch_is_refused_in_a_sentence(tmp_path):
    code = """
from colourizer import CheckpointError, Colourizer
try:
    Colourizer.from_pretrained("chroma").to("cuda")
except CheckpointError as error:
    print(error)
"""
    assert "PyTorch is not installed" in said(code, tmp_path)


def test_onnx_runtime_tells_its_makers_nothing(tmp_path):
    """Its telemetry would write a session file to the temporary folder and a machine identifier to the home folder."""
    places = {name: tmp_path / name for name in ("home", "temporary", "work")}
    for place in places.values():
        place.mkdir()
    environment = {"HOME": str(places["home"]), "TMPDIR": str(places["temporary"])}
    code = f'from colourizer import Colourizer; Colourizer.from_pretrained("chroma")({str(SAMPLE)!r})'
    said(code, places["work"], ORT_DISABLE_TELEMETRY="0", **environment)
    assert not [path for place in places.values() for path in place.rglob("*")]


def test_nothing_imports_onnx_runtime_but_the_module_that_silences_it():
    importing = re.compile(r"^\s*(import|from) onnxruntime\b", re.M)
    found = [path for package in ("colourizer", "demo", "train") for path in (ROOT / package).rglob("*.py")]
    assert [path.name for path in found if importing.search(path.read_text())] == ["onnx_engine.py"]


def test_what_the_workflow_tests_on_laptops_is_found_without_it():
    """The `core` job of the GitHub workflow does not install PyTorch: any import of it would fail the job."""
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text()
    (folders,) = re.findall(r"- run: pytest (.+)", workflow)
    said(f"import pytest; sys.exit(pytest.main(['--collect-only', '-q', *{folders.split()}]))", ROOT)
