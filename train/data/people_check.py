"""`python -m train people`: how many people `prepare`'s filter misses on hand-labelled photographs.

The labels are a CSV file with a row per photograph: its source, its path in the source's folder, the stratum it was
sampled from, and its label: `people` (clearly a person), `tiny` (figures too small or too dark to recognise) or `none`.
The threshold was chosen on every other row, starting with the first; the remaining rows are the test set.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from train.data.detector import Detector, load_detector
from train.data.people import THRESHOLD, person_scores
from train.data.prepare import add_detector_argument, parse_sources
from train.errors import DataError
from train.tables import markdown_table

LABELS = ("people", "tiny", "none")
_COLUMNS = ("source", "path", "stratum", "label")


@dataclass(frozen=True)
class Labelled:
    """A photograph and its label."""

    path: Path
    stratum: str
    label: str


def read_labels(path: Path, sources: Sequence[tuple[str, Path]]) -> list[Labelled]:
    """The labelled photographs of the given sources.

    Raises:
        DataError: the file cannot be read, a row is malformed, or a source is not given.
    """
    try:
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError) as error:
        raise DataError(f"The labels {path} cannot be read: name a CSV file.") from error
    folders, labelled = dict(sources), []
    for line, row in enumerate(rows, start=2):
        if set(row) != set(_COLUMNS) or row["label"] not in LABELS:
            raise DataError(f"Line {line} of {path} is not {','.join(_COLUMNS)} with a label of {', '.join(LABELS)}.")
        if row["source"] not in folders:
            raise DataError(
                f"Line {line} of {path} names the source {row['source']}: give --source {row['source']}=DIR."
            )
        labelled.append(Labelled(folders[row["source"]] / row["path"], row["stratum"], row["label"]))
    return labelled


def report(labelled: Sequence[Labelled], detect: Detector, threshold: float) -> str:
    """Markdown tables of the number of photographs left out per label, by half and by stratum."""
    left_out = [score >= threshold for score in person_scores((one.path for one in labelled), detect)]
    found = list(zip(labelled, left_out, strict=True))
    parts = {"chosen on": found[::2], "tested on": found[1::2], "all": found}
    for stratum in dict.fromkeys(one.stratum for one in labelled):
        parts[stratum] = [pair for pair in found if pair[0].stratum == stratum]
    rows = [[name, *(_cell(pairs, label) for label in LABELS)] for name, pairs in parts.items()]
    header = ["left out of", "with people", "tiny people", "without people"]
    note = "In brackets 95 % intervals (Wilson). All with people should be left out, none without."
    return f"From a score of {threshold}:\n\n{markdown_table(header, rows)}\n\n{note}"


def _cell(pairs: Sequence[tuple[Labelled, bool]], label: str) -> str:
    hits = [out for one, out in pairs if one.label == label]
    if not hits:
        return "0 of 0"
    from scipy.stats import binomtest  # takes half a second to import

    low, high = binomtest(sum(hits), len(hits)).proportion_ci(method="wilson")
    return f"{sum(hits)} of {len(hits)} [{low:.0%}, {high:.0%}]"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--labels", type=Path, required=True, metavar="CSV", help="rows of " + ",".join(_COLUMNS))
    parser.add_argument("--source", action="append", required=True, metavar="NAME=DIR", help="as for `prepare`")
    parser.add_argument(
        "--threshold", type=float, default=THRESHOLD, help=f"the lowest score that is left out (default: {THRESHOLD})"
    )
    add_detector_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the tables and return 0. Raises DataError."""
    labelled = read_labels(args.labels, parse_sources(args.source))
    print(report(labelled, load_detector(args.detector), args.threshold))
    return 0
