"""Gradio is imported without writing its type stubs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def told(code: str) -> str:
    """The output of code in a new process."""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.mark.slow
def test_the_app_writes_no_stubs_and_gradio_still_has_the_function_that_would():
    function = "import gradio.component_meta as meta; print(meta.create_or_modify_pyi.__module__)"
    assert told(function) == "gradio.component_meta"  # if renamed, demo/gradio_app/without_stubs.py has no effect
    assert told(f"import demo.app; {function}") == "demo.gradio_app.without_stubs"


def test_where_gradio_is_imported_already_nothing_changes():
    code = "import gradio, sys; before = list(sys.meta_path)"
    after = "import demo.gradio_app.without_stubs; print(sys.meta_path == before)"
    assert told(f"{code}; {after}") == "True"
