"""`colourize photo PHOTO [PHOTO ...] --output OUT`: colour one or more photographs."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from colourizer.checkpoint import CheckpointError
from colourizer.cli.options import add_options, choice_from, program, remarks
from colourizer.cli.signing import UNTRUSTED
from colourizer.hints import HintError
from colourizer.photo.credentials import CredentialsError
from colourizer.photo.formats import format_names
from colourizer.photo.opening import printable
from colourizer.photo.photo import SUFFIXES, WRITTEN_SUFFIXES, PhotoError


def main(argv: list[str]) -> int:
    """Colour photographs; returns 0, or 1 if some could not be coloured, 2 if the command could not start."""
    parser = argparse.ArgumentParser(
        prog=f"{program('colourizer')} photo", description="Colour black-and-white photographs."
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help=format_names())
    parser.add_argument(
        "--output", type=Path, metavar="OUT", help="a file, or a folder for several (default: next to each photograph)"
    )
    add_options(parser)
    arguments = parser.parse_args(argv)
    try:
        choice = choice_from(arguments)
        colourizer = choice.colourizer()
        outputs = _output_paths(arguments.photos, arguments.output, colourizer.name)
    except (CheckpointError, CredentialsError, PhotoError) as error:
        print(error, file=sys.stderr)
        return 2
    if choice.signer and choice.signer.self_made:
        print(UNTRUSTED, file=sys.stderr)
    failures = 0
    pairs = list(zip(arguments.photos, outputs, strict=True))
    for photo, output_path in tqdm(pairs, unit="photo", disable=True if len(pairs) == 1 else None):
        try:
            source, coloured = choice.colour(colourizer, photo)
            provenance = choice.save(coloured, photo, output_path)
        except (PhotoError, HintError, OSError) as error:  # one bad file must not stop the others
            tqdm.write(f"{printable(photo)}: {error}", file=sys.stderr)
            failures += 1
        else:
            tqdm.write(f"{printable(output_path)}{remarks(source, coloured, provenance.settings['reduced_share'])}")
    if failures:
        print(f"{failures} of {len(outputs)} photographs could not be coloured.", file=sys.stderr)
    return 1 if failures else 0


def _output_paths(photos: list[Path], output: Path | None, model: str) -> list[Path]:
    """The path of each result: never an input's path, and never the same twice."""
    file = output if output is not None and output.suffix.lower() in SUFFIXES and not output.is_dir() else None
    if file is not None and len(photos) > 1:
        raise PhotoError(
            f"{len(photos)} photographs do not fit into the one file {printable(file)}. Name a folder instead."
        )
    taken = {photo.resolve() for photo in photos}
    outputs = []
    for photo in photos:
        if file is not None:
            candidates: Iterator[Path] = iter([file])
        else:
            candidates = _names(photo, photo.parent if output is None else output, model, beside=output is None)
        output_path = next((path for path in candidates if path.resolve() not in taken), None)
        if output_path is None:
            raise PhotoError(f"{printable(file or photo)} is the photograph itself. Give the result another name.")
        taken.add(output_path.resolve())
        outputs.append(output_path)
    return outputs


def _names(photo: Path, folder: Path, model: str, *, beside: bool) -> Iterator[Path]:
    """Names for a result, the preferred one first; a format that cannot be written becomes PNG."""
    suffix = photo.suffix if photo.suffix.lower() in WRITTEN_SUFFIXES else ".png"
    if not beside:
        yield folder / f"{photo.stem}{suffix}"
    yield folder / f"{photo.stem}-{model}{suffix}"
    number = 2
    while True:
        yield folder / f"{photo.stem}-{model}-{number}{suffix}"
        number += 1
