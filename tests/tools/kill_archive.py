"""Checks that an archive's results are identical however often it is killed: `python -m tests.tools.kill_archive`.

The command is restarted again and again and killed (SIGKILL) at random moments: alternately with all its processes, and
alone, like by the OOM killer. After it has finished, an undisturbed run with the same statement follows, and the output
of both is compared. The exit status is 1 if anything differs.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from colourizer.checkpoint import DEFAULT
from colourizer.cli.archive.archive import ERRORS, MANIFEST
from colourizer.cli.archive.statement import STATEMENT
from colourizer.cli.archive.summary import SUMMARY
from tests.tools.serving import ROOT

OWN = {MANIFEST, ERRORS, SUMMARY}  # these include the duration of each photograph
RESULT = ROOT / "assets" / "report" / "inputs" / "kill-archive.json"
SAMPLES = ROOT / "assets" / "samples"


def disturbed(folder: Path, output: Path, model: str | Path, kills: int, random_: random.Random) -> list[float]:
    """Colour `folder`, killed `kills` times and then to the end. Returns when each run was killed, in seconds."""
    longest, moments = _seconds_of_a_run(folder, output.with_name("measured"), model), []
    for number in range(kills):
        moments.append(random_.uniform(0, longest))
        run = subprocess.Popen(_command(folder, output, model), cwd=ROOT, start_new_session=True, **_QUIET)
        time.sleep(moments[-1])
        (os.killpg if number % 2 else os.kill)(run.pid, signal.SIGKILL)
        run.wait()
    subprocess.run(_command(folder, output, model), cwd=ROOT, check=True, **_QUIET)
    return moments


def undisturbed(folder: Path, output: Path, model: str | Path, statement: Path) -> None:
    """Colour `folder` without interruption, with the date in `statement`."""
    output.mkdir()
    shutil.copyfile(statement, output / STATEMENT)
    subprocess.run(_command(folder, output, model), cwd=ROOT, check=True, **_QUIET)


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not in both results folders, or not identical."""
    files = [{str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()} for root in (one, other)]
    names = (set(files[0]) | set(files[1])) - OWN
    both = [name for name in names if all(name in each for each in files)]
    same = {name for name in both if files[0][name].read_bytes() == files[1][name].read_bytes()}
    return sorted(names - same)


def result(command: str, moments: list[float], compared: int, found: list[str]) -> dict[str, str | int | float | list]:
    """What is kept of a run. moments: seconds after which it was killed. compared: files. found: those that differ."""
    times = {"first": round(min(moments), 1), "last": round(max(moments), 1)} if moments else {}
    return {"command": command, "kills": len(moments), **times, "compared": compared, "differing": found}


_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _command(folder: Path, output: Path, model: str | Path) -> list[str]:
    command = [sys.executable, "-m", "colourizer.cli.archive_command", str(folder), "--output", str(output)]
    more = ["--contact-sheet", "--iiif", "https://example.org/archive", "--device", "cpu", "--processes", "2"]
    return [*command, "--model", str(model), *more]


def _seconds_of_a_run(folder: Path, output: Path, model: str | Path) -> float:
    began = time.perf_counter()
    subprocess.run(_command(folder, output, model), cwd=ROOT, check=True, **_QUIET)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.kill_archive", description="Kill an archive's work.")
    parser.add_argument("--folder", type=Path, default=SAMPLES, help="of photographs (default: the samples)")
    parser.add_argument("--kills", type=int, default=10, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--out", type=Path, default=RESULT, metavar="FILE", help="for the result, JSON")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        killed, whole = Path(folder) / "killed", Path(folder) / "whole"
        moments = disturbed(arguments.folder, killed, DEFAULT, arguments.kills, random.Random(arguments.seed))
        undisturbed(arguments.folder, whole, DEFAULT, killed / STATEMENT)
        found = differing(killed, whole)
        count = sum(path.is_file() for path in whole.rglob("*")) - len(OWN)
    command = f"python -m tests.tools.kill_archive --kills {arguments.kills} --seed {arguments.seed}"
    command += f" --folder {arguments.folder}" if arguments.folder != SAMPLES else ""
    told = json.dumps(result(command, moments, count, found), indent=1)
    arguments.out.write_text(told + "\n", encoding="utf-8")
    print(f"Killed after {', '.join(f'{moment:.1f}' for moment in moments)} s: {len(found)} of {count} files differ.")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
