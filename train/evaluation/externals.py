"""Pictures that another system has coloured: where they are, and whether they can be compared at all."""

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

_SHAPE = 0.02  # by how much the proportions of a picture may differ from its photograph's


@dataclass(frozen=True)
class External:
    """Pictures that another system has coloured, under the names of the photographs or those in a results folder.

    name: the system's key in a results folder. title: what its people call it.
    """

    name: str
    title: str
    folder: Path

    def find(self, sample: Sample) -> Path | None:
        """The picture of `sample`, whatever its format, or None where there is none."""
        for place in (self.folder / sample.landscape.value, self.folder):
            for stem in (sample.path.stem, sample.id):
                for suffix in SUFFIXES:
                    if (path := place / (stem + suffix)).exists():
                        return path
        return None

    def load(self, sample: Sample, shape: tuple[int, int], size: int) -> np.ndarray | None:
        """What the system made of `sample`: sRGB (size, size, 3), uint8, the middle of the picture.

        shape: height and width of the photograph, in pixels. A picture that is missing, broken or of other proportions
        gives None, and is named on standard error: one case less in that system's row.
        """
        path = self.find(sample)
        if path is None:
            return self._left_out(sample, f"{self.folder} holds no picture named like {sample.path.name}.")
        try:
            rgb = as_it_is(path)
        except PhotoError as error:
            return self._left_out(sample, f"{path}: {error}")
        (height, width), (tall, wide) = shape, rgb.shape[:2]
        # Whoever coloured `pictures/grey` of a results folder has the square of each photograph that is evaluated.
        proportions = [width / height] + [1.0] * (path.stem == sample.id)
        if all(abs(wide / tall / each - 1) > _SHAPE for each in proportions):
            return self._left_out(
                sample, f"{path} has {wide}x{tall} pixels, and the photograph {width}x{height}: other proportions."
            )
        return np.ascontiguousarray(square(rgb, size))

    def _left_out(self, sample: Sample, why: str) -> None:
        tqdm.write(f"{sample.path.name} is left out of the row of {self.title}: {why}", file=sys.stderr)


def as_it_is(path: Path) -> np.ndarray:
    """A picture, grey ones too: sRGB (H, W, 3), uint8. Raises PhotoError."""
    rgb = load_rgb(path)
    if rgb.ndim == 3:
        return rgb
    return (lightness_to_rgb(load_photo(path).lightness) * 255).round().astype(np.uint8)


def parse_externals(texts: Sequence[str], samples: Sequence[Sample]) -> list[External]:
    """What `--external NAME=DIR` names. Raises ResultsError for a name that cannot be one, DataError for the rest."""
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
