"""`python -m train COMMAND`: prepare photographs, train on them, evaluate."""

import argparse
import sys

from colourizer.checkpoint import CheckpointError
from train import evaluate, prepare, run
from train.loop import TrainingError
from train.manifest import DataError


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m train", description="Prepare photographs, train, evaluate.")
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare", help="read photographs into a manifest")
    prepare.add_arguments(preparing)
    preparing.set_defaults(run=prepare.run)
    run.add_arguments(commands.add_parser("baseline", help="train the report's autoencoder"), "baseline")
    run.add_arguments(commands.add_parser("cgan", help="train the report's conditional GAN"), "cgan")
    evaluate.add_arguments(commands.add_parser("evaluate", help="measure models on photographs in colour"))
    arguments = parser.parse_args(argv)
    try:
        return arguments.run(arguments)
    except (CheckpointError, DataError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
