"""Static rules for a Hugging Face Space: files, front matter, requirements.

Source: huggingface.co/docs/hub/spaces-config-reference, spaces-dependencies and spaces-zerogpu. Each rule returns its
complaints as sentences, or nothing if all is well.
"""

import re
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

LARGEST = 10_000_000  # bytes of a regular file on the Hub; larger files need LFS
ZERO_GPU_TORCH, _NEWER_TORCH = "2.11.0", "2.12.0"  # the newest that ZeroGPU lists, and the next

_COLOURS = ("red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray")
_HARDWARE = ("cpu-basic", "cpu-upgrade", "zero-a10g", "t4-small", "t4-medium", "l4x1", "a10g-small")


def _one_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _texts(pattern: str = ".+") -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(_matches(pattern), value))


_NEEDED = {
    "title": _text,
    "emoji": lambda value: _text(value) and not re.search(r"[\w\s]", value),
    "colorFrom": _one_of(*_COLOURS),
    "colorTo": _one_of(*_COLOURS),
    "sdk": _one_of("gradio"),
    "sdk_version": _matches(r"\d+\.\d+\.\d+"),
    "python_version": _matches(r"3\.\d+(\.\d+)?"),  # 3.10 without quotes would be the number 3.1
    "app_file": _text,
    "short_description": lambda value: _text(value) and len(value) <= 60,
    "license": _text,
}
_ALLOWED = _NEEDED | {
    "suggested_hardware": _one_of(*_HARDWARE),
    "thumbnail": _matches(r"https://\S+"),
    "models": _texts(r"[\w.-]+/[\w.-]+"),
    "datasets": _texts(r"[\w.-]+/[\w.-]+"),
    "tags": _texts(),
    "fullWidth": _flag,
    "pinned": _flag,
    "disable_embedding": _flag,
    "header": _one_of("mini", "default"),
    "startup_duration_timeout": _matches(r"\d+(m|h)"),
    "preload_from_hub": _texts(),
}


def front_matter(folder: Path) -> dict[str, Any]:
    """The YAML block at the top of README.md; empty if there is none."""
    found = re.match(r"---\n(.*?\n)---\n", (folder / "README.md").read_text(), re.S)
    values = yaml.safe_load(found[1]) if found else None
    return values if isinstance(values, dict) else {}


def front_matter_complaints(folder: Path) -> list[str]:
    """Problems in README.md for the Hub or the Space."""
    values = front_matter(folder)
    complaints = [f"README.md has no {key!r} in its front matter." for key in _NEEDED if key not in values]
    for key, value in values.items():
        if key not in _ALLOWED:
            complaints.append(f"README.md: Spaces know no {key!r} in the front matter.")
        elif not _ALLOWED[key](value):
            complaints.append(f"README.md: {value!r} is not what Spaces take for {key!r}.")
    if _text(values.get("app_file")) and not (folder / values["app_file"]).is_file():
        complaints.append(f"README.md names {values['app_file']} as the app, and there is no such file.")
    return complaints


def file_complaints(folder: Path) -> list[str]:
    """Files that are too large to push."""
    sizes = {path.relative_to(folder): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return [f"{path} has {size / 1e6:.1f} MB; 10 are allowed." for path, size in sizes.items() if size > LARGEST]


def requirements(path: Path) -> dict[str, Requirement]:
    """The requirements in a file by name; empty if there is no such file."""
    lines = path.read_text().splitlines() if path.is_file() else []
    found = [Requirement(line.split("#")[0]) for line in lines if line.split("#")[0].strip()]
    return {requirement.name: requirement for requirement in found}


def requirement_complaints(folder: Path) -> list[str]:
    """Requirements that a Space cannot install, or would install in a version that fits neither us nor ZeroGPU."""
    needed, before = requirements(folder / "requirements.txt"), requirements(folder / "pre-requirements.txt")
    complaints = []
    for name, requirement in needed.items():
        try:
            if not requirement.specifier.contains(version(name)):
                complaints.append(
                    f"{name} {version(name)} is installed here, and requirements.txt wants {requirement}."
                )
        except PackageNotFoundError:
            complaints.append(f"{name} is in requirements.txt, but nobody installed and tried it here.")
    values = front_matter(folder)
    if "gradio" not in needed or not needed["gradio"].specifier.contains(str(values.get("sdk_version", "0"))):
        complaints.append("sdk_version in README.md is none that requirements.txt allows for gradio.")
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    if not SpecifierSet(project["requires-python"]).contains(str(values.get("python_version", "0"))):
        complaints.append("python_version in README.md is none that pyproject.toml allows.")
    if "torch" not in before or "torch" not in needed:
        complaints.append("pre-requirements.txt and requirements.txt must both say which torch.")
    else:
        both = before["torch"].specifier & needed["torch"].specifier
        if before["torch"].specifier.contains(_NEWER_TORCH) or not both.contains(ZERO_GPU_TORCH):
            complaints.append(f"pre-requirements.txt must keep torch at {ZERO_GPU_TORCH} or below, for ZeroGPU.")
    return complaints
