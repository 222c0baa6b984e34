"""`python -m train COMMAND`: prepare photographs, train on them, evaluate."""

import argparse
import sys

from colourizer.checkpoint import CheckpointError
from colourizer.evaluation.results import ResultsError
from train.data import people_check, plates, prepare
from train.errors import DataError, TrainingError
from train.evaluation import calibrate, evaluate
from train.publishing import publish
from train.report import report
from train.studies import command as study
from train.training import command as commands
from train.training import hints


def build_parser() -> argparse.ArgumentParser:
    """All commands and their arguments; `run` of what is parsed carries the command out."""
    parser = argparse.ArgumentParser(prog="python -m train", description="Prepare photographs, train, evaluate.")
    add = parser.add_subparsers(dest="command", required=True).add_parser
    prepare.add_arguments(add("prepare", help="read photographs into a manifest"))
    plates.add_arguments(add("plates", help="balance old colour plates, to learn from and to measure on"))
    people_check.add_arguments(add("people", help="measure the people filter of prepare on labelled photographs"))
    commands.add_arguments(add("baseline", help="train the report's autoencoder"), "baseline")
    commands.add_arguments(add("cgan", help="train the report's conditional GAN"), "cgan")
    commands.add_arguments(add("chroma", help="train the network that says how sure it is"), "chroma")
    calibrate.add_arguments(add("calibrate", help="fit how chroma's distribution is read"))
    hints.add_arguments(add("hints", help="teach chroma how far the hints that people give reach"))
    evaluate.add_arguments(add("evaluate", help="measure models on photographs in colour"))
    study.add_arguments(add("study", help="measure one thing for the report's page"))
    report.add_arguments(add("report", help="write the report's page: tables and figures"))
    publish.add_arguments(add("publish", help="upload networks to the Hugging Face Hub, with a card for each"))
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
