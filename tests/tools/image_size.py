"""Estimates the size of the Docker image, for machines without a container engine.

    python -m tests.tools.image_size

Adds up the installed files of the packages that each page needs, from this environment, and the repository's files that
.dockerignore does not exclude. The base image is not included.
"""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tools.space_rules import requirements

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("gallery", "app")


def wanted(page: str) -> dict[str, Requirement]:
    """The requirements that the Dockerfile installs for a page."""
    if page == "gallery":
        return requirements(ROOT / "demo" / "requirements.txt")
    unused = re.search(r"'\^\((.*?)\)\\b' /tmp/wanted/all.txt", (ROOT / "Dockerfile").read_text())[1].split("|")
    return {name: each for name, each in requirements(ROOT / "requirements-light.txt").items() if name not in unused}


def with_dependencies(names: list[str]) -> set[str]:
    """The packages and all their dependencies."""
    found, left = set(), [(name, "") for name in names]
    while left:
        name, extra = left.pop()
        name = canonicalize_name(name)
        if (name, extra) in found:
            continue
        try:
            needs = map(Requirement, distribution(name).requires or [])
        except PackageNotFoundError:  # for another system, or another Python
            continue
        found.add((name, extra))
        for each in needs:
            if each.marker is None or each.marker.evaluate({"extra": extra}):
                left += [(each.name, wish) for wish in ("", *each.extras)]
    return {name for name, _ in found}


def megabytes(package: str) -> float:
    """The installed size of a package."""
    files = [Path(file.locate()) for file in distribution(package).files or []]
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


def own_megabytes() -> float:
    """The size of this repository's files in the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    folders = [ROOT / line[1:] for line in lines if line.startswith("!") and (ROOT / line[1:]).is_dir()]
    left_out = {ROOT / line for line in lines if not line.startswith(("!", "#"))}
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path not in left_out]
    return sum(path.stat().st_size for path in files if "__pycache__" not in path.parts) / 1e6


def main() -> None:
    """Print the sums, and the five largest packages."""
    for page in PAGES:
        sizes = {package: megabytes(package) for package in with_dependencies([*wanted(page)])}
        largest = sorted(sizes, key=sizes.get, reverse=True)[:5]
        print(
            f"{page}: {sum(sizes.values()) + own_megabytes():.0f} MB, the base image apart: {len(sizes)} packages with "
            f"{sum(sizes.values()):.0f} MB ({', '.join(f'{name} {sizes[name]:.0f}' for name in largest)}, ...), "
            f"and {own_megabytes():.0f} MB of our own."
        )


if __name__ == "__main__":
    main()
