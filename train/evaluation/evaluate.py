"""`python -m train evaluate`: every model, and grey passthrough, on photographs whose colours are known."""

import argparse
import shlex
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.checkpoint import name_or_folder
from colourizer.colour.lab import lightness_to_rgb
from colourizer.colourization import Colourization
from colourizer.evaluation.metrics import ALL, METRICS
from colourizer.evaluation.results import (
    FAITHFUL,
    GREY,
    ORIGINAL,
    OWN,
    ModelInfo,
    Picture,
    Results,
    ResultsError,
    key_of,
    save_certainty,
    save_picture,
    save_results,
)
from colourizer.photo.photo import Photo, PhotoError, load_rgb
from colourizer.pipeline import REPORT_SIZE, Colourizer
from train.data.dataset import square
from train.data.manifest import SPLITS
from train.data.spread import at_most
from train.errors import DataError, writable
from train.evaluation import reliability as certainty
from train.evaluation.externals import External, as_it_is, parse_externals
from train.evaluation.frechet import FEWEST, Lite2Features
from train.evaluation.in_threads import in_threads
from train.evaluation.photographs import Sample, from_folder, from_manifest
from train.evaluation.summary import intervals, summarise, table
from train.training.run import CALIBRATION

_BATCH = 16  # pictures whose features are taken at a time
_SPLIT_NAMES = {"train": "Training split", "validation": "Validation split", "test": "Test split"}
_SMALLEST = 16  # pixels a side: less is too little for a network
_KNOWN_ALWAYS = tuple(name for name in METRICS if not ALL[name].needs_truth)

Versions = dict[str, np.ndarray]  # every version of one photograph by name: sRGB (size, size, 3), uint8


@dataclass
class Measured:
    """The measurements so far: metrics, features by version, and statistics of certainty."""

    pictures: list[Picture] = field(default_factory=list)
    features: dict[str, list[np.ndarray]] = field(default_factory=lambda: defaultdict(list))
    statistics: dict[str, certainty.CertaintyStatistics] = field(
        default_factory=lambda: defaultdict(certainty.CertaintyStatistics)
    )

    def extend(self, other: "Measured") -> None:
        """Append what was measured on other photographs."""
        self.pictures += other.pictures
        for version, batches in other.features.items():
            self.features[version] += batches
        for name, statistics in other.statistics.items():
            self.statistics[name].extend(statistics)


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
    measured = _measure(samples, colourizers, externals, arguments)
    if not measured.pictures:
        raise DataError("None of these photographs can be evaluated: are they in colour? Old ones need --unknown.")
    metrics = _KNOWN_ALWAYS if arguments.unknown else tuple(METRICS)
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
    save_results(results, arguments.out)
    print(f"{results.name}: {len(results.pictures)} photographs, {results.size}x{results.size} pixels\n")
    print(table(results))
    return 0


def _samples(arguments: argparse.Namespace) -> tuple[list[Sample], str]:
    """The photographs and what they are called together. Raises DataError."""
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
    """A checkpoint under the key of its name: "runs/Lambda_40/checkpoint" is "lambda-40"."""
    colourizer = Colourizer.from_pretrained(name_or_folder(text))
    if state := colourizer.checkpoint.training.get(CALIBRATION):
        print(
            f"The calibration of {text} is {state}: run `python -m train calibrate` first, or ignore its colourfulness "
            "and its certainty.",
            file=sys.stderr,
        )
    return Colourizer(replace(colourizer.checkpoint, name=key_of(colourizer.name)))


def _measure(
    samples: list[Sample], colourizers: list[Colourizer], externals: list[External], arguments: argparse.Namespace
) -> Measured:
    measured = Measured()
    extract = Lite2Features() if len(samples) >= FEWEST and not (arguments.unknown or arguments.no_distance) else None
    batches = [list(enumerate(samples))[start : start + _BATCH] for start in range(0, len(samples), _BATCH)]

    def measure(batch: list[tuple[int, Sample]]) -> Measured:
        part, waiting = Measured(), []
        for number, sample in batch:
            if (versions := _measure_one(number, sample, colourizers, externals, arguments, part)) is not None:
                waiting.append(versions)
        if extract and waiting:
            _take_features(extract, waiting, part)
        return part

    with tqdm(total=len(samples), unit="photo", desc="evaluate", mininterval=2) as bar:
        for batch, part in zip(batches, in_threads(measure, batches), strict=True):
            measured.extend(part)
            bar.update(len(batch))
    return measured


def _measure_one(
    number: int,
    sample: Sample,
    colourizers: list[Colourizer],
    externals: list[External],
    arguments: argparse.Namespace,
    measured: Measured,
) -> Versions | None:
    """Save all versions of one photograph, and add what they measure to `measured`.

    None for a photograph that cannot be compared, which is named on standard error.
    """
    try:
        versions, made = _versions(sample, colourizers, externals, arguments)
    except PhotoError as error:
        tqdm.write(f"{sample.path} is left out: {error}", file=sys.stderr)
        return None
    for version, rgb in versions.items():
        save_picture(arguments.out, version, sample.id, rgb)
    for coloured in made:
        if coloured.certainty is not None:
            if not arguments.unknown:
                measured.statistics[coloured.model].add(coloured, versions[ORIGINAL], seed=number)
            save_certainty(arguments.out, coloured.model, sample.id, coloured.certainty)
    measured.pictures.append(_picture(sample, versions, known=not arguments.unknown))
    return versions


def _take_features(extract: Lite2Features, waiting: list[Versions], measured: Measured) -> None:
    """Of every version that the photographs waiting have: another system may lack some."""
    for version in dict.fromkeys(version for versions in waiting for version in versions):
        measured.features[version].append(
            extract(np.stack([versions[version] for versions in waiting if version in versions]))
        )


def _picture(sample: Sample, versions: Versions, *, known: bool) -> Picture:
    """The metrics of each version; without known colours, only those that need no truth."""
    truth = versions[ORIGINAL]
    values = {
        version: {metric: measure(rgb, truth) for metric, measure in METRICS.items()}
        for version, rgb in versions.items()
    }
    if not known:
        del values[ORIGINAL]
        values = {version: {name: row[name] for name in _KNOWN_ALWAYS} for version, row in values.items()}
    return Picture(sample.id, sample.landscape, sample.title, values)


def _versions(
    sample: Sample, colourizers: list[Colourizer], externals: list[External], arguments: argparse.Namespace
) -> tuple[Versions, list[Colourization]]:
    """All versions of a photograph, and what the networks made of it. Raises PhotoError."""
    size = arguments.size
    whole = as_it_is(sample.path) if arguments.unknown else _in_colour(sample.path)
    truth = np.ascontiguousarray(square(whole, size))
    photo = Photo.from_rgb(truth)
    versions = {ORIGINAL: truth}
    versions[GREY] = (lightness_to_rgb(photo.lightness) * 255).round().astype(np.uint8)
    made = [colourizer(photo, frame="none") for colourizer in colourizers]
    for colourizer, coloured in zip(colourizers, made, strict=True):
        versions[colourizer.name] = coloured.rgb
        if coloured.distribution:
            versions[colourizer.name + FAITHFUL] = coloured.adjusted(vividness=0).rgb
        elif arguments.own:
            versions[colourizer.name + OWN] = colourizer.network_picture(photo, size)
    for external in externals:
        if (rgb := external.load(sample, whole.shape[:2], size)) is not None:
            versions[external.name] = rgb
    return versions, made


def _in_colour(path: Path) -> np.ndarray:
    """A photograph in colour, sRGB (H, W, 3), uint8. Raises PhotoError."""
    rgb = load_rgb(path)
    if rgb.ndim != 3:
        raise PhotoError("it has no colours to compare with. With --unknown it is shown and not compared.")
    return rgb


def _models(colourizers: list[Colourizer], externals: list[External], arguments: argparse.Namespace) -> list[ModelInfo]:
    """Every version but the original, in the order of the table. Raises ResultsError where two have one key."""
    models = [ModelInfo(GREY, "Grey passthrough")]
    titles = [colourizer.checkpoint.engine.title for colourizer in colourizers]
    for colourizer, title in zip(colourizers, titles, strict=True):
        # Two checkpoints of one architecture are told apart by their names.
        title = f"{title}: {colourizer.name}" if titles.count(title) > 1 else title
        key, sure = colourizer.checkpoint.sha256, colourizer.checkpoint.engine.has_distribution
        models.append(ModelInfo(colourizer.name, title, key, sure))
        if sure:
            models.append(ModelInfo(colourizer.name + FAITHFUL, f"{title}, faithful", key))
        elif arguments.own:
            models.append(ModelInfo(colourizer.name + OWN, f"{title}, own picture", key))
    models += [ModelInfo(external.name, external.title) for external in externals]
    names = [model.name for model in models]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ResultsError(
            f"Two of these would be called {twice!r}. Give one of the folders, or NAME=DIR, another name."
        )
    return models
