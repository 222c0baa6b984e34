"""`python -m train study NAME`: run one study and save its result, with the command, for the report's pages."""

import argparse
import shlex
import sys
from pathlib import Path
from types import ModuleType

from colourizer.files import replace_text
from train.errors import writable
from train.report.report import REPORT
from train.studies import (
    frames,
    hints,
    hues,
    loading,
    negatives,
    old_plates,
    panorama,
    reference,
    sizes,
    speed,
    steadiness,
    subjects,
    trials,
    upsampling,
)

STUDIES: dict[str, ModuleType] = {
    "trials": trials,
    "upsampling": upsampling,
    "sizes": sizes,
    "speed": speed,
    "loading": loading,
    "steadiness": steadiness,
    "plates": old_plates,
    "frames": frames,
    "negatives": negatives,
    "subjects": subjects,
    "panorama": panorama,
    "hints": hints,
    "hues": hues,
    "reference": reference,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train study`, and those of each study."""
    add = parser.add_subparsers(dest="study", required=True).add_parser
    for name, module in STUDIES.items():
        own = add(name, help=str(module.__doc__).splitlines()[0])
        own.add_argument("--out", type=Path, default=REPORT / "inputs" / "studies", metavar="DIR")
        module.add_arguments(own)
        own.set_defaults(run=run, measure=module.measure)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and save. Raises DataError or CheckpointError."""
    writable(arguments.out)
    text = f"{arguments.measure(arguments)}\n\nMade by `python -m train {shlex.join(sys.argv[1:])}`"
    replace_text(arguments.out / f"{arguments.study}.md", text + "\n")
    print(text)
    return 0
