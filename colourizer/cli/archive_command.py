"""`colourize archive FOLDER --output OUT`: colour a whole folder. Its older name is `colourize-archive`."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from colourizer.checkpoint import CheckpointError
from colourizer.cli.archive.archive import ERRORS, Archive
from colourizer.cli.archive.contact_sheet import SHEET
from colourizer.cli.archive.finding import Selection
from colourizer.cli.archive.iiif import Addresses
from colourizer.cli.archive.records import ArchiveError, Failure
from colourizer.cli.archive.reports import Clocks, clock_sentence, path_of, write_reports
from colourizer.cli.options import add_options, choice_from, program
from colourizer.cli.signing import UNTRUSTED
from colourizer.photo.credentials import CredentialsError
from colourizer.photo.opening import printable
from colourizer.photo.photo import WRITTEN_SUFFIXES
from colourizer.processors import usable_cores

if TYPE_CHECKING:
    from colourizer.cli.archive.ray_engine import RayArchive

_MEMORY = 2 * 2**30  # bytes for each process: a photograph of 100 megapixels
_MOST = 256  # processes
_PROCESSES, _RAY = "processes", "ray"
_LOCAL = "local"  # a cluster on this machine only
_FORMATS = [suffix[1:] for suffix in WRITTEN_SUFFIXES if suffix not in (".jpeg", ".tiff")]


def main(argv: list[str] | None = None) -> int:
    """Colour a folder; returns 0, or 1 if something failed, 2 if the run could not start or go on, 130 if it was
    interrupted.
    """
    parser = command_parser()
    arguments = parser.parse_args(argv)
    addresses = None
    if arguments.iiif or arguments.iiif_originals:
        try:
            addresses = Addresses.parse(arguments.iiif or "", arguments.iiif_originals)
        except ValueError as error:
            parser.error(str(error))
    try:
        with _opened(arguments) as archive:
            if archive.choice.signer and archive.choice.signer.self_made:
                print(UNTRUSTED, file=sys.stderr)
            return _run(archive, arguments.processes, addresses)
    except (ArchiveError, CheckpointError, CredentialsError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # of standard output
        raise
    except OSError as error:  # writing the manifest or the list of errors, without which the run cannot go on
        print(f"{printable(arguments.output)} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2


def command_parser() -> argparse.ArgumentParser:
    """The parser of the command's arguments."""
    parser = argparse.ArgumentParser(
        prog=called if (called := program("")) == "colourize-archive" else f"{program('colourizer')} archive",
        description="Colour every photograph in a folder and in those within it. "
        "Run the same command again to continue an interrupted run and to retry what failed.",
    )
    parser.add_argument("folder", metavar="FOLDER", help="of photographs; nothing in it is changed")
    parser.add_argument("--output", required=True, metavar="OUT", help="the folder for the results")
    text = "at a time (default: %(default)s, as many as this machine has cores and memory for)"
    parser.add_argument("--processes", type=_count, default=processes_here(), metavar="N", help=text)
    _add_engine(parser)
    _add_selection(parser)
    add_options(parser)
    return parser


def _opened(arguments: argparse.Namespace) -> "Archive | RayArchive":
    """The archive to colour. Raises ArchiveError, CheckpointError, CredentialsError, OSError."""
    choice, selection = choice_from(arguments), Selection(tuple(arguments.only), arguments.since)
    suffix = f".{arguments.format}" if arguments.format else ""
    folder, output, sheet = arguments.folder, arguments.output, arguments.contact_sheet
    if arguments.engine == _RAY:
        from colourizer.cli.archive.ray_engine import RayArchive  # needs extra packages

        address = arguments.address
        return RayArchive(folder, output, choice, selection, suffix=suffix, thumbnails=sheet, address=address)
    for address in (folder, output):
        if "://" in address:
            raise ArchiveError(f"{printable(address)} is no folder of this machine: --engine ray reaches it.")
    return Archive(Path(folder), Path(output), choice, selection, suffix=suffix, thumbnails=sheet)


def _add_engine(parser: argparse.ArgumentParser) -> None:
    """Add the choice between one machine and many."""
    text = (
        "ray spreads the work over the machines of a Ray cluster, and reaches any place that fsspec does, such as "
        "s3://BUCKET/FOLDER, for FOLDER and OUT (default: %(default)s, of this machine)"
    )
    parser.add_argument("--engine", choices=(_PROCESSES, _RAY), default=_PROCESSES, help=text)
    text = "of the Ray cluster, as in ray://HOST:10001 or auto (default: %(default)s, one on this machine)"
    parser.add_argument("--address", default=_LOCAL, help=text)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    """Add the options for photographs, format and reports."""
    text = "only photographs whose path in FOLDER, or name, matches, as in '1930/*' or '*.tif'; may be repeated"
    parser.add_argument("--only", action="append", default=[], metavar="GLOB", help=text)
    text = "only photographs whose file was changed on this day or later, as in 2026-05-31"
    parser.add_argument("--since", type=_date, metavar="DATE", help=text)
    text = "of all results: %(choices)s (default: that of each photograph)"
    parser.add_argument("--format", choices=_FORMATS, help=text)
    text = "write a page with thumbnails of all originals and results, and the remarks on them"
    parser.add_argument("--contact-sheet", action="store_true", help=text)
    text = "write a IIIF manifest; OUT is served at this address, as in https://example.org/archive"
    parser.add_argument("--iiif", metavar="URL", help=text)
    text = "where FOLDER is served (default: the address of OUT, followed by /originals)"
    parser.add_argument("--iiif-originals", metavar="URL", help=text)


def processes_here() -> int:
    """The number of processes for this machine's cores and memory."""
    cores = usable_cores()
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows does not say
        memory = cores * _MEMORY
    return max(1, min(cores, memory // _MEMORY, _MOST))


def _run(archive: "Archive | RayArchive", processes: int, addresses: Addresses | None) -> int:
    clocks = Clocks()
    before, failures, done = len(archive.photos) - len(archive.waiting), 0, 0
    stopped, halted = False, None
    with tqdm(total=len(archive.photos), initial=before, unit="photo", disable=None) as bar:
        try:
            for outcome in archive.colour(processes):
                if isinstance(outcome, Failure):
                    failures += 1
                    tqdm.write(f"{printable(outcome.photo)}: {outcome.error}", file=sys.stderr)
                else:
                    done += 1
                bar.update()
        except KeyboardInterrupt:
            stopped = True
        except ArchiveError as error:
            halted = error
    print(f"{done} photographs coloured, {before} done before: {printable(archive.output)}")
    if not halted:
        sheet = archive.thumbnails and not stopped
        with archive.reporting() as place:
            write_reports(archive, place, clocks, before, done, processes, sheet=sheet, addresses=addresses)
    if archive.thumbnails and not stopped and not halted:
        print(f"Contact sheet: {path_of(archive, SHEET)}")
    if clocks.moved:
        print(clock_sentence(clocks.moved), file=sys.stderr)
    if failures:
        print(f"{failures} could not be coloured: {path_of(archive, ERRORS)}", file=sys.stderr)
    if stopped:
        print("Interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    if halted:
        print(halted, file=sys.stderr)
        return 2
    return 1 if failures or clocks.moved else 0


def _date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-05-31.") from error


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {_MOST}.")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
