"""`python -m train evaluate`: every model, and grey passthrough, on photographs whose colours are known."""

import argparse
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.classes import LandscapeClass
from colourizer.colour import lightness_to_rgb
from colourizer.inference import REPORT_SIZE, Colourizer
from colourizer.metrics import METRICS
from colourizer.photo import SUFFIXES, Photo, PhotoError, load_rgb
from colourizer.results import GREY, ORIGINAL, ModelInfo, Picture, Results, save_picture, save_results
from train.data import square
from train.manifest import DataError, read_manifest
from train.tables import markdown_table

OWN = "-own"  # behind a model's name: the network's own picture, with the network's lightness


@dataclass(frozen=True)
class Sample:
    """One photograph to evaluate on."""

    id: str
    path: Path
    landscape: LandscapeClass
    title: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train evaluate`."""
    parser.add_argument("--models", nargs="+", required=True, metavar="NAME", help="checkpoints: a name, or a folder")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--images", type=Path, metavar="DIR", help="a folder with one folder per landscape class")
    where.add_argument("--manifest", type=Path, metavar="DIR", help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--split", choices=("validation", "test"), default="test", help="of the manifest")
    parser.add_argument("--size", type=int, default=REPORT_SIZE, help="pixels a side (default: the report's 144)")
    parser.add_argument("--limit", type=int, help="at most so many photographs, evenly spread")
    parser.add_argument("--own", action="store_true", help="also the networks' own pictures, without our lightness")
    parser.add_argument("--name", help="what these photographs are called on the page")
    parser.add_argument("--out", type=Path, required=True, help="the results folder to write")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate, write a results folder and print its table. Raises DataError or CheckpointError."""
    samples = _from_manifest(arguments) if arguments.manifest else _from_folder(arguments.images)
    if arguments.limit:
        samples = samples[:: max(1, -(-len(samples) // arguments.limit))]
    colourizers = [Colourizer.from_pretrained(_checkpoint(name)) for name in arguments.models]
    pictures = []
    for sample in tqdm(samples, unit="photo", desc="evaluate"):
        versions = _versions(sample, colourizers, arguments.size, own=arguments.own)
        if versions is None:
            continue
        for version, rgb in versions.items():
            save_picture(arguments.out, version, sample.id, rgb)
        truth = versions.pop(ORIGINAL)
        values = {
            version: {metric: measure(rgb, truth) for metric, measure in METRICS.items()}
            for version, rgb in versions.items()
        }
        pictures.append(Picture(sample.id, sample.landscape, sample.title, values))
    if not pictures:
        raise DataError("None of these photographs can be evaluated: are they in colour?")
    name = arguments.name or ("Test split" if arguments.manifest else arguments.images.name)
    results = Results(
        name=name,
        size=arguments.size,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        command="python -m train " + shlex.join(sys.argv[1:]),
        metrics=tuple(METRICS),
        models=_models(colourizers, own=arguments.own),
        summary=summarise(pictures),
        pictures=tuple(pictures),
    )
    save_results(results, arguments.out)
    print(table(results))
    return 0


def summarise(pictures: list[Picture]) -> dict[str, dict[str, dict[str, float]]]:
    """Means over pictures: `summary[model][group][metric]`, where group is "all" or a landscape class."""
    summary: dict[str, dict[str, dict[str, float]]] = {}
    for model in pictures[0].values:
        groups = {"all": pictures} | {
            landscape.value: [picture for picture in pictures if picture.landscape is landscape]
            for landscape in LandscapeClass
        }
        summary[model] = {
            group: {metric: float(np.mean([p.values[model][metric] for p in members])) for metric in METRICS}
            for group, members in groups.items()
            if members
        }
    return summary


def table(results: Results) -> str:
    """The means over all pictures, as Markdown, grey passthrough first."""
    rows = [
        [model.title, *(f"{results.summary[model.name]['all'][metric]:.4f}" for metric in results.metrics)]
        for model in results.models
    ]
    head = f"{results.name}: {len(results.pictures)} photographs, {results.size}x{results.size} pixels"
    return f"{head}\n\n{markdown_table(['model', *results.metrics], rows)}"


def _versions(sample: Sample, colourizers: list[Colourizer], size: int, *, own: bool) -> dict[str, np.ndarray] | None:
    """Every version of a photograph, sRGB (size, size, 3), uint8, by name; None for one without colours."""
    try:
        rgb = load_rgb(sample.path)
    except PhotoError as error:
        tqdm.write(f"{sample.path} is left out: {error}", file=sys.stderr)
        return None
    if rgb.ndim != 3:
        tqdm.write(f"{sample.path} is left out: it has no colours to compare with.", file=sys.stderr)
        return None
    truth = np.ascontiguousarray(square(rgb, size, None))
    photo = Photo.from_rgb(truth)
    grey = (lightness_to_rgb(photo.lightness) * 255).round().astype(np.uint8)
    versions = {ORIGINAL: truth, GREY: grey}
    for colourizer in colourizers:
        versions[colourizer.name] = colourizer(photo).rgb
        if own:
            versions[colourizer.name + OWN] = colourizer.network_picture(photo, size)
    return versions


def _models(colourizers: list[Colourizer], *, own: bool) -> tuple[ModelInfo, ...]:
    models = [ModelInfo(GREY, "Grey passthrough")]
    for colourizer in colourizers:
        checkpoint = colourizer.checkpoint
        models.append(ModelInfo(colourizer.name, checkpoint.net.title, checkpoint.sha256))
        if own:
            models.append(ModelInfo(colourizer.name + OWN, f"{checkpoint.net.title}, own picture", checkpoint.sha256))
    return tuple(models)


def _checkpoint(name: str) -> str | Path:
    return Path(name) if Path(name).is_dir() else name


def _from_manifest(arguments: argparse.Namespace) -> list[Sample]:
    return [
        Sample(f"{entry.source}-{entry.sha1[:16]}", entry.path, entry.landscape, entry.original_class)
        for entry in read_manifest(arguments.manifest, arguments.split)
    ]


def _from_folder(folder: Path) -> list[Sample]:
    samples = list(_walk(folder))
    if not samples:
        raise DataError(
            f"{folder} holds no photographs in folders named after the classes: "
            f"{', '.join(LandscapeClass)}. Sort them into such folders."
        )
    return samples


def _walk(folder: Path) -> Iterator[Sample]:
    for landscape in LandscapeClass:
        for path in sorted((folder / landscape.value).glob("*")):
            if path.suffix.lower() in SUFFIXES:
                words = re.sub(r"[^0-9a-z]+", "-", path.stem.lower()).strip("-")
                yield Sample(f"{landscape.value}-{words}"[:80], path, landscape, path.stem.replace("-", " "))
