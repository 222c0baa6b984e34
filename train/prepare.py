"""`python -m train prepare`: from folders of photographs to a manifest, with everything left out counted.

Left out are pictures that teach or measure nothing (unreadable, tiny, grey, toned), labels outside the six classes, and
copies, which would otherwise stand on both sides of the split. Nothing is copied: the manifest points at the files.
"""

import argparse
import hashlib
import io
import multiprocessing
import os
import shlex
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image, ImageOps
from tqdm import tqdm

from colourizer.classes import LandscapeClass
from colourizer.colour import rgb_to_lab
from train.manifest import SPLITS, DataError, Entry, csv_text, near_duplicates, replace_text, split_of, write_manifest
from train.sources import SOURCES, Found, find_pictures

MIN_SIDE = 128  # pixels: the report trains at 144, and enlarging less than this invents detail
NEAR_BITS = 4  # of the 64 bits of the perceptual hash
GREY_CHROMA = 4.0  # CIE Lab units
TONED_CHROMA = 1.6  # CIE Lab units, what lightness does not explain
VIVID_CHROMA = 22.0  # CIE Lab units: a single hue stronger than any toner's is a dune or the open sea
_LOOK_SIDE = 256  # pixels: all checks see the picture at about this size
_POOL_FROM = 300  # pictures: below that, starting the processes costs more than the work


@dataclass(frozen=True)
class Look:
    """What one look at a file tells. `reason` says why it is left out, and is empty where it may be used."""

    reason: str = ""
    width: int = 0
    height: int = 0
    sha1: str = ""
    phash: int = 0


def colour_reason(rgb: np.ndarray) -> str:
    """Why a picture has no colours to learn from, "grey" or "toned (a single hue)"; "" where it has.

    `rgb`: float32, (H, W, 3), in [0, 1]. A toned print (sepia, cyanotype) has chroma, but weak and as a function of
    lightness alone; so ab is fitted by a quadratic in L and what is left over is measured. Dim mist and haze in one
    colour go with it; that costs a handful of pictures in ten thousand.
    """
    lab = rgb_to_lab(rgb).reshape(-1, 3).astype(np.float64)
    lightness, ab = lab[:, 0] / 100, lab[:, 1:]
    # A percentile, since a coloured stamp or a border says nothing about the photograph.
    chroma = np.percentile(np.hypot(*ab.T), 95)
    if chroma < GREY_CHROMA or chroma > VIVID_CHROMA:
        return "grey" if chroma < GREY_CHROMA else ""
    terms = np.stack([np.ones_like(lightness), lightness, lightness**2], axis=1)
    left_over = ab - terms @ np.linalg.lstsq(terms, ab, rcond=None)[0]
    return "toned (a single hue)" if np.hypot(*left_over.std(axis=0)) < TONED_CHROMA else ""


def look(path: Path) -> Look:
    """Reads one file and judges the picture by itself; never raises for a bad file."""
    try:
        data = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            width, height = image.size
            if image.getexif().get(0x0112, 1) >= 5:
                width, height = height, width
            if min(width, height) < MIN_SIDE:
                return Look(f"tiny (short side under {MIN_SIDE} pixels)")
            # A large JPEG decoded at an eighth costs a fraction, and every check here sees a reduced picture anyway.
            image.draft("RGB", (_LOOK_SIDE, _LOOK_SIDE))
            image = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return Look("unreadable (corrupt or truncated)")
    phash = int(str(imagehash.phash(image)), 16)
    small = image.resize((96, 96), Image.Resampling.BOX)
    reason = colour_reason(np.asarray(small, dtype=np.float32) / 255)
    return Look(reason, width, height, hashlib.sha1(data).hexdigest(), phash)


def look_at_all(paths: Sequence[Path]) -> Iterator[Look]:
    """A `Look` per path, in order, on all cores, with a progress bar on standard error."""
    bar = {"total": len(paths), "unit": "picture", "desc": "reading", "disable": None}
    if len(paths) < _POOL_FROM:
        yield from tqdm(map(look, paths), **bar)
        return
    # Spawned, not forked: forking a process in which a library has started threads can hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        yield from tqdm(pool.map(look, paths, chunksize=32), **bar)


@dataclass
class Preparation:
    """What was kept and, for each picture that was not, (path, source, reason)."""

    kept: list[Entry]
    left_out: list[tuple[Path, str, str]]


def prepare(sources: Sequence[tuple[str, Path]], limit: int | None = None) -> Preparation:
    """Reads the sources in the given order and decides about every picture.

    The order matters for copies only: the first one met stays, so a source added at the end removes nobody. Within a
    source the larger picture stays, then the smaller hash; no path or name decides anything.

    `limit`: at most so many pictures per source, spread evenly over it.

    Raises:
        DataError: a source cannot be read at all.
    """
    result = Preparation([], [])
    pictures = [(name, found) for name, folder in sources for found in _thinned(find_pictures(name, folder), limit)]
    for name, found in pictures:
        if found.landscape is None:
            result.left_out.append((found.path, name, f"class not among the six: {found.label}"))
    pictures = [(name, found) for name, found in pictures if found.landscape is not None]
    usable: list[tuple[str, Found, Look]] = []
    for (name, found), seen in zip(pictures, look_at_all([found.path for _, found in pictures]), strict=True):
        if seen.reason:
            result.left_out.append((found.path, name, seen.reason))
        else:
            usable.append((name, found, seen))
    rank = {name: place for place, (name, _) in enumerate(sources)}
    usable.sort(key=lambda one: (rank[one[0]], -one[2].width * one[2].height, one[2].sha1))
    _keep_originals(usable, result)
    return result


def _thinned(found: list[Found], limit: int | None) -> list[Found]:
    if limit is None or len(found) <= limit:
        return found
    return [found[i * len(found) // limit] for i in range(limit)]


def _keep_originals(usable: list[tuple[str, Found, Look]], result: Preparation) -> None:
    twins = near_duplicates([seen.phash for _, _, seen in usable], NEAR_BITS)
    for (name, found, seen), twin in zip(usable, twins, strict=True):
        if twin >= 0:
            kind = "exact duplicate" if usable[twin][2].sha1 == seen.sha1 else "near duplicate"
            result.left_out.append((found.path, name, kind))
            continue
        split = split_of(seen.phash)
        size_and_hashes = (seen.width, seen.height, seen.sha1, seen.phash)
        result.kept.append(Entry(found.path, name, found.label, found.landscape, split, *size_and_hashes))


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """An aligned Markdown table: the first column to the left, the others, which are counts, to the right."""
    cells = [list(header), *([f"{c:,}" if isinstance(c, int) else str(c) for c in row] for row in rows)]
    widths = [max(3, *(len(row[i]) for row in cells)) for i in range(len(header))]
    lines = [
        "| "
        + " | ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        + " |"
        for row in cells
    ]
    rule = "| " + " | ".join("-" * (w - 1) + ":" if i else "-" * w for i, w in enumerate(widths)) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def report(result: Preparation, names: Sequence[str]) -> str:
    """The report's Table 1 and Table 2, and what was left out, as Markdown."""
    kept, dropped = Counter(e.source for e in result.kept), Counter(name for _, name, _ in result.left_out)
    sources = [[n, kept[n] + dropped[n], dropped[n], kept[n]] for n in names]
    by_class = Counter((e.landscape, e.split) for e in result.kept)
    classes = [[c.title, *(by_class[c, s] for s in SPLITS)] for c in LandscapeClass]
    classes = [[*row, sum(row[1:])] for row in classes]
    reasons = Counter((reason, name) for _, name, reason in result.left_out)
    why = [[r, *(reasons[r, n] for n in names)] for r in sorted({r for r, _ in reasons})]
    why = [[*row, sum(row[1:])] for row in why]
    tables = [
        ("Table 1: pictures per source", ["source", "read", "left out", "kept"], sources),
        ("Table 2: pictures per class and split", ["class", *SPLITS, "all"], classes),
        ("Left out", ["reason", *names, "all"], why),
    ]
    return "\n\n".join(f"## {title}\n\n{markdown_table(header, _with_total(rows))}" for title, header, rows in tables)


def _with_total(rows: list[list]) -> list[list]:
    return [*rows, ["all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])]] if rows else rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the command's options."""
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


def _parse_sources(texts: Sequence[str]) -> list[tuple[str, Path]]:
    sources = []
    for text in texts:
        name, equals, folder = text.partition("=")
        if not (name and equals and folder):
            raise DataError(f"'{text}' is not NAME=DIR: write for example intel=/data/intel.")
        if name in dict(sources):
            raise DataError(f"The source '{name}' is given twice: give each source once.")
        sources.append((name, Path(folder)))
    return sources


def _make_writable(folder: Path) -> None:
    # Asked first, since reading the sources takes a minute.
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"The folder {folder} cannot be made ({error.strerror}): choose another --out.") from error
    if not os.access(folder, os.W_OK):
        raise DataError(f"The folder {folder} cannot be written to: choose another --out.")


def run(args: argparse.Namespace) -> int:
    """Prepares the data; returns 0, or 2 after one plain sentence on standard error."""
    try:
        if args.limit is not None and args.limit < 1:
            raise DataError(f"--limit is {args.limit}: give a number from 1.")
        sources = _parse_sources(args.source)
        _make_writable(args.out)
        result = prepare(sources, args.limit)
        if not result.kept:
            raise DataError("No picture could be used: every one was left out, so check the sources.")
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    tables = report(result, [name for name, _ in sources])
    rows = ((path, reason) for path, _, reason in result.left_out)
    replace_text(args.out / "left-out.csv", csv_text(("path", "reason"), rows))
    words = [f"--source={text}" for text in args.source] + [f"--out={args.out}"]
    words += [f"--limit={args.limit}"] if args.limit else []
    command = shlex.join(["python", "-m", "train", "prepare", *words])
    replace_text(args.out / "README.md", f"# Prepared photographs\n\nMade by:\n\n    {command}\n\n{tables}\n")
    # Last, so that a manifest that exists is one whose companions are complete.
    print(tables, f"\nWrote {write_manifest(result.kept, args.out)}", sep="\n")
    return 0
