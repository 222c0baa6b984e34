"""The notebook runs from top to bottom. It is committed with its output, small, and without traces of a machine."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

TOUR = Path(__file__).parents[1] / "assets" / "tour.ipynb"


@pytest.mark.slow
def test_it_runs():
    notebook = nbformat.read(TOUR, as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None) if cell.cell_type != "code" else cell.update(outputs=[])
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": TOUR.parent}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert sum("image/jpeg" in output.get("data", {}) for output in outputs) >= 12
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_it_is_committed_whole_and_small():
    text = TOUR.read_text()
    assert len(text) < 1_000_000
    code = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert not re.search(r"/(home|work|root|tmp)/", text)


def test_its_prose_is_true_of_any_checkpoint():
    """Numbers are printed by code: in prose they would become wrong with the next training run."""
    for cell in json.loads(TOUR.read_text())["cells"]:
        if cell["cell_type"] == "markdown":
            assert not re.search(r"\d+\.\d", "".join(cell["source"]))
