"""Would this folder run as a Hugging Face Space? Does what a Space does, as far as one machine can.

    python -m tests.tools.check_space                as git would push it, with the packages that are installed here
    python -m tests.tools.check_space --install      in a fresh environment, installed in the order of Spaces
    python -m tests.tools.check_space --python PATH  with the packages of another Python

The files are copied to a separate folder, read-only for the app, and checked. The app is started as user 1000, without
network, with its own home folder, and with the environment variables of Spaces. It must answer on port 7860, and colour
a photograph by API. If this machine does not allow another user or a network namespace, the check says so and goes on.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools import space_rules
from tests.tools.space_visit import USER

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run all checks and print the findings; returns 0 or 1."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT, help="a clone (default: this one)")
    parser.add_argument("--install", action="store_true", help="into a fresh environment; needs the network")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="whose packages run the app")
    parser.add_argument(
        "--within", type=float, default=60, help="seconds until the page answers (default: %(default)g)"
    )
    arguments = parser.parse_args()
    with space(arguments.folder) as place:
        complaints = rules(place / "app")
        if arguments.install:
            arguments.python = install(place)
        if not complaints:
            complaints = [] if started(place, arguments.python, arguments.within) else ["The app does not run."]
    print("\n".join(complaints) or "It would run as a Space.")
    return 1 if complaints else 0


@contextmanager
def space(folder: Path) -> Iterator[Path]:
    """A temporary folder with app/, home/ and tmp/. app/ has the tracked and unignored files of `folder`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    with tempfile.TemporaryDirectory(prefix="space-") as name:
        place = Path(name)
        place.chmod(0o755)
        for file in filter(lambda file: (folder / file).is_file(), listed.stdout.split("\0")):
            (place / "app" / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / file, place / "app" / file)
        for own in ("home", "tmp"):
            (place / own).mkdir()
            if os.getuid() == 0:
                os.chown(place / own, USER, USER)
        yield place


def rules(app: Path) -> list[str]:
    """Static checks, without starting anything."""
    return [
        *space_rules.file_complaints(app),
        *space_rules.front_matter_complaints(app),
        *space_rules.requirement_complaints(app),
    ]


def install(place: Path) -> Path:
    """Create a new environment, installed in the order of Spaces; returns its Python."""
    values = space_rules.front_matter(place / "app")
    python = shutil.which(f"python{values['python_version']}")
    # A version manager's Python on the path may be a shim that refuses to run.
    if python is None or subprocess.run([python, "-m", "venv", place / "venv"], capture_output=True).returncode:
        raise SystemExit(f"--install needs Python {values['python_version']}, as README.md says, on the path.")
    pip = [place / "venv" / "bin" / "pip", "install", "--quiet", "--no-cache-dir"]
    subprocess.run([*pip, "-r", "pre-requirements.txt"], cwd=place / "app", check=True)
    subprocess.run([*pip, f"gradio[oauth,mcp]=={values['sdk_version']}", "spaces"], check=True)
    subprocess.run([*pip, "-r", "requirements.txt"], cwd=place / "app", check=True)
    return place / "venv" / "bin" / "python"


def started(place: Path, python: Path, within: float) -> bool:
    """Start the app in an isolated network, and visit it."""
    own_network = ["unshare", "--net", *([] if os.getuid() == 0 else ["--map-root-user"])]
    allowed = shutil.which("unshare") and subprocess.run([*own_network, "true"], capture_output=True).returncode == 0
    if not allowed:
        print("This machine lets nobody take the network away, so the app has it.")
    command = [sys.executable, "-m", "tests.tools.space_visit", place, python, str(within)]
    return subprocess.run([*(own_network if allowed else []), *command], cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
