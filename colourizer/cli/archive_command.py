"""`colourize-archive FOLDER --output OUT`, or `python -m colourizer.cli.archive_command`: a whole folder."""

import argparse
import os
import sys
from pathlib import Path

from tqdm import tqdm

from colourizer.checkpoint import CheckpointError
from colourizer.cli.archive import ERRORS, Archive, ArchiveError, Failure
from colourizer.cli.options import add_options, chosen, program
from colourizer.photo.opening import shown

_MEMORY = 2 * 2**30  # bytes for each process: a photograph of 100 megapixels
_MOST = 256  # processes


def main(argv: list[str] | None = None) -> int:
    """Colour a folder; returns 0, 1 if some could not be coloured, 2 if nothing could be begun, 130 if stopped."""
    parser = argparse.ArgumentParser(
        prog=program("colourizer.cli.archive_command"),
        description="Colour every photograph in a folder and in those within it. "
        "The same command again goes on where it was interrupted, and tries again what failed.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="of photographs; nothing in it is changed")
    parser.add_argument("--output", type=Path, required=True, metavar="OUT", help="the folder for the results")
    text = "at a time (default: %(default)s, as many as this machine has cores and memory for)"
    parser.add_argument("--processes", type=_count, default=processes_here(), metavar="N", help=text)
    add_options(parser)
    arguments = parser.parse_args(argv)
    try:
        with Archive(arguments.folder, arguments.output, chosen(arguments)) as archive:
            return _run(archive, arguments.processes)
    except (ArchiveError, CheckpointError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:  # of the manifest or the list of errors: without them nothing can go on
        print(f"{shown(arguments.output)} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2


def processes_here() -> int:
    """How many processes this machine has cores and memory for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows does not say
        memory = cores * _MEMORY
    return max(1, min(cores, memory // _MEMORY, _MOST))


def _run(archive: Archive, processes: int) -> int:
    before, failures, done = len(archive.photos) - len(archive.waiting), 0, 0
    stopped = False
    with tqdm(total=len(archive.photos), initial=before, unit="photo", disable=None) as bar:
        try:
            for outcome in archive.colour(processes):
                if isinstance(outcome, Failure):
                    failures += 1
                    tqdm.write(f"{shown(outcome.photo)}: {outcome.error}", file=sys.stderr)
                else:
                    done += 1
                bar.update()
        except KeyboardInterrupt:
            stopped = True
    print(f"{done} photographs coloured, {before} done before: {shown(archive.output)}")
    if failures:
        print(f"{failures} could not be coloured: {shown(archive.output / ERRORS)}", file=sys.stderr)
    if stopped:
        print("Interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    return 1 if failures else 0


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {_MOST}.")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
