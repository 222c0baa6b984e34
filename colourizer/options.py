"""What people choose on a command line: the model, how its colours are read, and how large a photograph may be."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from colourizer.checkpoint import DEFAULT, bundled_names
from colourizer.colourization import Colourization, Settings
from colourizer.inference import Colourizer
from colourizer.photo import LIMITS, Kind, Limits, Photo, load_photo

_CONTROLS = {
    "vividness": (0, 1, "how vivid a network that knows its doubts shall be"),
    "strength": (0, 2, "of the colours, where 0 is grey"),
    "warmth": (-1, 1, "of the whole picture"),
}


@dataclass(frozen=True)
class Choice:
    """What decides the colours of a photograph. model, revision: as `Colourizer.from_pretrained` takes them."""

    model: str | Path
    revision: str | None
    settings: dict[str, float]
    mark: bool
    limits: Limits

    def colourizer(self) -> Colourizer:
        """Raises CheckpointError where there is no such model."""
        return Colourizer.from_pretrained(self.model, revision=self.revision)

    def colour(self, colourizer: Colourizer, path: Path) -> tuple[Photo, Colourization]:
        """A photograph, and the same in colour. Raises PhotoError."""
        photo = load_photo(path, limits=self.limits)
        return photo, colourizer(photo).adjusted(**self.settings)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments that every command has."""
    names = ", ".join(bundled_names())
    text = f"one of: {names}; or a folder of one, or a repository of the Hub (default: %(default)s)"
    parser.add_argument("--model", default=DEFAULT, help=text)
    parser.add_argument("--revision", metavar="REV", help="of a repository of the Hub: a tag or a commit")
    for name, (lowest, highest, what) in _CONTROLS.items():
        default = getattr(Settings(), name)
        text = f"{what}, from {lowest:g} to {highest:g} (default: {default:g})"
        parser.add_argument(f"--{name}", type=_within(lowest, highest), default=default, metavar="N", help=text)
    parser.add_argument("--mark", action="store_true", help="draw a small palette into the corner of each result")
    parser.add_argument(
        "--max-megapixels",
        type=float,
        default=LIMITS.megapixels,
        metavar="N",
        help="refuse larger photographs; each megapixel takes some 15 MB of memory (default: %(default)g)",
    )
    parser.add_argument(
        "--max-megabytes",
        type=float,
        default=LIMITS.megabytes,
        metavar="N",
        help="refuse larger files (default: %(default)g)",
    )


def chosen(arguments: argparse.Namespace) -> Choice:
    """What the arguments of `add_options` say."""
    model, revision = arguments.model, arguments.revision
    if revision is None and model not in bundled_names() and Path(model).is_dir():
        model = Path(model).resolve()  # on one's own machine a name may well be a folder
    settings = {name: getattr(arguments, name) for name in _CONTROLS}
    limits = Limits(arguments.max_megabytes, arguments.max_megapixels, LIMITS.pages)
    return Choice(model, revision, settings, arguments.mark, limits)


_WORTH_SAYING = 0.1  # of the pixels: a smaller share is in nearly every photograph, and nobody sees it


def program(module: str) -> str:
    """How a command was called: by its own name where the package is installed, else as a module."""
    name = Path(sys.argv[0]).name
    return f"python -m {module}" if name.endswith(".py") else name


def remarks(photo: Photo, reduced_share: float) -> str:
    """What the owner should know of a result, in brackets."""
    notes = []
    if photo.kind is not Kind.GREY:
        notes.append(f"the file was {photo.kind.value}, and only its lightness was used")
    if photo.pages > 1:
        notes.append(f"the first of {photo.pages} pages")
    if reduced_share > _WORTH_SAYING:
        notes.append(
            f"{reduced_share:.0%} of it is paler than the network proposed: screens have no such bright colours"
        )
    return f" ({'; '.join(notes)})" if notes else ""


def _within(lowest: float, highest: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{text} is not between {lowest:g} and {highest:g}.")
        return value

    return number
