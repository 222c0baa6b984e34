"""`python -m train evaluate`: evaluate models and grey passthrough on photographs with known colours."""

import argparse
import shlex
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from colourizer.checkpoint import name_or_folder
from colourizer.evaluation.metrics import METRICS
from colourizer.evaluation.results import (
    FAITHFUL,
    GREY,
    OWN,
    ModelInfo,
    Results,
    ResultsError,
    key_of,
    save_results,
)
from colourizer.pipeline import REPORT_SIZE, Colourizer
from train.data.manifest import SPLITS
from train.data.spread import at_most
from train.errors import DataError, writable
from train.evaluation.externals import External, parse_externals
from train.evaluation.measurement import KNOWN_ALWAYS, Measurement
from train.evaluation.photographs import Sample, from_folder, from_manifest
from train.evaluation.summary import intervals, summarise, table
from train.training.starting import CALIBRATION

_SPLIT_NAMES = {"train": "Training split", "validation": "Validation split", "test": "Test split"}
_SMALLEST = 16  # pixels a side: the minimum for a network


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train evaluate`."""
    parser.add_argument("--models", nargs="+", default=[], metavar="NAME", help="checkpoints: a name, or a folder")
    parser.add_argument(
        "--external",
        action="append",
        default=[],
        metavar="NAME=DIR",
        help="pictures that another system has coloured, under the same file names",
    )
    parser.add_argument(
        "--unknown", action="store_true", help="old photographs whose colours are unknown: show them without comparing"
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--images", type=Path, metavar="DIR", help="a folder with one folder per landscape class")
    where.add_argument("--manifest", type=Path, metavar="DIR", help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--split", choices=SPLITS, default="test", help="of the manifest")
    parser.add_argument("--size", type=int, default=REPORT_SIZE, help="pixels a side (default: the report's 144)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N photographs, evenly spread")
    parser.add_argument(
        "--no-distance", action="store_true", help="leave out the Fréchet distance, which takes half of the time"
    )
    parser.add_argument(
        "--own", action="store_true", help="also the networks' own pictures, with the networks' lightness"
    )
    parser.add_argument("--name", help="the name of these photographs on the page")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the results folder to write")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate, write a results folder and print its table. Raises DataError or CheckpointError."""
    samples, name = _samples(arguments)
    writable(arguments.out)
    externals = parse_externals(arguments.external, samples)
    colourizers = [_colourizer(text) for text in arguments.models]
    models = _models(colourizers, externals, arguments)
    # Keep the old results until the new ones are complete: numbers and pictures belong together.
    with TemporaryDirectory(dir=arguments.out, prefix=".evaluating-") as temporary:
        whole = Path(temporary)
        measured = Measurement(
            colourizers,
            externals,
            size=arguments.size,
            out=whole,
            own=arguments.own,
            known=not arguments.unknown,
            distance=not arguments.no_distance,
        )(samples)
        if not measured.pictures:
            raise DataError("None of these photographs can be evaluated: are they in colour? Old ones need --unknown.")
        metrics = KNOWN_ALWAYS if arguments.unknown else tuple(METRICS)
        features = {version: np.concatenate(batches) for version, batches in measured.features.items()}
        summary = summarise(measured.pictures, metrics, features)
        results = Results(
            name=arguments.name or name,
            size=arguments.size,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            command="python -m train " + shlex.join(sys.argv[1:]),
            metrics=metrics,
            models=tuple(model for model in models if model.name in summary),
            summary=summary,
            intervals=intervals(measured.pictures, metrics),
            pictures=tuple(measured.pictures),
            certainty={name: kept.summary() for name, kept in measured.statistics.items()},
            known=not arguments.unknown,
        )
        save_results(results, whole)
        _swap(whole, arguments.out)
    print(f"{results.name}: {len(results.pictures)} photographs, {results.size}x{results.size} pixels\n")
    print(table(results))
    return 0


def _swap(whole: Path, out: Path) -> None:
    """Replace old results with new ones; versions that were not evaluated again are kept."""
    before = whole / "before"
    before.mkdir()
    (out / "pictures").mkdir(exist_ok=True)
    for version in (whole / "pictures").iterdir():
        target = out / "pictures" / version.name
        if target.exists():
            target.rename(before / version.name)
        version.rename(target)
    for name in ("pictures.csv", "metrics.json"):
        (whole / name).replace(out / name)


def _samples(arguments: argparse.Namespace) -> tuple[list[Sample], str]:
    """The photographs and the name of the set. Raises DataError."""
    if arguments.size < _SMALLEST:
        raise DataError(f"--size is {arguments.size}: give at least {_SMALLEST} pixels.")
    if arguments.limit is not None and arguments.limit < 1:
        raise DataError(f"--limit is {arguments.limit}: give a number from 1.")
    if arguments.manifest:
        samples, name = from_manifest(arguments.manifest, arguments.split), _SPLIT_NAMES[arguments.split]
    else:
        samples, name = from_folder(arguments.images), arguments.images.resolve().name
    if arguments.limit:
        samples = at_most(samples, arguments.limit)
    return samples, name


def _colourizer(text: str) -> Colourizer:
    """Load a checkpoint under the key of its name: "runs/Lambda_40/checkpoint" is "lambda-40"."""
    colourizer = Colourizer.from_pretrained(name_or_folder(text))
    if state := colourizer.checkpoint.training.get(CALIBRATION):
        print(
            f"The calibration of {text} is {state}: run `python -m train calibrate` first, or ignore its colourfulness "
            "and its certainty.",
            file=sys.stderr,
        )
    return Colourizer(replace(colourizer.checkpoint, name=key_of(colourizer.name)))


def _models(colourizers: list[Colourizer], externals: list[External], arguments: argparse.Namespace) -> list[ModelInfo]:
    """All versions except the original, in table order. Raises ResultsError if two have the same key."""
    models = [ModelInfo(GREY, "Grey passthrough")]
    titles = [colourizer.checkpoint.engine.title for colourizer in colourizers]
    for colourizer, title in zip(colourizers, titles, strict=True):
        # Names distinguish checkpoints of the same architecture.
        title = f"{title}: {colourizer.name}" if titles.count(title) > 1 else title
        key, sure = colourizer.checkpoint.sha256, colourizer.checkpoint.engine.has_distribution
        kind = colourizer.checkpoint.architecture
        models.append(ModelInfo(colourizer.name, title, key, sure, kind))
        if sure:
            models.append(ModelInfo(colourizer.name + FAITHFUL, f"{title}, faithful", key, architecture=kind))
        elif arguments.own:
            models.append(ModelInfo(colourizer.name + OWN, f"{title}, own picture", key, architecture=kind))
    models += [ModelInfo(external.name, external.title) for external in externals]
    names = [model.name for model in models]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ResultsError(
            f"Two of these would be called {twice!r}. Give one of the folders, or NAME=DIR, another name."
        )
    return models
