"""`python -m train without-people`: write a manifest whose validation and test splits have no photographs with people.

The report left out all photographs of people. `prepare --people mask` keeps them for training, with the people masked;
evaluation uses only photographs without people from the given sources.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from train.data.manifest import Entry, read_manifest, write_manifest
from train.data.people import STORE_NAME, THRESHOLD, read_store
from train.errors import DataError, writable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train without-people`."""
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="what `prepare --people mask` or `leave-out` wrote"
    )
    parser.add_argument("--sources", nargs="+", required=True, metavar="NAME", help="those to be measured on")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the new manifest")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the manifest, print how many photographs are in each split, and return 0. Raises DataError."""
    store = arguments.data / STORE_NAME
    if not store.is_file():
        raise DataError(f"{store} is missing: run `python -m train prepare` with --people mask first.")
    training = read_manifest(arguments.data, "train")
    scores = {sha1: boxes[:, 4].max(initial=0.0) for sha1, boxes in read_store(store).items()}
    measured: list[Entry] = []
    for split in ("validation", "test"):
        every = [entry for entry in read_manifest(arguments.data, split) if entry.source in arguments.sources]
        chosen = [replace(entry, people=()) for entry in every if scores.get(entry.sha1, 1.0) < THRESHOLD]
        if not chosen:
            raise DataError(f"No photograph of the {split} split is left: check the names of the sources.")
        print(f"{split}: {len(chosen):,} of {len(every):,} photographs without people")
        measured += chosen
    writable(arguments.out)
    print(f"train: {len(training):,} photographs, as they were")
    print(f"Wrote {write_manifest([*training, *measured], arguments.out)}")
    return 0
