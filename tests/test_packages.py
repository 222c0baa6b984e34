"""Which packages may import each other, and access the disk."""

import ast
import graphlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The allowed imports of each part (subpackage or top-level module) from the other parts of its package.
ALLOWED = {
    "colourizer": {
        "classes": "",
        "controls": "",
        "errors": "",
        "files": "",
        "colour": "",
        "distribution": "controls",
        "configs": "distribution",
        "glibc": "",
        "hub": "",
        "processors": "",
        "photo": "colour errors files",
        "frame": "colour errors photo",
        "subject": "frame photo",
        "evaluation": "classes colour files",
        "hints": "errors",
        "models": "classes colour configs distribution files hints",
        "engines": "classes colour configs distribution hints models processors",
        "panorama": "configs hints",
        "devices": "engines",
        "checkpoint": "configs distribution engines hub models",
        "export": "checkpoint configs engines files models",
        "colourization": "classes colour controls distribution frame hints photo",
        "pipeline": "checkpoint classes colour colourization configs devices engines frame hints panorama photo",
        "cli": "checkpoint colourization controls devices engines export files frame hints photo pipeline processors "
        "subject",
        "__main__": "cli",
    },
    "demo": {"gradio_app": "", "gallery": "", "app": "gradio_app", "browse": "gallery"},
    "demo.gradio_app": {
        "by_name": "",
        "certainty_overlay": "",
        "history": "",
        "i18n": "",
        "limits": "",
        "malloc": "",
        "networks": "",
        "preload": "malloc networks",
        "private": "",
        "samples": "",
        "signing": "",
        "without_stubs": "",
        "zero_gpu": "networks private",
        "names": "samples",
        "returning": "history",
        "theme": "i18n",
        "save_link": "i18n theme",
        "pictures": "certainty_overlay i18n networks private signing zero_gpu",
        "layer_table": "i18n pictures",
        "metric_table": "i18n",
        "captions": "certainty_overlay i18n pictures",
        "session": "pictures samples",
        "viewer": "i18n pictures theme",
        "halves": "certainty_overlay samples session",
        "tiles": "halves pictures",
        "handlers": "captions halves history i18n limits metric_table names pictures returning samples session tiles "
        "viewer",
        "widgets": "handlers i18n limits pictures private samples",
        "tabs": "by_name captions halves handlers history i18n layer_table limits metric_table names pictures "
        "private samples save_link session theme viewer widgets",
        "api": "captions i18n pictures private widgets",
    },
    "demo.gallery": {
        "components": "",
        "metric_text": "",
        "palette": "",
        "style": "",
        "url_state": "",
        "data": "metric_text",
        "site": "data url_state",
        "sections": "components data metric_text palette site url_state",
        "pages": "components data metric_text sections site url_state",
    },
    "train": {
        "errors": "",
        "presets": "",
        "tables": "",
        "data": "errors presets tables",
        "training": "data errors presets",
        "evaluation": "data errors tables training",
        "report": "data errors evaluation presets tables training",
        "publishing": "data errors evaluation report tables",
        "studies": "data errors evaluation presets report tables training",
        "__main__": "data errors evaluation publishing report studies training",
    },
}
FORBIDDEN = {"colourizer": {"train", "demo"}, "train": {"demo"}, "demo": {"train"}}


def imported_names(path: Path) -> set[str]:
    """All imports anywhere in a file: "package.module", and "package.module.name" for `from` imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports."""
    return {name.split(".")[0] for name in imported_names(path)}


def parts(folder: Path) -> dict[str, list[Path]]:
    """The subpackages and top-level modules of a package by name, each with its files."""
    found = {path.stem: [path] for path in folder.glob("*.py") if path.stem != "__init__"}
    packages = [path.parent for path in folder.glob("*/__init__.py")]
    return found | {package.name: sorted(package.rglob("*.py")) for package in packages}


def arrows(folder: Path, package: str) -> dict[str, set[str]]:
    """The other parts that each part of `package` imports. folder: where `package` is."""
    within = parts(folder)
    return {
        part: {
            other
            for path in files
            for name in imported_names(path)
            for other in within
            if other != part and f"{name}.".startswith(f"{package}.{other}.")
        }
        for part, files in within.items()
    }


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_imports_only_what_it_may(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for path in files:
        assert not imported(path) & FORBIDDEN[package], path


def test_the_rule_would_notice(tmp_path):
    (tmp_path / "bad.py").write_text("def f():\n    from train.training.loop import train\n    import demo.app\n")
    assert imported(tmp_path / "bad.py") == {"train", "demo"}


@pytest.mark.parametrize("package", ALLOWED)
def test_a_part_imports_only_what_it_may(package):
    """Add new parts and new dependencies to ALLOWED, which is checked for cycles."""
    found = arrows(ROOT / package.replace(".", "/"), package)
    allowed = {part: set(others.split()) for part, others in ALLOWED[package].items()}
    assert set(found) == set(allowed)
    assert {part: others - allowed[part] for part, others in found.items() if others - allowed[part]} == {}


@pytest.mark.parametrize("package", ALLOWED)
def test_the_arrows_make_no_circle(package):
    table = {part: set(others.split()) for part, others in ALLOWED[package].items()}
    assert set().union(*table.values()) <= set(table)
    graphlib.TopologicalSorter(table).prepare()  # raises CycleError


def test_every_package_says_what_it_is():
    for package in FORBIDDEN:
        for path in (ROOT / package).rglob("__init__.py"):
            assert ast.get_docstring(ast.parse(path.read_text())), path


def test_an_arrow_would_be_noticed(tmp_path):
    (tmp_path / "cellar").mkdir()
    (tmp_path / "cellar" / "__init__.py").write_text("")
    (tmp_path / "cellar" / "wine.py").write_text("def f():\n    from house import attic\n")
    (tmp_path / "attic.py").write_text("import house.cellar.wine\n")
    assert arrows(tmp_path, "house") == {"cellar": {"attic"}, "attic": {"cellar"}}


def test_only_safetensors_are_loaded_as_weights():
    unpickling = ("import pickle", "torch.load", "joblib", "np.load")
    for path in (ROOT / "colourizer").rglob("*.py"):
        assert not [word for word in unpickling if word in path.read_text()], path
    for path in (ROOT / "demo").rglob("*.py"):
        assert not [word for word in unpickling if word in path.read_text()], path
    for path in (ROOT / "train").rglob("*.py"):  # a run's state may be torch's
        for line in path.read_text().splitlines():
            assert "torch.load(" not in line or "weights_only=True" in line, path


@pytest.mark.parametrize("package", ["colourizer", "train", "demo", "tests"])
def test_modules_are_imported_by_their_own_names(package):
    renamed = [
        f"{path.relative_to(ROOT)}: {alias.name} as {alias.asname}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname and (ROOT / f"{node.module}.{alias.name}".replace(".", "/")).with_suffix(".py").exists()
    ]
    assert not renamed
