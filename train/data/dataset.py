"""Photographs as a network sees them: a square of lightness, and the colours that belong to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from colourizer.colour.lab import LIGHTNESS_MAX, rgb_to_lightness
from train.data.degradation import damaged
from train.data.manifest import Entry
from train.errors import DataError
from train.presets import Preset

KEEP = 2**31  # bytes of decoded photographs that training holds in memory: 30,000 of 150x150 pixels
SMALLEST_CROP = 0.75  # of the shorter side
_DAMAGE = 1  # seeds what happens to a photograph otherwise than its crop


@dataclass(frozen=True)
class Draw:
    """One photograph asked for: its index, and the seed of its crop and flip; None: the middle, unflipped."""

    index: int
    seed: tuple[int, int] | None = None


class Photographs(Dataset):
    """Squares of `size` pixels of the photographs in `entries`.

    damage: the share of the drawn photographs whose lightness looks like an old print's.
    keep: bytes of decoded photographs to hold in memory, for the passes after the first.
    Item: lightness (1, size, size), CIE L divided by 100, and sRGB (3, size, size), both float32 in [0, 1].
    """

    def __init__(self, entries: Sequence[Entry], size: int, *, damage: float = 0.0, keep: int = 0):
        self.paths = [str(entry.path) for entry in entries]
        self.labels = [entry.landscape.value for entry in entries]
        self.size, self.damage = size, damage
        self._kept: dict[int, np.ndarray] = {}
        self._room = keep

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, draw: Draw | int) -> tuple[Tensor, Tensor]:
        draw = draw if isinstance(draw, Draw) else Draw(draw)
        bgr = square(self._decoded(draw.index), self.size, draw.seed)
        rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB).astype(np.float32) / 255
        lightness = rgb_to_lightness(rgb)
        if draw.seed is not None and (random := np.random.default_rng((*draw.seed, _DAMAGE))).random() < self.damage:
            lightness = damaged(rgb, lightness, random)
        lightness = lightness / LIGHTNESS_MAX
        return torch.from_numpy(lightness)[None], torch.from_numpy(np.ascontiguousarray(rgb.transpose(2, 0, 1)))

    def _decoded(self, index: int) -> np.ndarray:
        """The whole photograph, BGR (H, W, 3), uint8. Raises DataError."""
        if index in self._kept:
            return self._kept[index]
        bgr = cv2.imread(self.paths[index], cv2.IMREAD_COLOR)
        if bgr is None:
            raise DataError(f"{self.paths[index]} cannot be read any more. Run `python -m train prepare` again.")
        if bgr.nbytes <= self._room:
            self._kept[index], self._room = bgr, self._room - bgr.nbytes
        return bgr


def square(picture: np.ndarray, size: int, seed: tuple[int, int] | None) -> np.ndarray:
    """Cut a square, uint8 (H, W, 3) → (size, size, 3): at random for a seed, else the largest one in the middle."""
    height, width = picture.shape[:2]
    side, top, left, flip = min(height, width), 0.5, 0.5, False
    if seed is not None:
        random = np.random.default_rng(seed)
        side = round(side * random.uniform(SMALLEST_CROP, 1))
        top, left, flip = random.random(), random.random(), random.random() < 0.5
    y, x = round(top * (height - side)), round(left * (width - side))
    square = picture[y : y + side, x : x + side]
    square = cv2.resize(square, (size, size), interpolation=cv2.INTER_AREA if side > size else cv2.INTER_CUBIC)
    return square[:, ::-1] if flip else square


@dataclass(frozen=True)
class Share:
    """Which of several training processes this is, and of how many."""

    process: int = 0
    processes: int = 1


class Shuffled(Sampler[Draw]):
    """Draws number `start` to `stop` of endless, shuffled passes over photographs.

    What a draw holds depends on the seed and on its number alone, so a resumed run sees what it would have seen, and
    several processes see together what one would see.

    labels: of every photograph. balanced: whether every label is drawn equally often, the rare ones several times a
    pass, or every photograph once a pass.
    """

    def __init__(
        self,
        labels: Sequence[str],
        start: int,
        stop: int,
        *,
        seed: int,
        balanced: bool = False,
        share: Share = Share(),
    ):
        self.labels = np.asarray(labels)
        self.start, self.stop, self.seed, self.balanced, self.share = start, stop, seed, balanced, share

    def __len__(self) -> int:
        return len(self._numbers())

    def __iter__(self) -> Iterator[Draw]:
        epoch, order, count = -1, np.empty(0, int), len(self.labels)
        for number in self._numbers():
            if number // count != epoch:
                epoch = number // count
                order = self._order(np.random.default_rng((self.seed, epoch)))
            yield Draw(int(order[number % count]), (self.seed, number))

    def _numbers(self) -> range:
        return range(self.start + self.share.process, self.stop, self.share.processes)

    def _order(self, random: np.random.Generator) -> np.ndarray:
        count = len(self.labels)
        if not self.balanced:
            return random.permutation(count)
        groups = [random.permutation(np.flatnonzero(self.labels == label)) for label in np.unique(self.labels)]
        wanted = -(-count // len(groups))
        return random.permutation(np.concatenate([np.resize(group, wanted) for group in groups]))[:count]


def training_batches(
    photographs: Photographs, draws: tuple[int, int], preset: Preset, share: Share = Share()
) -> DataLoader:
    """This process's share of the batches that hold draws[0] to draws[1], read by one process beside the training."""
    sampler = Shuffled(photographs.labels, *draws, seed=preset.seed, balanced=preset.balanced, share=share)
    return DataLoader(
        photographs,
        preset.batch // share.processes,
        sampler=sampler,
        num_workers=1,
        prefetch_factor=4,
        # A generator of its own: starting a loader draws from one, and a resumed run starts more loaders than one that
        # ran through, which would shift every dropout after it.
        generator=torch.Generator(),
    )
