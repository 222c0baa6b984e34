"""`python -m train evaluate`: every model, and grey passthrough, on photographs whose colours are known."""

import argparse
import shlex
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.colour.lab import lightness_to_rgb
from colourizer.colourization import Colourization
from colourizer.evaluation.metrics import METRICS
from colourizer.evaluation.results import (
    FAITHFUL,
    GREY,
    ORIGINAL,
    OWN,
    ModelInfo,
    Picture,
    Results,
    save_certainty,
    save_picture,
    save_results,
)
from colourizer.photo.photo import SUFFIXES, Photo, PhotoError, load_rgb
from colourizer.pipeline import REPORT_SIZE, Colourizer
from train.data.dataset import square
from train.errors import DataError
from train.evaluation import reliability as certainty
from train.evaluation.frechet import FEWEST, Lite2Features
from train.evaluation.photographs import Sample, from_folder, from_manifest
from train.evaluation.summary import intervals, summarise, table

_BATCH = 16  # pictures whose features are taken at a time

Versions = dict[str, np.ndarray]  # every version of one photograph by name: sRGB (size, size, 3), uint8


@dataclass(frozen=True)
class External:
    """Pictures that another system has coloured, under the names of the photographs."""

    name: str
    folder: Path

    def find(self, sample: Sample) -> Path:
        """The picture of `sample`, whatever its format. Raises DataError where there is none."""
        for place in (self.folder / sample.landscape.value, self.folder):
            for suffix in SUFFIXES:
                if (path := place / (sample.path.stem + suffix)).exists():
                    return path
        raise DataError(f"{self.folder} holds no picture named like {sample.path.name}. Colour that one, too.")


@dataclass
class Measured:
    """What is known of the photographs so far: values, features by version, and how sure models were."""

    pictures: list[Picture] = field(default_factory=list)
    features: dict[str, list[np.ndarray]] = field(default_factory=lambda: defaultdict(list))
    sureness: dict[str, certainty.Kept] = field(default_factory=lambda: defaultdict(certainty.Kept))


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
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--images", type=Path, metavar="DIR", help="a folder with one folder per landscape class")
    where.add_argument("--manifest", type=Path, metavar="DIR", help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--split", choices=("validation", "test"), default="test", help="of the manifest")
    parser.add_argument("--size", type=int, default=REPORT_SIZE, help="pixels a side (default: the report's 144)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N photographs, evenly spread")
    parser.add_argument("--own", action="store_true", help="also the networks' own pictures, without our lightness")
    parser.add_argument("--name", help="what these photographs are called on the page")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the results folder to write")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate, write a results folder and print its table. Raises DataError or CheckpointError."""
    if arguments.manifest:
        samples, name = from_manifest(arguments.manifest, arguments.split), f"{arguments.split.capitalize()} split"
    else:
        samples, name = from_folder(arguments.images), arguments.images.name
    if arguments.limit:
        samples = samples[:: max(1, -(-len(samples) // arguments.limit))]
    colourizers = [Colourizer.from_pretrained(Path(x) if Path(x).is_dir() else x) for x in arguments.models]
    externals = [_external(text) for text in arguments.external]
    measured = _measure(samples, colourizers, externals, arguments)
    if not measured.pictures:
        raise DataError("None of these photographs can be evaluated: are they in colour?")
    features = {version: np.concatenate(batches) for version, batches in measured.features.items()}
    results = Results(
        name=arguments.name or name,
        size=arguments.size,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        command="python -m train " + shlex.join(sys.argv[1:]),
        metrics=tuple(METRICS),
        models=_models(colourizers, externals, own=arguments.own),
        summary=summarise(measured.pictures, tuple(METRICS), features),
        intervals=intervals(measured.pictures, tuple(METRICS)),
        pictures=tuple(measured.pictures),
        certainty={name: kept.summary() for name, kept in measured.sureness.items()},
    )
    save_results(results, arguments.out)
    print(f"{results.name}: {len(results.pictures)} photographs, {results.size}x{results.size} pixels\n")
    print(table(results))
    return 0


def _measure(
    samples: list[Sample], colourizers: list[Colourizer], externals: list[External], arguments: argparse.Namespace
) -> Measured:
    measured, waiting = Measured(), []
    see = Lite2Features() if len(samples) >= FEWEST else None
    for sample, versions, made in _all_versions(samples, colourizers, externals, arguments):
        for version, rgb in versions.items():
            save_picture(arguments.out, version, sample.id, rgb)
        for coloured in made:
            if coloured.certainty is not None:
                measured.sureness[coloured.model].add(coloured, versions[ORIGINAL])
                save_certainty(arguments.out, coloured.model, sample.id, coloured.certainty)
        measured.pictures.append(_picture(sample, versions))
        waiting.append(versions)
        if see and len(waiting) == _BATCH:
            _take_features(see, waiting, measured)
            waiting = []
    if see and waiting:
        _take_features(see, waiting, measured)
    return measured


def _take_features(see: Lite2Features, waiting: list[Versions], measured: Measured) -> None:
    for version in waiting[0]:
        measured.features[version].append(see(np.stack([versions[version] for versions in waiting])))


def _picture(sample: Sample, versions: Versions) -> Picture:
    truth = versions[ORIGINAL]
    values = {
        version: {metric: measure(rgb, truth) for metric, measure in METRICS.items()}
        for version, rgb in versions.items()
    }
    return Picture(sample.id, sample.landscape, sample.title, values)


def _all_versions(
    samples: list[Sample], colourizers: list[Colourizer], externals: list[External], arguments: argparse.Namespace
) -> Iterator[tuple[Sample, Versions, list[Colourization]]]:
    """Every photograph that can be compared, all its versions, and what the networks made of it.

    Photographs that cannot be compared are named on standard error.
    """
    size = arguments.size
    for sample in tqdm(samples, unit="photo", desc="evaluate", mininterval=2):
        try:
            truth = _squared(sample.path, size)
        except PhotoError as error:
            tqdm.write(f"{sample.path} is left out: {error}", file=sys.stderr)
            continue
        photo = Photo.from_rgb(truth)
        grey = (lightness_to_rgb(photo.lightness) * 255).round().astype(np.uint8)
        versions = {ORIGINAL: truth, GREY: grey}
        made = [colourizer(photo, frame="none") for colourizer in colourizers]
        for colourizer, coloured in zip(colourizers, made, strict=True):
            versions[colourizer.name] = coloured.rgb
            if coloured.distribution:
                versions[colourizer.name + FAITHFUL] = coloured.adjusted(vividness=0).rgb
            elif arguments.own:
                versions[colourizer.name + OWN] = colourizer.network_picture(photo, size)
        for external in externals:
            versions[external.name] = _squared(external.find(sample), size)
        yield sample, versions, made


def _squared(path: Path, size: int) -> np.ndarray:
    """The largest square in the middle of a photograph, sRGB (size, size, 3), uint8. Raises PhotoError."""
    rgb = load_rgb(path)
    if rgb.ndim != 3:
        raise PhotoError("it has no colours to compare with.")
    return np.ascontiguousarray(square(rgb, size))


def _models(colourizers: list[Colourizer], externals: list[External], *, own: bool) -> tuple[ModelInfo, ...]:
    models = [ModelInfo(GREY, "Grey passthrough")]
    titles = [colourizer.checkpoint.net.title for colourizer in colourizers]
    for colourizer, title in zip(colourizers, titles, strict=True):
        # Two checkpoints of one architecture are told apart by their names.
        title = f"{title}: {colourizer.name}" if titles.count(title) > 1 else title
        key, sure = colourizer.checkpoint.sha256, colourizer.checkpoint.net.certain
        models.append(ModelInfo(colourizer.name, title, key, sure))
        if sure:
            models.append(ModelInfo(colourizer.name + FAITHFUL, f"{title}, faithful", key))
        elif own:
            models.append(ModelInfo(colourizer.name + OWN, f"{title}, own picture", key))
    return (*models, *(ModelInfo(external.name, external.name) for external in externals))


def _external(text: str) -> External:
    name, equals, folder = text.partition("=")
    if not equals or not Path(folder).is_dir():
        raise DataError(
            f"{text!r} is not NAME=DIR with a folder that is there: write for example deoldify=out/deoldify."
        )
    return External(name, Path(folder))
