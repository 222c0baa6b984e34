"""`python -m colourizer PHOTO [PHOTO ...] --model cgan --output OUT`, and `python -m colourizer inspect FILE`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from colourizer.checkpoint import CheckpointError, bundled_names
from colourizer.inference import Colourizer
from colourizer.photo import SUFFIXES, WRITTEN_SUFFIXES, PhotoError, read_provenance
from colourizer.provenance import SIMULATED


def main(argv: list[str] | None = None) -> int:
    """Colour photographs; returns 0, or 1 where some could not be coloured, or 2 where nothing could be begun."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["inspect"] and len(argv) > 1:
        return _inspect(argv[1:])
    parser = argparse.ArgumentParser(
        prog="python -m colourizer",
        description="Colour black-and-white photographs.",
        epilog="`python -m colourizer inspect FILE` says whether a file was coloured here, and from which original.",
    )
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


def _inspect(files: list[str]) -> int:
    """Say what each file states of its colours."""
    failures = 0
    for file in files:
        try:
            said = read_provenance(file)
        except PhotoError as error:
            print(f"{file}: {error}", file=sys.stderr)
            failures += 1
            continue
        if said is None:
            print(f"{file}: says nothing of Colourizelt!. It was not coloured here, or the statement was removed.")
            continue
        print(f"{file}: {SIMULATED.format(model=f'the model {said.model!r} of Colourizelt! {said.version}')}")
        print(f"  coloured at            {said.created}")
        print(f"  weights, SHA-256       {said.checkpoint or 'not known'}")
        print(f"  original file, SHA-256 {said.original or 'not known'}")
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
    suffix = photo.suffix if photo.suffix.lower() in WRITTEN_SUFFIXES else ".png"
    if not beside:
        yield folder / f"{photo.stem}{suffix}"
    yield folder / f"{photo.stem}-{model}{suffix}"
    number = 2
    while True:
        yield folder / f"{photo.stem}-{model}-{number}{suffix}"
        number += 1


if __name__ == "__main__":
    sys.exit(main())
