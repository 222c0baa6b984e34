"""The inputs of the report's pages: small files copied from runs, `prepare` and `evaluate`.

metrics.json, pictures.csv    the evaluation on the test split
splits/NAME.json              evaluations on the training and the validation split, means only
others/NAME/                  evaluations with other systems' pictures of the same photographs
logs/NAME.csv                 training runs
data.md                       the tables of `prepare`
studies/NAME.md               the results of `python -m train study`
targets.toml                  the targets of the project's networks
*-notes.md                    hand-written notes, the only text of the pages that no command generates
"""

import argparse
import json
import shutil
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import ModelInfo, Results, key_of, load_results
from colourizer.files import replace_text, replaced
from train.data.manifest import MANIFEST_NAME, read_manifest
from train.data.spread import at_most
from train.errors import DataError
from train.tables import markdown_table

ROOT = Path(__file__).resolve().parents[2]
# The project's own inputs, which also hold the targets and the notes on failures of its networks.
PROJECT = ROOT / "assets" / "report" / "inputs"
_GRIDS = 8
SPLITS = ("train", "validation")  # their means are shown beside the test split's


@dataclass(frozen=True)
class Means:
    """An evaluation without its pictures. count: the number of photographs."""

    results: Results
    count: int


def take_over(arguments: argparse.Namespace, inputs: Path) -> None:
    """Copy the files given on the command line to `inputs`. Raises DataError or ResultsError."""
    (inputs / "logs").mkdir(parents=True, exist_ok=True)
    runs, others = _named(arguments.runs, "--runs"), _named(arguments.others or [], "--others")
    for folder in runs.values():
        if not (folder / "log.csv").exists():
            raise DataError(f"{folder} holds no log.csv. Name the folder of a training run.")
    for name, folder in runs.items():
        shutil.copyfile(folder / "log.csv", inputs / "logs" / f"{name}.csv")
        _take_grids(folder / "grids", arguments.out / "grids" / name)
    if arguments.data:
        tables = arguments.data / "README.md"
        text = tables.read_text() if tables.exists() else ""
        if "## Table 1" not in text:
            raise DataError(f"{tables} holds no tables. Name a folder that `python -m train prepare` wrote.")
        replace_text(inputs / "data.md", with_sources(text[text.index("## Table 1") :], arguments.data))
    if arguments.results:
        _copy(arguments.results, inputs)
    for split, folder in zip(SPLITS, (arguments.training, arguments.validation), strict=True):
        if folder:
            _keep_means(load_results(folder), inputs / "splits" / f"{split}.json")
    if arguments.others is not None:
        # Copied first, so that nothing is lost if one is broken, or is itself in the folder being replaced.
        with TemporaryDirectory(dir=inputs) as temporary:
            for name, folder in others.items():
                _copy(folder, Path(temporary) / "others" / name)
            shutil.rmtree(inputs / "others", ignore_errors=True)
            if others:
                (Path(temporary) / "others").rename(inputs / "others")


def _named(folders: list[Path], option: str) -> dict[str, Path]:
    """Folders by their names here, which cannot contain paths. Raises DataError for duplicate names."""
    named: dict[str, Path] = {}
    for folder in folders:
        if other := named.get(name := key_of(folder.resolve().name)):
            raise DataError(f"{other} and {folder} would both be called {name!r} in {option}: rename one of them.")
        named[name] = folder
    return named


def read_means(inputs: Path, split: str) -> Means | None:
    """The means of a split's evaluation; None if there is none. Raises DataError for a broken file."""
    path = inputs / "splits" / f"{split}.json"
    if not path.exists():
        return None
    try:
        head = json.loads(path.read_text())
        count = head.pop("photographs")
        models = tuple(ModelInfo(**model) for model in head.pop("models"))
        return Means(Results(**head, models=models, pictures=()), count)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(f"{path} cannot be read ({error}). Name the evaluation of that split once more.") from error


def read_others(inputs: Path) -> list[Results]:
    """The evaluations with other systems' pictures. Raises ResultsError."""
    return [load_results(folder) for folder in sorted((inputs / "others").glob("*")) if folder.is_dir()]


def with_sources(tables: str, data: Path) -> str:
    """The tables of `prepare`, with the photographs per source and class added after Table 2."""
    if not (data / MANIFEST_NAME).exists():
        return tables
    counts = Counter((entry.source, entry.landscape) for entry in read_manifest(data))
    table = f"## Table 2, by source\n\n{source_table(counts)}\n\n"
    for follows in ("## Left out", "## People"):
        before, found, after = tables.partition(follows)
        if found:
            return before + table + found + after
    return f"{tables.rstrip()}\n\n{table}"


def source_table(counts: Counter[tuple[str, LandscapeClass]]) -> str:
    """The number of photographs per source and class, as Markdown, one row per source."""
    sources = list(dict.fromkeys(source for source, _ in counts))
    rows = [[source, *(counts[source, kind] for kind in LandscapeClass)] for source in sources]
    rows = [[*row, sum(row[1:])] for row in rows]
    rows.append(["all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])])
    return markdown_table(["source", *(kind.title for kind in LandscapeClass), "all"], rows)


def _copy(folder: Path, to: Path) -> None:
    load_results(folder)  # rejects broken results before anything is replaced
    to.mkdir(parents=True, exist_ok=True)
    for name in ("metrics.json", "pictures.csv"):
        with replaced(to / name) as whole:
            shutil.copyfile(folder / name, whole)


def _keep_means(results: Results, path: Path) -> None:
    means = {key: value for key, value in asdict(results).items() if key not in ("pictures", "folder", "certainty")}
    replace_text(path, json.dumps({"photographs": len(results.pictures)} | means, indent=1) + "\n")


def _take_grids(source: Path, target_folder: Path) -> None:
    """Copy a few sample grids for the gallery, evenly spread over the run and including the last."""
    painted = sorted(source.glob("*.webp"))
    shutil.rmtree(target_folder, ignore_errors=True)
    target_folder.mkdir(parents=True)
    for path in at_most(painted[::-1], _GRIDS):
        shutil.copyfile(path, target_folder / path.name)
