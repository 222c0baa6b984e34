"""Checks a picture file: its properties, and whether it can be used for training."""

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

MIN_SIDE = 128  # pixels: the report trains at 144, and enlarging smaller pictures invents detail
GREY_CHROMA = 4.0  # CIE Lab units
TONED_CHROMA = 1.6  # CIE Lab units, not explained by lightness
VIVID_CHROMA = 22.0  # CIE Lab units: a single hue more saturated than any toner is a dune or the open sea
_LOOK_SIDE = 256  # pixels: all checks run on the picture at about this size
_CHUNK = 32  # pictures sent to a process at a time
_POOL_FROM = 300  # pictures: with fewer, starting processes costs more than the work


@dataclass(frozen=True)
class PictureCheck:
    """The result of checking one file. `reason`: why it is left out; empty if it can be used."""

    reason: str = ""
    width: int = 0
    height: int = 0
    sha1: str = ""
    phash: int = 0


def colour_reason(rgb: np.ndarray) -> str:
    """Why a picture has no usable colours: "grey" or "toned (a single hue)"; "" if they are usable.

    `rgb`: float32, (H, W, 3), in [0, 1]. The chroma of a toned print (sepia, cyanotype) is weak and a function of
    lightness only, so ab is fitted by a quadratic in L and the residual is measured. This also removes dim mist and
    haze of a single hue: a few pictures in ten thousand.
    """
    lab = rgb_to_lab(rgb).reshape(-1, 3).astype(np.float64)
    lightness, ab = lab[:, 0] / 100, lab[:, 1:]
    # A percentile, so that a coloured stamp or border does not decide.
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
            # Decoding a large JPEG at 1/8 scale is much cheaper, and all checks run on a downsized picture anyway.
            image.draft("RGB", (_LOOK_SIDE, _LOOK_SIDE))
            image = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return PictureCheck("unreadable (corrupt or truncated)")
    phash = int(str(imagehash.phash(image)), 16)
    small = image.resize((96, 96), Image.Resampling.BOX)
    reason = colour_reason(np.asarray(small, dtype=np.float32) / 255)
    return PictureCheck(reason, width, height, hashlib.sha1(data).hexdigest(), phash)


def check_pictures(paths: Sequence[Path]) -> Iterator[PictureCheck]:
    """Yield a `PictureCheck` per path, in order, using all cores, with a progress bar on standard error.

    Raises DataError if reading a picture kills its process.
    """
    bar = {"total": len(paths), "unit": "picture", "desc": "reading", "disable": None}
    if len(paths) < _POOL_FROM:
        yield from tqdm(map(check_picture, paths), **bar)
        return
    chunks = [tuple(paths[start : start + _CHUNK]) for start in range(0, len(paths), _CHUNK)]
    checked: dict[tuple[Path, ...], list[PictureCheck]] = {}
    with tqdm(**bar) as progress:
        for chunk, checks in in_processes(_check_chunk, chunks, usable_cores()):
            if checks is None:
                raise DataError(f"A picture from {chunk[0]} to {chunk[-1]} ended the process that read it. Remove it.")
            checked[chunk] = checks
            progress.update(len(chunk))
    for chunk in chunks:
        yield from checked[chunk]


def _check_chunk(paths: tuple[Path, ...]) -> list[PictureCheck]:
    return [check_picture(path) for path in paths]
