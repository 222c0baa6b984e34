"""`python -m train plates`: prepare old colour plates for training and evaluation.

Century-old three-colour plates have authentic lightness and colours, but each has its own colour cast, and margins
where the three exposures do not overlap. This command removes each plate's fog, white-balances it (shades of grey:
Finlayson and Trezzi 2004), crops its margin, and sorts it into the landscape class that `chroma` predicts. Some plates
are held out for evaluation. Plates that show the same scene as an existing evaluation photograph are left out; decayed
plates are left out of training.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from colourizer.colour.lab import linear_from_srgb, srgb_from_linear
from colourizer.photo.photo import SUFFIXES, Photo
from colourizer.pipeline import Colourizer
from train.errors import DataError

MARGIN = 0.04  # cropped share of each side
MINKOWSKI_NORM = 6  # Finlayson and Trezzi's choice
STRONGEST_CAST = 2.0  # ratio of the largest to the smallest gain; a stronger cast hides the original colours
MOST_PURPLE = 0.08  # share of a plate; more is decay, hardly ever the landscape's own colour
_PURPLE_HUES, _PURPLE_CHROMA = (-75, -5), 15  # degrees in the plane of CIE a and b; above this chroma
_FOG = 0.01  # quantile of each channel in linear light that is taken as black
_DARK, _BRIGHT = 0.05, 0.97  # quantile of the darkest and value of the brightest pixels that the estimate ignores
_MATCH_SIDES = (60, 68, 76)  # pixels: the template at three scales, in pictures of 64
_MATCH_PART = 0.2  # share of each side cropped from the template


def without_fog(rgb: np.ndarray) -> np.ndarray:
    """Remove the colour cast of the shadows by equalising the black points of the three exposures.

    rgb: sRGB (H, W, 3), uint8, like the result. A fogged or longer exposure raises one channel's black point. That
    tints the shadows but not the highlights, so white balance alone cannot detect it.
    """
    linear = _linear(rgb)
    black = np.quantile(linear.reshape(-1, 3), _FOG, axis=0)
    black -= black.min()
    return _encoded((linear - black) / (1 - black))


def balanced(rgb: np.ndarray) -> tuple[np.ndarray, float]:
    """Remove the colour cast; returns the picture and the strength of the cast, the ratio of largest to smallest gain.

    rgb: sRGB (H, W, 3), uint8, like the result. The illuminant is estimated as the geometric mean of each channel's
    mean and Minkowski norm in linear light: the mean alone turns meadows purple, and the norm alone sees only the sky.
    """
    linear = _linear(rgb)
    pixels = linear.reshape(-1, 3)
    brightness = pixels.mean(axis=1)
    pixels = pixels[(pixels.max(axis=1) < _BRIGHT) & (brightness > np.quantile(brightness, _DARK))]
    if len(pixels) == 0:
        return rgb, np.inf
    norm = np.power(np.power(pixels, MINKOWSKI_NORM).mean(axis=0), 1 / MINKOWSKI_NORM)
    light = np.sqrt(norm * pixels.mean(axis=0)) + 1e-6
    gains = light.mean() / light
    return _encoded(linear * gains), float(gains.max() / gains.min())


def purple_share(rgb: np.ndarray) -> float:
    """The share of a picture that is violet or magenta. rgb: sRGB (H, W, 3), uint8."""
    _, a, b = cv2.split(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))
    hue, (first, last) = np.degrees(np.arctan2(b, a)), _PURPLE_HUES
    return float(np.mean((np.hypot(a, b) > _PURPLE_CHROMA) & (hue > first) & (hue < last)))


def _linear(rgb: np.ndarray) -> np.ndarray:
    """sRGB, uint8 → linear light in [0, 1], float32."""
    return linear_from_srgb(rgb.astype(np.float32) / 255)


def _encoded(linear: np.ndarray) -> np.ndarray:
    """Linear light → sRGB, uint8: the inverse of `_linear`, clipped."""
    return np.round(srgb_from_linear(np.clip(linear, 0, 1).astype(np.float32)) * 255).astype(np.uint8)


def same_scenes(paths: Sequence[Path], others: Sequence[Path]) -> set[Path]:
    """For each of `others`, the one of `paths` most likely to show the same scene, regardless of crop and colours.

    Uses normalised cross-correlation of the centre of one with all of the other. There is always a match: leaving out
    one plate too many costs little, while training on an evaluated scene would bias the evaluation.
    """
    pictures = [_grey(path, 64) for path in paths]
    found = set()
    for other in others:
        parts = [_middle(_grey(other, side)) for side in _MATCH_SIDES]
        found.add(paths[int(np.argmax([max(_correlation(picture, part) for part in parts) for picture in pictures]))])
    return found


def _grey(path: Path, side: int) -> np.ndarray:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise DataError(f"{path} cannot be read: take it out of its folder.")
    scale = side / min(grey.shape)
    size = (round(grey.shape[1] * scale), round(grey.shape[0] * scale))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _middle(picture: np.ndarray) -> np.ndarray:
    top, left = (round(side * _MATCH_PART) for side in picture.shape)
    return picture[top : len(picture) - top, left : picture.shape[1] - left]


def _correlation(picture: np.ndarray, part: np.ndarray) -> float:
    if any(small > large for small, large in zip(part.shape, picture.shape, strict=True)):
        return -1.0
    return float(cv2.matchTemplate(picture, part, cv2.TM_CCOEFF_NORMED).max())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train plates`."""
    parser.add_argument("--images", type=Path, required=True, metavar="DIR", help="the plates, in colour")
    parser.add_argument(
        "--apart-from",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="photographs used for evaluation already",
    )
    parser.add_argument("--measure", type=int, default=200, help="the number held out for evaluation (default: 200)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for train/CLASS/ and measure/CLASS/")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Balance and sort the plates, and print the counts. Raises DataError."""
    paths = pictures_in(arguments.images)
    if not paths:
        raise DataError(f"{arguments.images} holds no pictures: name the folder of the plates.")
    apart = same_scenes(paths, [path for folder in arguments.apart_from for path in pictures_in(folder)])
    colourizer, done = Colourizer.from_pretrained("chroma"), Counter()
    # Sorted by the hash of the name, so that the same plates are always held out.
    left = sorted(set(paths) - apart, key=lambda path: hashlib.sha256(path.name.encode()).hexdigest())
    for path in tqdm(left, unit="plate", disable=None):
        rgb, cast = balanced(without_fog(_without_margin(path)))
        if cast > STRONGEST_CAST:
            done["left out: the cast is too strong"] += 1
            continue
        part = "measure" if done["measure"] < arguments.measure else "train"
        if part == "train" and purple_share(rgb) > MOST_PURPLE:
            done["left out: decayed to purple"] += 1
            continue
        landscapes = colourizer(Photo.from_rgb(rgb)).landscapes
        folder = arguments.out / part / max(landscapes, key=lambda landscape: landscapes[landscape]).value
        folder.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / f"{path.stem}.png"), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
        done[part] += 1
    done["left out: the scene of an evaluation photograph"] = len(apart)
    print("\n".join(f"{count:,} {what}" for what, count in done.items()))
    return 0


def pictures_in(folder: Path) -> list[Path]:
    """The picture files in a folder, by name."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)


def _without_margin(path: Path) -> np.ndarray:
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if bgr is None:
        raise DataError(f"{path} cannot be read: take it out of its folder.")
    top, left = (round(side * MARGIN) for side in bgr.shape[:2])
    bgr = bgr[top : len(bgr) - top, left : bgr.shape[1] - left]
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
