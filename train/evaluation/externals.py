"""Pictures coloured by other systems: finds them, and checks whether they can be compared."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.colour.lab import lightness_to_rgb
from colourizer.evaluation.results import key_of
from colourizer.photo.photo import SUFFIXES, PhotoError, load_photo, load_rgb
from train.data.dataset import square
from train.errors import DataError
from train.evaluation.photographs import Sample

_SHAPE = 0.02  # tolerated difference between the aspect ratios of a picture and its photograph


@dataclass(frozen=True)
class External:
    """Pictures coloured by another system, named like the photographs or like the pictures in a results folder.

    name: the system's key in a results folder. title: its authors' name for it.
    """

    name: str
    title: str
    folder: Path

    def find(self, sample: Sample) -> Path | None:
        """The picture of `sample`, in any format, or None if there is none."""
        for place in (self.folder / sample.landscape.value, self.folder):
            for stem in (sample.path.stem, sample.id):
                for suffix in SUFFIXES:
                    if (path := place / (stem + suffix)).exists():
                        return path
        return None

    def load(self, sample: Sample, shape: tuple[int, int], size: int) -> np.ndarray | None:
        """Load the system's picture of `sample`, centre-cropped: sRGB (size, size, 3), uint8.

        shape: height and width of the photograph, in pixels. Returns None, with a message on standard error, if the
        picture is missing, broken or has another aspect ratio; the system's row then has one case less.
        """
        path = self.find(sample)
        if path is None:
            return self._left_out(sample, f"{self.folder} holds no picture named like {sample.path.name}.")
        try:
            rgb = as_it_is(path)
        except PhotoError as error:
            return self._left_out(sample, f"{path}: {error}")
        (height, width), (tall, wide) = shape, rgb.shape[:2]
        # Pictures made from `pictures/grey` of a results folder are square crops.
        proportions = [width / height] + [1.0] * (path.stem == sample.id)
        if all(abs(wide / tall / each - 1) > _SHAPE for each in proportions):
            return self._left_out(
                sample, f"{path} has {wide}x{tall} pixels, and the photograph {width}x{height}: other proportions."
            )
        return np.ascontiguousarray(square(rgb, size))

    def _left_out(self, sample: Sample, why: str) -> None:
        tqdm.write(f"{sample.path.name} is left out of the row of {self.title}: {why}", file=sys.stderr)


def as_it_is(path: Path) -> np.ndarray:
    """Load a picture, in colour or grey: sRGB (H, W, 3), uint8. Raises PhotoError."""
    rgb = load_rgb(path)
    if rgb.ndim == 3:
        return rgb
    return (lightness_to_rgb(load_photo(path).lightness) * 255).round().astype(np.uint8)


def parse_externals(texts: Sequence[str], samples: Sequence[Sample]) -> list[External]:
    """Parse `--external NAME=DIR`. Raises ResultsError for an invalid name, DataError for other errors."""
    externals = []
    for text in texts:
        name, equals, folder = text.partition("=")
        if not equals or not Path(folder).is_dir():
            raise DataError(
                f"{text!r} is not NAME=DIR with a folder that is there: write for example deoldify=out/deoldify."
            )
        external = External(key_of(name), name, Path(folder))
        if not any(external.find(sample) for sample in samples):
            raise DataError(
                f"{folder} holds no picture named like one of the photographs, such as {samples[0].path.name}. "
                "Give the coloured pictures the photographs' names."
            )
        externals.append(external)
    return externals
