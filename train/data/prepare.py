"""`python -m train prepare`: turn folders of photographs into a manifest, and count everything left out.

It leaves out unusable pictures (unreadable, tiny, grey, toned), labels outside the six classes, and duplicates, which
could otherwise be in two splits; on request also held-out photographs (`--held-out`) and pictures of people, as in the
report. Nothing is copied: the manifest refers to the files.
"""

import argparse
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from colourizer.classes import LandscapeClass
from colourizer.files import replace_text
from train.data.detector import FOLDER, load_detector
from train.data.held_out import HeldOut, read_held_out
from train.data.manifest import SPLITS, Entry, csv_text, near_duplicates, split_of, write_manifest
from train.data.people import MASK_THRESHOLD, REASON, STORE_NAME, THRESHOLD, PeopleFilter
from train.data.picture_check import PictureCheck, check_pictures
from train.data.sources import SOURCES, Found, find_pictures, read_predicted
from train.data.spread import exactly
from train.errors import DataError, writable
from train.tables import markdown_table

NEAR_BITS = 4  # of the 64 bits of the perceptual hash
_COURSE = 3000  # photographs: the "course" presets are meant for fewer


@dataclass
class Preparation:
    """The pictures kept, and (path, source, reason) of those left out.

    `people`: the pictures of people, which were left out or masked.
    """

    entries: list[Entry]
    left_out: list[tuple[Path, str, str]]
    people: list[Entry] = field(default_factory=list)


def prepare(
    sources: Sequence[tuple[str, Path]],
    limit: int | None = None,
    people: PeopleFilter | None = None,
    *,
    mask: bool = False,
    held_out: HeldOut | None = None,
    predicted: Mapping[Path, LandscapeClass] | None = None,
) -> Preparation:
    """Read the sources in the given order, and keep or leave out every picture.

    The order matters only for duplicates: the first one is kept, so adding a source at the end removes no picture.
    Within a source the larger picture is kept, then the smaller hash, regardless of paths and names.

    `limit`: the maximum number of pictures per source, evenly spread over it.
    `people`: applied last. Pictures of people are left out with their duplicates, and no picture changes its split.
    `mask`: keep pictures of people, with boxes around the people.
    `held_out`: pictures that match it are left out before the search for duplicates.
    `predicted`: classes by path, for sources whose folders are not named after classes.

    Raises:
        DataError: a source cannot be read at all.
    """
    result = Preparation([], [])
    pictures = [
        (name, found)
        for name, folder in sources
        for found in _limited(find_pictures(name, folder, predicted or {}), limit)
    ]
    for name, found in pictures:
        if found.landscape is None:
            result.left_out.append((found.path, name, f"class not among the six: {found.label}"))
    pictures = [(name, found) for name, found in pictures if found.landscape is not None]
    usable: list[tuple[str, Found, PictureCheck]] = []
    for (name, found), check in zip(pictures, check_pictures([found.path for _, found in pictures]), strict=True):
        if check.reason:
            result.left_out.append((found.path, name, check.reason))
        elif held_out and held_out.knows(check.phash):
            result.left_out.append((found.path, name, "held out"))
        else:
            usable.append((name, found, check))
    rank = {name: place for place, (name, _) in enumerate(sources)}
    usable.sort(key=lambda one: (rank[one[0]], -one[2].width * one[2].height, one[2].sha1))
    _keep_originals(usable, result)
    if people and mask:
        result.entries = people.masked(result.entries)
        result.people = [entry for entry in result.entries if entry.people]
    elif people:
        result.entries, result.people = people.split(result.entries)
        result.left_out += [(entry.path, entry.source, REASON) for entry in result.people]
    return result


def _limited(found: list[Found], limit: int | None) -> list[Found]:
    return found if limit is None else exactly(found, limit)


def _keep_originals(usable: list[tuple[str, Found, PictureCheck]], result: Preparation) -> None:
    twins = near_duplicates([check.phash for _, _, check in usable], NEAR_BITS)
    for (name, found, check), twin in zip(usable, twins, strict=True):
        if twin >= 0:
            kind = "exact duplicate" if usable[twin][2].sha1 == check.sha1 else "near duplicate"
            result.left_out.append((found.path, name, kind))
            continue
        assert found.landscape is not None, "pictures of no class were left out"
        split = split_of(check.phash)
        size_and_hashes = (check.width, check.height, check.sha1, check.phash)
        result.entries.append(Entry(found.path, name, found.label, found.landscape, split, *size_and_hashes))


def report(result: Preparation, names: Sequence[str]) -> str:
    """The report's Table 1 and Table 2, and what was left out, as Markdown."""
    kept_counts, dropped = Counter(e.source for e in result.entries), Counter(name for _, name, _ in result.left_out)
    sources = [[n, kept_counts[n] + dropped[n], dropped[n], kept_counts[n]] for n in names]
    by_class = Counter((e.landscape, e.split) for e in result.entries)
    classes = [[c.title, *(by_class[c, s] for s in SPLITS)] for c in LandscapeClass]
    classes = [[*row, sum(row[1:])] for row in classes]
    reasons = Counter((reason, name) for _, name, reason in result.left_out)
    why = [[r, *(reasons[r, n] for n in names)] for r in sorted({r for r, _ in reasons})]
    why = [[*row, sum(row[1:])] for row in why]
    tables: list[tuple[str, list[str], list[list]]] = [
        ("Table 1: pictures per source", ["source", "read", "left out", "kept"], sources),
        ("Table 2: pictures per class and split", ["class", *SPLITS, "all"], classes),
    ]
    if why:
        tables.append(("Left out", ["reason", *names, "all"], why))
    if result.people:
        masked = result.people[0].people
        title = "masked" if masked else "left out"
        tables.append(("People", ["class", "looked at", title], _people(result)))
    return "\n\n".join(f"## {title}\n\n{markdown_table(header, _with_total(rows))}" for title, header, rows in tables)


def _people(result: Preparation) -> list[list]:
    """Per class, the number of photographs searched for people and the number in which people were found."""
    rest = [entry for entry in result.entries if not entry.people]
    found, kept_counts = (Counter(entry.landscape for entry in group) for group in (result.people, rest))
    return [[c.title, found[c] + kept_counts[c], found[c]] for c in LandscapeClass]


def _with_total(rows: list[list]) -> list[list]:
    return [*rows, ["all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])]] if rows else rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    known = ", ".join(SOURCES)
    parser.add_argument(
        "--source",
        action="append",
        required=True,
        metavar="NAME=DIR",
        help=f"a source and its folder, once per source; known: {known}; any other needs a folder per landscape class",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the manifest goes")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N pictures per source, for a trial")
    parser.add_argument(
        "--people",
        choices=("keep", "leave-out", "mask"),
        default="keep",
        help="photographs of people: keep them (the default), leave them out as the report did, or mask the people; "
        "see assets/report/people.md",
    )
    parser.add_argument(
        "--people-threshold",
        type=float,
        metavar="SCORE",
        help=f"the lowest score in [0, 1] that counts as a person (default: {THRESHOLD}, or with mask "
        f"{MASK_THRESHOLD}); a lower one finds more people, with more false alarms",
    )
    parser.add_argument(
        "--held-out",
        type=Path,
        metavar="CSV",
        help="perceptual hashes, in a column `phash`, of photographs to exclude, with all within 6 bits of one",
    )
    parser.add_argument(
        "--predicted",
        type=Path,
        metavar="CSV",
        help="predicted classes, in columns `path` (relative to its folder) and `predicted`, for sources without "
        "labels",
    )
    add_detector_argument(parser)
    parser.set_defaults(run=run)


def add_detector_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option for the person detector's folder, shared by every command that uses it."""
    parser.add_argument("--detector", type=Path, default=FOLDER, metavar="DIR", help=f"its files (default: {FOLDER})")


def parse_sources(texts: Sequence[str]) -> list[tuple[str, Path]]:
    sources = []
    for text in texts:
        name, equals, folder = text.partition("=")
        if not (name and equals and folder):
            raise DataError(f"'{text}' is not NAME=DIR: write for example intel=/data/intel.")
        if name in dict(sources):
            raise DataError(f"The source '{name}' is given twice: give each source once.")
        sources.append((name, Path(folder)))
    return sources


def run(args: argparse.Namespace) -> int:
    """Prepare the data and return 0. Raises DataError."""
    if args.limit is not None and args.limit < 1:
        raise DataError(f"--limit is {args.limit}: give a number from 1.")
    sources = parse_sources(args.source)
    mask = args.people == "mask"
    threshold = args.people_threshold
    if threshold is None:
        threshold = MASK_THRESHOLD if mask else THRESHOLD
    if not 0 <= threshold <= 1:
        raise DataError(f"--people-threshold is {threshold}: give a number from 0 to 1.")
    held_out = read_held_out(args.held_out) if args.held_out else None
    predicted = read_predicted(args.predicted) if args.predicted else None
    writable(args.out)  # first: reading the sources takes a minute
    people = None
    if args.people != "keep":
        people = PeopleFilter(load_detector(args.detector).boxes, threshold, args.out / STORE_NAME)
    result = prepare(sources, args.limit, people, mask=mask, held_out=held_out, predicted=predicted)
    if not result.entries:
        raise DataError("No picture could be used: every one was left out, so check the sources.")
    tables = report(result, [name for name, _ in sources])
    rows = ((path, reason) for path, _, reason in result.left_out)
    replace_text(args.out / "left-out.csv", csv_text(("path", "reason"), rows))
    words = [f"--source={text}" for text in args.source] + [f"--out={args.out}"]
    words += [f"--limit={args.limit}"] if args.limit else []
    words += [f"--held-out={args.held_out}"] if args.held_out else []
    words += [f"--predicted={args.predicted}"] if args.predicted else []
    words += [f"--people={args.people}", f"--people-threshold={threshold}"] if people else []
    command = shlex.join(["python", "-m", "train", "prepare", *words])
    replace_text(args.out / "README.md", f"# Prepared photographs\n\nMade by:\n\n    {command}\n\n{tables}\n")
    if not people:
        print("Photographs that show people are kept. The report left them out: --people leave-out does.\n")
    # Last, so that the files beside an existing manifest are complete.
    print(tables, f"\nWrote {write_manifest(result.entries, args.out)}", sep="\n")
    few = len(result.entries) < _COURSE
    print(
        f"Train on them, for example: python -m train cgan --data {shlex.quote(str(args.out))} "
        f"--preset {'course' if few else 'late'}"
    )
    return 0
