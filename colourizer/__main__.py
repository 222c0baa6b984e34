"""`python -m colourizer PHOTO [PHOTO ...] --model cgan --output OUT`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from colourizer.checkpoint import CheckpointError, bundled_names
from colourizer.inference import Colourizer
from colourizer.photo import SUFFIXES, PhotoError


def main(argv: list[str] | None = None) -> int:
    """Colour photographs; returns 0, or 1 where some could not be coloured, or 2 where nothing could be begun."""
    parser = argparse.ArgumentParser(prog="python -m colourizer", description="Colour black-and-white photographs.")
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="JPEG, PNG, WebP, TIFF or BMP files")
    parser.add_argument("--model", default="cgan", help=f"one of: {', '.join(bundled_names())} (default: cgan)")
    parser.add_argument(
        "--output", type=Path, metavar="OUT", help="a file, or a folder for several (default: beside each photo)"
    )
    arguments = parser.parse_args(argv)
    try:
        colourizer = Colourizer.from_pretrained(arguments.model)
        targets = _targets(arguments.photos, arguments.output, arguments.model)
    except (CheckpointError, PhotoError) as error:
        print(error, file=sys.stderr)
        return 2
    failures = 0
    pairs = list(zip(arguments.photos, targets, strict=True))
    for photo, target in tqdm(pairs, unit="photo", disable=True if len(pairs) == 1 else None):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            colourizer(photo).save(target)
            tqdm.write(str(target))
        except (PhotoError, OSError) as error:  # one bad file must not cost the others
            tqdm.write(f"{photo}: {error}", file=sys.stderr)
            failures += 1
    if failures:
        print(f"{failures} of {len(targets)} photographs could not be coloured.", file=sys.stderr)
    return 1 if failures else 0


def _targets(photos: list[Path], output: Path | None, model: str) -> list[Path]:
    """Where each photograph's colours go: never over a photograph that was given, never two to one place."""
    is_file = output is not None and output.suffix.lower() in SUFFIXES and not output.is_dir()
    if is_file and len(photos) > 1:
        raise PhotoError(f"{len(photos)} photographs do not fit into the one file {output}. Name a folder instead.")
    taken = {photo.resolve() for photo in photos}
    targets = []
    for photo in photos:
        if is_file:
            candidates: Iterator[Path] = iter([output])
        else:
            candidates = _names(photo, photo.parent if output is None else output, model, beside=output is None)
        target = next((path for path in candidates if path.resolve() not in taken), None)
        if target is None:
            raise PhotoError(f"{output} is the photograph itself. Give the result another name.")
        taken.add(target.resolve())
        targets.append(target)
    return targets


def _names(photo: Path, folder: Path, model: str, *, beside: bool) -> Iterator[Path]:
    """Names for a result, the best first; a format that nobody can write becomes PNG."""
    suffix = photo.suffix if photo.suffix.lower() in SUFFIXES else ".png"
    if not beside:
        yield folder / f"{photo.stem}{suffix}"
    yield folder / f"{photo.stem}-{model}{suffix}"
    number = 2
    while True:
        yield folder / f"{photo.stem}-{model}-{number}{suffix}"
        number += 1


if __name__ == "__main__":
    sys.exit(main())
