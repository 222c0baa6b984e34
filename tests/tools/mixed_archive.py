"""Checks an archive of mixed kinds: every good photograph must be coloured, and every broken one reported.

    python -m tests.tools.mixed_archive --photographs 2000

The photographs are the samples at many sizes, mostly small, in every supported format; one in fifty is broken in one of
the ways in which files break. The exit status is 1 if a good one was not coloured or has another size, if a broken one
was coloured, or if its message is not a plain sentence or is only its Python error.
"""

import argparse
import csv
import io
import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from colourizer.checkpoint import DEFAULT
from colourizer.cli.archive.archive import ERRORS, MANIFEST
from colourizer.photo.photo import load_photo
from tests.files import encoded, jpeg2000, jpegxl, tiff
from tests.tools.serving import ROOT

SAMPLES = sorted((ROOT / "assets" / "samples").rglob("*.jpg"))
KINDS: dict[str, Callable[[Image.Image], bytes]] = {
    ".jpg": lambda picture: encoded(picture, "JPEG", quality=90),
    ".jpeg": lambda picture: encoded(picture.convert("L"), "JPEG", progressive=True),
    ".png": lambda picture: encoded(picture.convert("L"), "PNG"),
    ".webp": lambda picture: encoded(picture, "WEBP", method=0),
    ".tif": lambda picture: tiff(np.asarray(picture.convert("L")).astype(np.uint16) * 257, photometric="minisblack"),
    ".tiff": lambda picture: encoded(picture, "TIFF", compression="tiff_lzw"),
    ".bmp": lambda picture: encoded(picture.convert("L"), "BMP"),
    ".gif": lambda picture: encoded(picture.convert("L"), "GIF"),
    ".jp2": lambda picture: jpeg2000(np.asarray(picture.convert("L"))),
    ".jxl": lambda picture: jpegxl(np.asarray(picture.convert("L"))),
    ".pgm": lambda picture: encoded(picture.convert("L"), "PPM"),
    ".avif": lambda picture: encoded(picture, "AVIF", speed=10),
}
BREAKS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: b"",
    lambda data: b"This is a list of photographs, and none of them.",
    lambda data: bytes(len(data)),
    lambda data: data[: len(data) // 3],  # like an interrupted copy
    lambda data: data[:20],
    lambda data: _huge(),
)


def make_archive(folder: Path, count: int, broken: float, seed: int = 0) -> dict[str, tuple[int, int] | None]:
    """Write the photographs, in folders of a hundred. Returns the (width, height) of each; None for a broken one."""
    chance = random.Random(seed)
    wrong = set(chance.sample(range(count), round(count * broken)))
    made: dict[str, tuple[int, int] | None] = {}
    for number in range(count):
        suffix = chance.choice([*KINDS])
        longest = round(chance.triangular(48, 1600, 160))
        with Image.open(chance.choice(SAMPLES)) as sample:
            sample.thumbnail((longest, longest))
            data, size = KINDS[suffix](sample.convert("RGB")), sample.size
        if number in wrong:
            data = chance.choice(BREAKS)(data)
        path = folder / f"{number // 100:03}" / f"{number:05}{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        made[str(path.relative_to(folder))] = None if number in wrong else size
    return made


def faults(output: Path, made: dict[str, tuple[int, int] | None]) -> list[str]:
    """The faults of the results, one per line."""
    done = {line["photo"]: line for line in map(json.loads, (output / MANIFEST).read_text().splitlines())}
    with (output / ERRORS).open(newline="", encoding="utf-8") as stream:
        errors = {row["photo"]: row["error"] for row in csv.DictReader(stream)}
    found = []
    for photo, size in made.items():
        if size is None:
            told = errors.get(photo, "nothing")
            if photo in done or not told[:1].isupper() or not told.endswith(".") or "It could not be coloured" in told:
                found.append(f"{photo} is broken, and this is told: {told}")
        elif photo not in done:
            found.append(f"{photo} was not coloured: {errors.get(photo, 'nothing is told of it')}")
        elif load_photo(output / done[photo]["result"]).size != size:
            found.append(f"{photo} came out at another size")
    return found + [f"{photo} is told of and unknown" for photo in (set(done) | set(errors)) - set(made)]


def _huge() -> bytes:
    """A PNG that claims 60,000 × 60,000 pixels."""
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, "PNG")
    data = bytearray(stream.getvalue())
    data[16:24] = struct.pack(">2I", 60_000, 60_000)
    return bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.mixed_archive", description="A mixed archive.")
    parser.add_argument("--photographs", type=int, default=2000, metavar="N")
    parser.add_argument("--broken", type=float, default=0.02, metavar="SHARE")
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        photographs, output = Path(folder) / "photographs", Path(folder) / "results"
        photographs.mkdir()
        made = make_archive(photographs, arguments.photographs, arguments.broken)
        command = [sys.executable, "-m", "colourizer.cli.archive_command", str(photographs), "--output", str(output)]
        run = subprocess.run([*command, "--model", arguments.model, "--device", "cpu"], cwd=ROOT, capture_output=True)
        found = faults(output, made)
    bad = sum(size is None for size in made.values())
    print(f"{len(made)} photographs, {bad} of them broken; exit status {run.returncode}; {len(found)} faults")
    print("\n".join(found))
    return 1 if found or run.returncode != (1 if bad else 0) else 0


if __name__ == "__main__":
    sys.exit(main())
