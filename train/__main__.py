"""`python -m train COMMAND`: prepare photographs, train, evaluate."""

import argparse
import sys

if __name__ == "__main__":  # before the imports below, which take seconds
    from train.training.interrupt import exit_on_signals, interrupt_on_signals

    exit_on_signals()

from colourizer.checkpoint import CheckpointError
from colourizer.cli.closed_pipe import ends_quietly
from colourizer.evaluation.results import ResultsError
from train.data import gather, people_check, plates, prepare, without_people
from train.errors import DataError, TrainingError
from train.evaluation import calibrate, evaluate
from train.publishing import publish
from train.report import report
from train.studies import study_command, trials
from train.training import average, hints, train_command
from train.training.build import trainable


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; the parsed arguments' `run` executes the command."""
    parser = argparse.ArgumentParser(prog="python -m train", description="Prepare photographs, train, evaluate.")
    add = parser.add_subparsers(dest="command", required=True).add_parser
    prepare.add_arguments(add("prepare", help="read photographs into a manifest"))
    gather.add_arguments(add("gather", help="collect photographs of cities from clones of public repositories"))
    plates.add_arguments(add("plates", help="prepare old colour plates for training and evaluation"))
    people_check.add_arguments(add("people", help="measure the people filter of prepare on labelled photographs"))
    without_people.add_arguments(add("without-people", help="measure on photographs without people, of some sources"))
    for name, words in trainable().items():
        unlisted = trials.PRESETS if name == "chroma" else {}
        train_command.add_arguments(add(name, help=f"train {words}"), name, unlisted)
    calibrate.add_arguments(add("calibrate", help="fit chroma's calibration: its decodings and its certainty"))
    average.add_arguments(add("average", help="average the weights of several checkpoints"))
    hints.add_arguments(add("hints", help="train how far colour hints spread in chroma"))
    evaluate.add_arguments(add("evaluate", help="measure models on photographs in colour"))
    study_command.add_arguments(add("study", help="make one measurement for the report's pages"))
    report.add_arguments(add("report", help="write the report's pages: tables and figures"))
    publish.add_arguments(add("publish", help="upload networks to the Hugging Face Hub, with a card for each"))
    return parser


@ends_quietly()
def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 2 after an error message on standard error, or 130 if stopped."""
    arguments = build_parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except (CheckpointError, DataError, ResultsError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_STOPPED.get(arguments.command, "Stopped."), file=sys.stderr)
        return 130


_STOPPED = {
    "evaluate": "Stopped: no results were written. Run the same command again.",
    "prepare": "Stopped: no manifest was written; an existing one is unchanged. Run the same command again.",
    "calibrate": "Stopped: the checkpoint is unchanged. Run the same command again.",
} | dict.fromkeys(trainable(), "Stopped at once. If the run was saved before, --resume goes on from there.")


if __name__ == "__main__":
    interrupt_on_signals()
    sys.exit(main())
