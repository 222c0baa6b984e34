"""`python -m train COMMAND`: prepare photographs, train on them, evaluate."""

import argparse
import sys

from colourizer.checkpoint import CheckpointError
from colourizer.results import ResultsError
from train import commands, evaluate, prepare, report
from train.errors import DataError, TrainingError


def build_parser() -> argparse.ArgumentParser:
    """All commands and their arguments; `run` of what is parsed carries the command out."""
    parser = argparse.ArgumentParser(prog="python -m train", description="Prepare photographs, train, evaluate.")
    add = parser.add_subparsers(dest="command", required=True).add_parser
    prepare.add_arguments(add("prepare", help="read photographs into a manifest"))
    commands.add_arguments(add("baseline", help="train the report's autoencoder"), "baseline")
    commands.add_arguments(add("cgan", help="train the report's conditional GAN"), "cgan")
    evaluate.add_arguments(add("evaluate", help="measure models on photographs in colour"))
    report.add_arguments(add("report", help="write the report's page: tables and figures"))
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 2 after one plain sentence on standard error."""
    arguments = build_parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except (CheckpointError, DataError, ResultsError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
