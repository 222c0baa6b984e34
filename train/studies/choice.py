"""Chooses the photographs of a study from the command line."""

import argparse
from pathlib import Path

from train.data.manifest import read_manifest
from train.data.spread import exactly
from train.errors import DataError
from train.evaluation.photographs import from_folder


def add_arguments(parser: argparse.ArgumentParser, count: int) -> None:
    """Add --manifest or --images, and --photographs, with the default `count`."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--manifest", type=Path, metavar="DIR", help="the folder that `python -m train prepare` wrote")
    where.add_argument("--images", type=Path, metavar="DIR", help="a folder with one folder per landscape class")
    parser.add_argument("--photographs", type=int, default=count, help=f"evenly spread (default: {count})")


def chosen(arguments: argparse.Namespace) -> tuple[list[Path], str]:
    """The paths of evenly spread photographs, and a description of them. Raises DataError."""
    entries, what = chosen_with_classes(arguments)
    return [path for path, _ in entries], what


def chosen_with_classes(arguments: argparse.Namespace) -> tuple[list[tuple[Path, str]], str]:
    """Like `chosen`, with the landscape class of each path. Raises DataError."""
    if arguments.photographs < 1:
        raise DataError(f"--photographs is {arguments.photographs}: give a number from 1.")
    if arguments.manifest:
        every = [(entry.path, str(entry.landscape)) for entry in read_manifest(arguments.manifest, "test")]
        what = "of the test split"
    else:
        every = [(sample.path, str(sample.landscape)) for sample in from_folder(arguments.images)]
        what = f"of {arguments.images}"
    return exactly(every, arguments.photographs), what
