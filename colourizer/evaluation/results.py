"""The schema of evaluated results: `train evaluate` writes a results folder, `demo/browse.py` reads it.

A results folder holds

    metrics.json        what was evaluated and how, and each model's means, over all pictures and by class
    pictures.csv        one row per picture and model: id, class, title, model, then one column per metric
    pictures/MODEL/ID.webp   each version of each picture; MODEL is also "original" and "grey"
    pictures/MODEL-certainty/ID.webp   the certainty of a model that has one: grey, 255 is 100 %

`id` matches ``[0-9a-z-]+``, so that it is safe as a file name; other names are refused on reading.
"""

import csv
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from colourizer.classes import LandscapeClass
from colourizer.files import replaced

SCHEMA = 1
ORIGINAL, GREY = "original", "grey"
OWN = "-own"  # suffix of a model's name: the network's own picture, with the network's lightness
FAITHFUL = "-faithful"  # suffix: the decoding with the least expected error
_CERTAINTY = "-certainty"  # suffix: the folder of its certainty maps

Summary = dict[str, dict[str, dict[str, float]]]  # [model][group][metric]

_LONGEST = 68  # characters of a system's key: endings such as "-certainty" are added
_KEY = re.compile(r"[0-9a-z][0-9a-z-]{0,79}")
_TAKEN = (ORIGINAL, GREY)  # reserved keys
_SUFFIXES = (OWN, FAITHFUL, _CERTAINTY)


class ResultsError(ValueError):
    """A results folder is missing, broken or of another schema; the message says what to do."""


@dataclass(frozen=True)
class ModelInfo:
    """One evaluated version: a network, or grey passthrough (lightness with no colour at all)."""

    name: str  # key in tables and folders: "grey", "baseline", "cgan", ...
    title: str  # what people read: "Grey passthrough", "Baseline autoencoder", ...
    checkpoint: str = ""  # SHA-256 of the weights file, empty for grey
    certainty: bool = False  # whether the folder holds a certainty map of each picture
    architecture: str = ""  # the registered network whose weights they are: "cgan"; empty in older results


@dataclass(frozen=True)
class Picture:
    """One evaluated photograph and its values: `values[model][metric]`, where model may also be "original"."""

    id: str
    landscape: LandscapeClass
    title: str
    values: dict[str, dict[str, float]]


@dataclass(frozen=True)
class Results:
    """Everything known about one evaluation.

    summary: `summary[model][group][metric]`, where model may also be "original" and group is "all" or a class's
        value: the mean over pictures; besides `metrics`, also metrics of whole sets ("frechet_lite2", where the group
        is large enough).
    intervals: [low, high] of each mean, at 95 %, by the same keys.
    certainty: of models that have one: "within" (ΔE), "spearman" (of expected and true error, the mean
        over pictures), "spearman_if_right" (the same, had the true colours been drawn from the model's distribution),
        "coverage" (largest gap between predicted and observed) and "reliability" (rows of predicted, observed, pixels).
    """

    name: str  # which photographs: "Bundled samples", "Test split"
    size: int  # pictures were compared at this many pixels a side
    created: str  # ISO 8601, UTC
    command: str  # the command that reproduces this folder
    metrics: tuple[str, ...]
    models: tuple[ModelInfo, ...]
    summary: Summary
    pictures: tuple[Picture, ...] = field(repr=False)
    intervals: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict, repr=False)
    certainty: dict[str, dict] = field(default_factory=dict, repr=False)
    known: bool = True  # whether the true colours are known; if not, "original" is the photograph as found
    folder: Path | None = field(default=None, repr=False)

    def image_path(self, picture: Picture, version: str) -> Path:
        """The file of one version ("original", "grey" or a model's name) of a picture.

        Raises ResultsError for a version that was not evaluated.
        """
        if self.folder is None or version not in {ORIGINAL, *(m.name for m in self.models)}:
            raise ResultsError(f"These results hold no version called {version!r}.")
        return self.folder / "pictures" / version / f"{picture.id}.webp"

    def certainty_path(self, picture: Picture, model: str) -> Path | None:
        """The file of a model's certainty map of a picture; None for a model without one.

        The file is grey, uint8: 0 to 255 stand for a certainty of 0 to 100 %.
        """
        if self.folder is None or model not in {m.name for m in self.models if m.certainty}:
            return None
        return self.folder / "pictures" / f"{model}{_CERTAINTY}" / f"{picture.id}.webp"

    @property
    def networks(self) -> tuple[ModelInfo, ...]:
        """The networks: no grey passthrough, and no second version of the same network."""
        names = {model.name for model in self.models}
        first = (m for m in self.models if m.name != GREY)
        return tuple(m for m in first if m.name.removesuffix(OWN).removesuffix(FAITHFUL) not in names - {m.name})

    def of_architecture(self, architecture: str) -> ModelInfo | None:
        """The network of an architecture ("cgan"), whatever its name; of several, the one with that name, or the last.
        None if there is none: other systems' pictures belong to no network, whatever their name.
        """
        networks = [model for model in self.networks if model.checkpoint]
        found = [model for model in networks if architecture in (model.name, model.architecture)]
        return next((model for model in found if model.name == architecture), found[-1] if found else None)


def key_of(name: str) -> str:
    """The key of a system in a results folder, from its name: "Lambda_40" → "lambda-40".

    Raises ResultsError for a name without letters or digits, and for one whose key is reserved.
    """
    key = re.sub(r"[^0-9a-z]+", "-", name.lower()).strip("-")[:_LONGEST].strip("-")
    if not key or re.search(r"[/\\]", name):
        raise ResultsError(f"{name!r} cannot be a name. Use letters, digits and hyphens, for example deoldify.")
    if key in _TAKEN or key.endswith(_SUFFIXES):
        raise ResultsError(
            f"{name!r} cannot be a system's name: {', '.join(_TAKEN)} and names that end in {', '.join(_SUFFIXES)} "
            "mean something else here. Choose another."
        )
    return key


def save_results(results: Results, folder: Path) -> None:
    """Write metrics.json and pictures.csv into `folder`; pictures are written one by one with `save_picture`.

    Raises ResultsError for a model's name or a picture's id that could not be read back.
    """
    for name in (*(model.name for model in results.models), *(picture.id for picture in results.pictures)):
        _checked(name)
    folder.mkdir(parents=True, exist_ok=True)
    head = {"schema": SCHEMA} | {
        key: value for key, value in asdict(results).items() if key not in ("pictures", "folder")
    }
    # Both are complete before either replaces an older one, since they belong together.
    with (
        replaced(folder / "metrics.json") as metrics,
        replaced(folder / "pictures.csv") as pictures,
        pictures.open("w", newline="") as stream,
    ):
        metrics.write_text(json.dumps(head, indent=1) + "\n")
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["id", "class", "title", "model", *results.metrics])
        for picture in results.pictures:
            for model, values in picture.values.items():
                numbers = [f"{values[metric]:.6g}" for metric in results.metrics]
                rows.writerow([picture.id, picture.landscape.value, picture.title, model, *numbers])


def save_picture(folder: Path, version: str, picture_id: str, rgb: np.ndarray) -> None:
    """Write one version of one picture: `rgb` is (H, W, 3), uint8, sRGB. Raises ResultsError for bad names."""
    path = folder / "pictures" / _checked(version) / f"{_checked(picture_id)}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb).save(path, quality=92, method=6)


def _checked(name: str) -> str:
    """A name, if it is safe as a file name. Raises ResultsError."""
    if not _KEY.fullmatch(name):
        raise ResultsError(f"{name!r} cannot be the name of a model or of a picture: a-z, 0-9 and hyphens can.")
    return name


def save_certainty(folder: Path, model: str, picture_id: str, certainty: np.ndarray) -> None:
    """Write the certainty map of `model` for one picture: (H, W), float in [0, 1].

    The model's `ModelInfo` must have `certainty=True`, and every picture needs a map.
    """
    grey = (np.clip(certainty, 0, 1) * 255).round().astype(np.uint8)
    save_picture(folder, model + _CERTAINTY, picture_id, np.dstack([grey] * 3))


def load_results(folder: Path) -> Results:
    """Read a results folder.

    Raises ResultsError, with a sentence, for a folder that is missing, incomplete, broken or of another schema.
    """
    remake = "Write one with: python -m train evaluate --help"
    try:
        head = json.loads((folder / "metrics.json").read_text())
        if head.pop("schema", None) != SCHEMA:
            raise ResultsError(f"{folder} was written by another version of Colourizelt!. {remake}")
        head["models"] = tuple(ModelInfo(**model) for model in head["models"])
        head["metrics"] = tuple(head["metrics"])
        for model in head["models"]:  # names become folders; each has its means
            if not _KEY.fullmatch(model.name):
                raise ResultsError(f"{folder} holds a model called {model.name!r}, which cannot be a name.")
            head["summary"][model.name]["all"].items()
        pictures = _read_pictures(folder / "pictures.csv", head["metrics"])
        return Results(**head, pictures=pictures, folder=folder)
    except FileNotFoundError as error:
        raise ResultsError(f"{folder} holds no results: {Path(error.filename).name} is missing. {remake}") from error
    except (KeyError, TypeError, ValueError, OSError, AttributeError) as error:
        if isinstance(error, ResultsError):
            raise
        raise ResultsError(f"The results in {folder} cannot be read ({error}). {remake}") from error


def _read_pictures(path: Path, metrics: tuple[str, ...]) -> tuple[Picture, ...]:
    pictures: dict[str, Picture] = {}
    with path.open(newline="") as stream:
        rows = csv.reader(stream)
        names = next(rows, [])
        key_at, class_at, title_at, model_at = (names.index(name) for name in ("id", "class", "title", "model"))
        metrics_at = [names.index(metric) for metric in metrics]
        for row in rows:  # lists: dictionaries take twice as long for ten thousand pictures
            if len(row) != len(names):
                raise ResultsError(f"{path} is incomplete: its line {rows.line_num} ends early.")
            key, model = row[key_at], row[model_at]
            if not _KEY.fullmatch(key) or not _KEY.fullmatch(model):
                raise ResultsError(f"{path} holds the id {key!r}, which cannot be the name of a picture.")
            if key not in pictures:
                pictures[key] = Picture(key, LandscapeClass(row[class_at]), row[title_at], {})
            pictures[key].values[model] = {
                metric: float(row[at]) for metric, at in zip(metrics, metrics_at, strict=True)
            }
    return tuple(pictures.values())
