"""Which photographs a study looks at."""

import argparse
from pathlib import Path

from train.data.manifest import read_manifest
from train.errors import DataError
from train.evaluation.photographs import from_folder


def add_arguments(parser: argparse.ArgumentParser, count: int) -> None:
    """--manifest or --images, and --photographs, `count` by default."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--manifest", type=Path, metavar="DIR", help="the folder that `python -m train prepare` wrote")
    where.add_argument("--images", type=Path, metavar="DIR", help="a folder with one folder per landscape class")
    parser.add_argument("--photographs", type=int, default=count, help=f"evenly spread (default: {count})")


def chosen(arguments: argparse.Namespace) -> tuple[list[Path], str]:
    """Their paths, evenly spread over all there are, and what they are, in words. Raises DataError."""
    if arguments.photographs < 1:
        raise DataError(f"--photographs is {arguments.photographs}: give a number from 1.")
    if arguments.manifest:
        paths, what = [entry.path for entry in read_manifest(arguments.manifest, "test")], "of the test split"
    else:
        paths, what = [sample.path for sample in from_folder(arguments.images)], f"of {arguments.images}"
    return paths[:: max(1, len(paths) // arguments.photographs)][: arguments.photographs], what
