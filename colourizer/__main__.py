"""`python -m colourizer PHOTO [PHOTO ...] --output OUT`, and `python -m colourizer inspect FILE`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from colourizer.checkpoint import CheckpointError
from colourizer.options import add_options, chosen, program, remarks
from colourizer.photo import SUFFIXES, WRITTEN_SUFFIXES, Facts, PhotoError, read_facts
from colourizer.photo_formats import named
from colourizer.photo_in import shown
from colourizer.photo_metadata import lines
from colourizer.provenance import SIMULATED


def main(argv: list[str] | None = None) -> int:
    """Colour photographs; returns 0, or 1 where some could not be coloured, or 2 where nothing could be begun."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["inspect"] and len(argv) > 1:
        return _inspect(argv[1:])
    called = program("colourizer")
    parser = argparse.ArgumentParser(
        prog=called,
        description="Colour black-and-white photographs.",
        epilog=f"`{called} inspect FILE` says whether a file was coloured here, and from which original.",
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help=named())
    parser.add_argument(
        "--output", type=Path, metavar="OUT", help="a file, or a folder for several (default: beside each photo)"
    )
    add_options(parser)
    arguments = parser.parse_args(argv)
    choice = chosen(arguments)
    try:
        colourizer = choice.colourizer()
        targets = _targets(arguments.photos, arguments.output, colourizer.name)
    except (CheckpointError, PhotoError) as error:
        print(error, file=sys.stderr)
        return 2
    failures = 0
    pairs = list(zip(arguments.photos, targets, strict=True))
    for photo, target in tqdm(pairs, unit="photo", disable=True if len(pairs) == 1 else None):
        try:
            seen, coloured = choice.colour(colourizer, photo)
            said = coloured.save(target, mark=choice.mark)
            tqdm.write(f"{shown(target)}{remarks(seen, said.settings['reduced_share'])}")
        except (PhotoError, OSError) as error:  # one bad file must not cost the others
            tqdm.write(f"{shown(photo)}: {error}", file=sys.stderr)
            failures += 1
    if failures:
        print(f"{failures} of {len(targets)} photographs could not be coloured.", file=sys.stderr)
    return 1 if failures else 0


def _inspect(files: list[str]) -> int:
    """Say what each file states of its colours, and of the photograph."""
    failures, known = 0, {}
    for file in files:
        try:
            known[file] = read_facts(file)
        except PhotoError as error:
            print(f"{shown(file)}: {error}", file=sys.stderr)
            failures += 1
    names = {facts.sha256: shown(file) for file, facts in known.items()}
    for file, facts in known.items():
        said = facts.provenance
        if said is None:
            print(
                f"{shown(file)}: says nothing of Colourizelt!. It was not coloured here, or the statement was removed."
            )
        else:
            model = f"the model {said.model!r} of Colourizelt! {said.version}"
            print(f"{shown(file)}: {SIMULATED.format(model=model)}")
        for name, value in _statements(facts, names):
            print(f"  {name:22} {value}")
    return 1 if failures else 0


def _statements(facts: Facts, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(name, value) of all that a file states; `names` are those of files at hand, by their SHA-256."""
    if said := facts.provenance:
        yield "coloured at", shown(said.created)
        yield "weights, SHA-256", shown(said.checkpoint) or "not known"
        at_hand = f" (that is {names[said.original]})" if said.original in names else ""
        yield "original file, SHA-256", (shown(said.original) or "not known") + at_hand
        yield from ((name.replace("_", " "), shown(value)) for name, value in said.settings.items())
    yield "format", f"{facts.format}, {facts.size[0]} x {facts.size[1]} pixels"
    yield from lines(facts.metadata)


def _targets(photos: list[Path], output: Path | None, model: str) -> list[Path]:
    """Where each photograph's colours go: never over a photograph that was given, never two to one place."""
    file = output if output is not None and output.suffix.lower() in SUFFIXES and not output.is_dir() else None
    if file is not None and len(photos) > 1:
        raise PhotoError(
            f"{len(photos)} photographs do not fit into the one file {shown(file)}. Name a folder instead."
        )
    taken = {photo.resolve() for photo in photos}
    targets = []
    for photo in photos:
        if file is not None:
            candidates: Iterator[Path] = iter([file])
        else:
            candidates = _names(photo, photo.parent if output is None else output, model, beside=output is None)
        target = next((path for path in candidates if path.resolve() not in taken), None)
        if target is None:
            raise PhotoError(f"{shown(file or photo)} is the photograph itself. Give the result another name.")
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
