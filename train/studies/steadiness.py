"""How much colours change under changes of a photograph that should not affect them."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from colourizer.checkpoint import name_or_folder
from colourizer.photo.photo import Photo, load_rgb
from colourizer.pipeline import Colourizer
from train.data.dataset import square
from train.evaluation.in_threads import in_threads
from train.studies import choice
from train.tables import markdown_table

_TEXT = """{table}

Mean distance in ab (CIE 1976) between the default colours of a photograph and those of the same photograph after the
change, within the photograph, and in brackets the 90th percentile over photographs; in a row of several changes the
mean of their means. {count} photographs, {what}, at {side}x{side} pixels; mean chroma of the default colours unchanged:
{chroma}. {frame}"""

_FRAME = {
    "auto": "The frame of the changed photograph is detected.",
    "none": "No frame is detected: the borders are part of the network's input.",
}
SIDE = 256  # pixels
_CELLS = 64  # cells a side for comparing colours
_GRAIN = 14.0  # standard deviation, of a range of 255

Box = tuple[float, float, float, float]  # left, top, right, bottom, in shares of the picture
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, eq=False)
class Changed:
    """A photograph after a change. grey: (H, W), uint8. inside: the box in it that shows the original's box `of`."""

    grey: np.ndarray
    inside: Box = _WHOLE
    of: Box = _WHOLE
    mirrored: bool = False


def _bordered(share: float, tone: int) -> Callable[[np.ndarray], Changed]:
    def change(grey: np.ndarray) -> Changed:
        border = round(share * len(grey))
        around = np.pad(grey, border, constant_values=tone)
        start = border / len(around)
        return Changed(around, inside=(start, start, 1 - start, 1 - start))

    return change


def _bent(gamma: float) -> Callable[[np.ndarray], Changed]:
    return lambda grey: Changed(_bytes(255 * (grey / 255) ** gamma))


def _through(side: int, back: bool) -> Callable[[np.ndarray], Changed]:
    def change(grey: np.ndarray) -> Changed:
        small = cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)
        return Changed(cv2.resize(small, grey.shape[::-1], interpolation=cv2.INTER_CUBIC) if back else small)

    return change


def _compressed(grey: np.ndarray) -> Changed:
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 20])
    return Changed(np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)))


def _grainy(grey: np.ndarray) -> Changed:
    return Changed(_bytes(grey + np.random.default_rng(0).normal(0, _GRAIN, grey.shape)))


def _cropped(grey: np.ndarray) -> Changed:
    cut = round(0.05 * len(grey))
    start = cut / len(grey)
    return Changed(grey[cut:-cut, cut:-cut].copy(), of=(start, start, 1 - start, 1 - start))


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


CHANGES: dict[str, dict[str, Callable[[np.ndarray], Changed]]] = {
    "borders": {
        "white border, 12 %": _bordered(0.12, 245),
        "black border, 12 %": _bordered(0.12, 10),
        "grey mount, 20 %": _bordered(0.20, 128),
    },
    "tones": {
        "gamma 0.7": _bent(0.7),
        "gamma 1.5": _bent(1.5),
        "faded to 60..200": lambda grey: Changed(_bytes(60 + grey * (140 / 255))),
    },
    "detail": {"blurred as from 96 pixels": _through(96, back=True), "shown at 72 pixels": _through(72, back=False)},
    "noise": {"JPEG of quality 20": _compressed, "grain, sd 14 of 255": _grainy},
    "view": {
        "mirrored": lambda grey: Changed(grey[:, ::-1].copy(), mirrored=True),
        "5 % cropped off each side": _cropped,
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of this study."""
    parser.add_argument("--models", nargs="+", default=["chroma"], metavar="NAME", help="checkpoints: names or folders")
    choice.add_arguments(parser, 48)
    parser.add_argument(
        "--frame", choices=("auto", "none"), default="auto", help="whether the frame is detected (default: auto)"
    )


def measure(arguments: argparse.Namespace) -> str:
    """A table with rows for each change and kind of change, and a column for each model. Raises DataError."""
    paths, what = choice.chosen(arguments)
    colourizers = [Colourizer.from_pretrained(name_or_folder(name)) for name in arguments.models]
    measured = [moves(colourizer, paths, arguments.frame) for colourizer in colourizers]
    table = markdown_table(["change", *arguments.models], _rows([distances for distances, _ in measured]))
    chroma = ", ".join(f"{value:.1f}" for _, value in measured)
    return _TEXT.format(
        table=table, count=len(paths), what=what, side=SIDE, chroma=chroma, frame=_FRAME[arguments.frame]
    )


def moves(colourizer: Colourizer, paths: list[Path], frame: str) -> tuple[dict[str, np.ndarray], float]:
    """The mean ab distance of each photograph, (N,), by change, and the mean chroma without changes."""

    def measured(path: Path) -> tuple[dict[str, float], float]:
        grey = cv2.cvtColor(np.ascontiguousarray(square(load_rgb(path), SIDE)), cv2.COLOR_RGB2GRAY)
        unchanged, distances = _colours(colourizer, grey, "none"), {}
        for name, change in (pair for kind in CHANGES.values() for pair in kind.items()):
            changed = change(grey)
            moved = _cells(_colours(colourizer, changed.grey, frame), changed.inside)
            moved = moved[:, ::-1] if changed.mirrored else moved
            offset = moved - _cells(unchanged, changed.of)
            distances[name] = float(np.hypot(offset[..., 0], offset[..., 1]).mean())
        return distances, float(np.hypot(*np.moveaxis(unchanged, -1, 0)).mean())

    every = tqdm(in_threads(measured, paths), total=len(paths), unit="photo", desc=colourizer.name, mininterval=2)
    distances, chroma = zip(*every, strict=True)
    return {name: np.array([one[name] for one in distances]) for name in distances[0]}, float(np.mean(chroma))


def _colours(colourizer: Colourizer, grey: np.ndarray, frame: str) -> np.ndarray:
    """The default colours, CIE ab (h, w, 2), at the network's size."""
    return colourizer(Photo.from_rgb(np.repeat(grey[..., None], 3, axis=2)), frame=frame).adjusted_chroma


def _cells(colours: np.ndarray, box: Box) -> np.ndarray:
    """Resample the part of (h, w, 2) within `box` to (64, 64, 2)."""
    height, width = colours.shape[:2]
    place = (np.arange(_CELLS) + 0.5) / _CELLS
    left, top, right, bottom = box
    x = ((left + place * (right - left)) * width - 0.5).astype(np.float32)
    y = ((top + place * (bottom - top)) * height - 0.5).astype(np.float32)
    columns, rows = np.meshgrid(x, y)
    return cv2.remap(colours, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _rows(measured: list[dict[str, np.ndarray]]) -> list[list[str]]:
    rows = []
    for kind, changes in CHANGES.items():
        rows += [[name, *(_cell(distances[name]) for distances in measured)] for name in changes]
        rows.append([f"**{kind}**", *(f"**{_mean(distances, list(changes)):.2f}**" for distances in measured)])
    every = [name for changes in CHANGES.values() for name in changes]
    return [*rows, ["**all twelve**", *(f"**{_mean(distances, every):.2f}**" for distances in measured)]]


def _cell(values: np.ndarray) -> str:
    return f"{values.mean():.1f} ({np.percentile(values, 90):.1f})"


def _mean(distances: dict[str, np.ndarray], names: list[str]) -> float:
    return float(np.mean([distances[name].mean() for name in names]))
