"""The command-line options that several commands share: model, colours, files and limits."""

import argparse
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from colourizer.checkpoint import DEFAULT, bundled_names, name_or_folder
from colourizer.cli.signing import add_signing, chosen_signer
from colourizer.colourization import Colourization
from colourizer.controls import CONTROLS
from colourizer.devices import AUTO, NAMES, device_named
from colourizer.engines.choice import TORCH
from colourizer.frame.frame import Frame, FrameError
from colourizer.frame.negative import looks_negative
from colourizer.hints import Hint, HintError, load_hints
from colourizer.photo.credentials import Signer, sign
from colourizer.photo.levels import CHOICES, KEPT
from colourizer.photo.photo import LIMITS, Kind, Limits, Photo, load_photo
from colourizer.photo.provenance import Provenance
from colourizer.photo.saving import QUALITY, kind_of_file
from colourizer.pipeline import Colourizer
from colourizer.subject import Subject, subject_of

HINTS_SUFFIX = ".hints.json"  # of a file next to a photograph


@dataclass(frozen=True)
class Choice:
    """The choices that decide a result. model, revision: as in `Colourizer.from_pretrained`.

    frame: "auto", "none", or a text for `Frame.parse`. invert: whether the photographs are negatives. hints: known
    colours; if empty, those in NAME.hints.json next to a photograph. quality: of JPEG and WebP, 1 to 100. signer: of
    content credentials; None for results without them.
    """

    model: str | Path
    revision: str | None
    settings: dict[str, float]
    mark: bool
    limits: Limits
    frame: str = "auto"
    invert: bool = False
    hints: tuple[Hint, ...] = ()
    levels: str = KEPT
    device: str = "cpu"
    quality: int = QUALITY
    signer: Signer | None = None

    def colourizer(self) -> Colourizer:
        """Load the model. Raises CheckpointError if there is none."""
        device = device_named(self.device)  # in each process, since it also sets the GPU's precision
        engine = None if device == "cpu" else TORCH
        return Colourizer.from_pretrained(self.model, revision=self.revision, engine=engine).to(device)

    def colour(self, colourizer: Colourizer, path: Path) -> tuple[Photo, Colourization]:
        """The photograph in a file, and its colourization. Raises PhotoError, or HintError for unusable hints."""
        photo = load_photo(path, limits=self.limits, levels=self.levels)
        if self.invert:
            photo = photo.inverted()
        beside = _hints_beside(path)
        hints = self.hints or (load_hints(beside) if beside.is_file() else ())
        return photo, colourizer(photo, self.frame).adjusted(**self.settings, hints=hints)

    def hints_sha256(self, path: Path) -> str:
        """SHA-256 of the hint file next to a photograph; empty if there is none, or if `hints` override it.

        Raises HintError for an unreadable file.
        """
        beside = _hints_beside(path)
        if self.hints or not beside.is_file():
            return ""
        try:
            return hashlib.sha256(beside.read_bytes()).hexdigest()
        except OSError as error:
            raise HintError.of("hints_file_unreadable", file=beside.name) from error

    def save(self, coloured: Colourization, original: Path, target: Path, created: str | None = None) -> Provenance:
        """Write a result and sign it. Returns its provenance. created: see `Colourization.save`. Raises PhotoError."""
        seal = None
        if self.signer:
            kind = kind_of_file(target, coloured.size)
            seal = partial(sign, kind=kind, original=original, signer=self.signer)
        return coloured.save(target, mark=self.mark, quality=self.quality, seal=seal, created=created)


def _hints_beside(path: Path) -> Path:
    return path.with_name(path.name + HINTS_SUFFIX)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments shared by all commands."""
    names = ", ".join(bundled_names())
    text = f"one of: {names}; or a folder of one, or a repository of the Hub (default: %(default)s)"
    parser.add_argument("--model", default=DEFAULT, help=text)
    parser.add_argument("--revision", metavar="REV", help="of a repository of the Hub: a tag or a commit")
    text = f"where the network runs: {', '.join(NAMES)} (default: %(default)s, the fastest available)"
    parser.add_argument("--device", type=_device, default=AUTO, metavar="NAME", help=text)
    for each in CONTROLS:
        kind = _within(each.low, each.high)
        parser.add_argument(f"--{each.name}", type=kind, default=each.default, metavar="N", help=each.describe())
    _add_reading(parser)
    text = "of JPEG and WebP, from 1 to 100 (default: %(default)s)"
    parser.add_argument("--quality", type=_quality, default=QUALITY, metavar="N", help=text)
    add_signing(parser)
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


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for reading a file: frame, negatives, hints, levels."""
    parser.add_argument(
        "--frame",
        type=_frame,
        default="auto",
        metavar="auto|none|X,Y,WIDTH,HEIGHT",
        help="where the photograph is on a scan, as fractions from the left upper corner, as in 0.1,0.05,0.8,0.7; "
        "separate several by semicolons; only this is coloured (default: auto, found automatically)",
    )
    parser.add_argument("--invert", action="store_true", help="the photographs are negatives: invert them")
    parser.add_argument(
        "--hints",
        type=_hints,
        default=(),
        metavar="FILE",
        help="known colours of places, as JSON (default: NAME.hints.json next to each photograph)",
    )
    text = "auto stretches a photograph from black to white, also in the result (default: %(default)s)"
    parser.add_argument("--levels", choices=CHOICES, default=KEPT, help=text)


def choice_from(arguments: argparse.Namespace) -> Choice:
    """The choices in the arguments of `add_options`. Raises CredentialsError."""
    model, revision = arguments.model, arguments.revision
    if revision is None:
        model = name_or_folder(model)
    settings = {each.name: getattr(arguments, each.name) for each in CONTROLS}
    limits = Limits(arguments.max_megabytes, arguments.max_megapixels, LIMITS.pages)
    return Choice(
        model,
        revision,
        settings,
        arguments.mark,
        limits,
        frame=arguments.frame,
        invert=arguments.invert,
        hints=arguments.hints,
        levels=arguments.levels,
        device=arguments.device,
        quality=arguments.quality,
        signer=chosen_signer(arguments),
    )


_WORTH_SAYING = 0.1  # of the pixels: a smaller share is invisible, and occurs in nearly every photograph


def program(module: str) -> str:
    """The command to show in help: its name if the package is installed, otherwise `python -m`."""
    name = Path(sys.argv[0]).name
    return f"python -m {module}" if name.endswith(".py") else name


_SUBJECTS = {
    Subject.TINY: "so few pixels are too little to recognise anything by",
    Subject.PAPER: "it looks like ink on paper, such as a map or a document: its colours mean nothing",
    Subject.PORTRAIT: "a face looks out of it: do not take the colour of skin from here",
}


def remarks(photo: Photo, coloured: Colourization, reduced_share: float) -> str:
    """Remarks on a result for its owner, in brackets."""
    notes = []
    if not coloured.frame.whole:
        count = len(coloured.frame.areas)
        what = "the photograph takes" if count == 1 else f"{count} photographs take"
        notes.append(f"{what} {coloured.frame.share:.0%} of the picture, and only this is coloured")
    subject = subject_of(photo, coloured.frame, faces=False)
    if subject:
        notes.append(_SUBJECTS[subject])
    if looks_negative(photo, coloured.frame) and subject is not Subject.PAPER:
        notes.append("it looks like a negative: --invert inverts it")
    if photo.kind is not Kind.GREY:
        notes.append(f"the file was {photo.kind.value}, and only its lightness was used")
    if photo.levels:
        notes.append(f"its levels were {photo.levels}")
    elif photo.span.narrow:
        bright = "white" if photo.span.nearly_white else "black"
        values = "all but a few of its values" if photo.span.apart else "its values"
        notes.append(
            f"{values} fill only {photo.span.share:.1%} of the file's range, as where a scanner writes 12 bits into "
            f"16, so that it is nearly {bright}: --levels auto stretches them"
        )
    if photo.pages > 1:
        notes.append(f"the first of {photo.pages} pages")
    if reduced_share > _WORTH_SAYING:
        notes.append(
            f"{reduced_share:.0%} of it is paler than the network proposed: screens have no such bright colours"
        )
    return f" ({'; '.join(notes)})" if notes else ""


def _frame(text: str) -> str:
    """Checked here, so that a mistake is reported before any photograph is read."""
    try:
        return text if text in ("auto", "none") else str(Frame.parse(text))
    except FrameError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _hints(text: str) -> tuple[Hint, ...]:
    try:
        return load_hints(Path(text))
    except HintError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _device(name: str) -> str:
    try:
        return device_named(name)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _quality(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 to 100.")
    return int(text)


def _within(lowest: float, highest: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not lowest <= value <= highest:
            raise argparse.ArgumentTypeError(f"{text} is not between {lowest:g} and {highest:g}.")
        return value

    return number
