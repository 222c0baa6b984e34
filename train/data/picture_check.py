"""The check of a picture file: its properties, and whether it can be used for training."""

import hashlib
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image, ImageOps
from tqdm import tqdm

from colourizer.cli.process_pool import in_processes
from colourizer.colour.lab import rgb_to_lab
from colourizer.processors import usable_cores
from train.errors import DataError

MIN_SIDE = 128  # pixels: the report trains at 144, and enlarging less than this invents detail
GREY_CHROMA = 4.0  # CIE Lab units
TONED_CHROMA = 1.6  # CIE Lab units, what lightness does not explain
VIVID_CHROMA = 22.0  # CIE Lab units: a single hue stronger than any toner's is a dune or the open sea
_LOOK_SIDE = 256  # pixels: all checks run on the picture at about this size
_CHUNK = 32  # pictures that a process is given at a time
_POOL_FROM = 300  # pictures: below that, starting the processes costs more than the work


@dataclass(frozen=True)
class PictureCheck:
    """The result of checking one file. `reason` says why it is left out, and is empty if it may be used."""

    reason: str = ""
    width: int = 0
    height: int = 0
    sha1: str = ""
    phash: int = 0


def colour_reason(rgb: np.ndarray) -> str:
    """Why a picture has no usable colours, "grey" or "toned (a single hue)"; "" where it has.

    `rgb`: float32, (H, W, 3), in [0, 1]. A toned print (sepia, cyanotype) has chroma, but weak and as a function of
    lightness alone; so ab is fitted by a quadratic in L and what is left over is measured. This also removes dim mist
    and haze of one hue: a few pictures in ten thousand.
    """
    lab = rgb_to_lab(rgb).reshape(-1, 3).astype(np.float64)
    lightness, ab = lab[:, 0] / 100, lab[:, 1:]
    # A percentile, so that a coloured stamp or a border does not decide.
    chroma = np.percentile(np.hypot(*ab.T), 95)
    if chroma < GREY_CHROMA or chroma > VIVID_CHROMA:
        return "grey" if chroma < GREY_CHROMA else ""
    terms = np.stack([np.ones_like(lightness), lightness, lightness**2], axis=1)
    left_over = ab - terms @ np.linalg.lstsq(terms, ab, rcond=None)[0]
    return "toned (a single hue)" if np.hypot(*left_over.std(axis=0)) < TONED_CHROMA else ""


def check_picture(path: Path) -> PictureCheck:
    """Check one file; never raises for a bad file."""
    try:
        data = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            width, height = image.size
            if image.getexif().get(0x0112, 1) >= 5:
                width, height = height, width
            if min(width, height) < MIN_SIDE:
                return PictureCheck(f"tiny (short side under {MIN_SIDE} pixels)")
            # A large JPEG decoded at an eighth costs a fraction, and every check here runs on a reduced picture anyway.
            image.draft("RGB", (_LOOK_SIDE, _LOOK_SIDE))
            image = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return PictureCheck("unreadable (corrupt or truncated)")
    phash = int(str(imagehash.phash(image)), 16)
    small = image.resize((96, 96), Image.Resampling.BOX)
    reason = colour_reason(np.asarray(small, dtype=np.float32) / 255)
    return PictureCheck(reason, width, height, hashlib.sha1(data).hexdigest(), phash)


def check_pictures(paths: Sequence[Path]) -> Iterator[PictureCheck]:
    """A `PictureCheck` per path, in order, on all cores, with a progress bar on standard error.

    Raises DataError if the process that reads a picture dies of it.
    """
    bar = {"total": len(paths), "unit": "picture", "desc": "reading", "disable": None}
    if len(paths) < _POOL_FROM:
        yield from tqdm(map(check_picture, paths), **bar)
        return
    chunks = [tuple(paths[start : start + _CHUNK]) for start in range(0, len(paths), _CHUNK)]
    checked: dict[tuple[Path, ...], list[PictureCheck]] = {}
    with tqdm(**bar) as progress:
        for chunk, checks in in_processes(_check_chunk, chunks, usable_cores(), _nothing):
            if checks is None:
                raise DataError(f"A picture from {chunk[0]} to {chunk[-1]} ended the process that read it. Remove it.")
            checked[chunk] = checks
            progress.update(len(chunk))
    for chunk in chunks:
        yield from checked[chunk]


def _check_chunk(paths: tuple[Path, ...]) -> list[PictureCheck]:
    return [check_picture(path) for path in paths]


def _nothing() -> None:
    pass
