"""`python -m train COMMAND`: prepare photographs, train on them, evaluate."""

import argparse
import sys

from colourizer.checkpoint import CheckpointError
from train import evaluate, prepare, run
from train.loop import TrainingError
from train.manifest import DataError


def build_parser() -> argparse.ArgumentParser:
    """All commands and their arguments; `run` of what is parsed carries the command out."""
    parser = argparse.ArgumentParser(prog="python -m train", description="Prepare photographs, train, evaluate.")
    commands = parser.add_subparsers(dest="command", required=True)
    prepare.add_arguments(commands.add_parser("prepare", help="read photographs into a manifest"))
    run.add_arguments(commands.add_parser("baseline", help="train the report's autoencoder"), "baseline")
    run.add_arguments(commands.add_parser("cgan", help="train the report's conditional GAN"), "cgan")
    evaluate.add_arguments(commands.add_parser("evaluate", help="measure models on photographs in colour"))
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 2 after one plain sentence on standard error."""
    arguments = build_parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except (CheckpointError, DataError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
