"""What the three packages may know of each other, and of the disk."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {"colourizer": {"train", "demo"}, "train": {"demo"}, "demo": {"train"}}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_imports_only_what_it_may(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for path in files:
        assert not imported(path) & FORBIDDEN[package], path


def test_the_rule_would_notice(tmp_path):
    (tmp_path / "bad.py").write_text("def f():\n    from train.training.loop import train\n    import demo.app\n")
    assert imported(tmp_path / "bad.py") == {"train", "demo"}


def test_only_safetensors_are_loaded_as_weights():
    unpickling = ("import pickle", "torch.load", "joblib", "np.load")
    for path in (ROOT / "colourizer").rglob("*.py"):
        assert not [word for word in unpickling if word in path.read_text()], path
    for path in (ROOT / "demo").rglob("*.py"):
        assert not [word for word in unpickling if word in path.read_text()], path
    for path in (ROOT / "train").rglob("*.py"):  # a run's own state may be torch's, but never unpickled freely
        for line in path.read_text().splitlines():
            assert "torch.load(" not in line or "weights_only=True" in line, path
