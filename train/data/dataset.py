"""Training examples: square lightness crops and their true colours."""

import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from colourizer.colour.lab import LIGHTNESS_MAX, rgb_to_lightness
from train.data.degradation import printed
from train.data.manifest import Box, Entry
from train.errors import DataError
from train.presets import Preset

KEEP = 2**31  # bytes of decoded photographs that training holds in memory: 30,000 of 150x150 pixels
SMALLEST_CROP = 0.75  # share of the shorter side; the default of presets
_DAMAGE = 1  # seeds the damage, separately from the crop
_BORDER_COUNTS = 0.3  # the weight of a grey border's pixels; the photograph's is 1


class Example(NamedTuple):
    """One training example; in a batch, each tensor has a leading batch axis.

    lightness: CIE L divided by 100, (1, size, size): the network's input, possibly damaged like an old print. rgb: the
    true colours, sRGB (3, size, size), grey on borders. clean: the lightness (1, size, size) before any damage. counts:
    pixel weights (1, size, size), 0 on people. consistency_mask: (1, size, size), 1 where the predictions for the
    damaged and the clean photograph should agree, 0 elsewhere. All float32 in [0, 1].
    """

    lightness: Tensor
    rgb: Tensor
    clean: Tensor
    counts: Tensor
    consistency_mask: Tensor


@dataclass(frozen=True)
class Draw:
    """A request for one photograph: its index and the seed of its crop and flip. None: centre crop, no flip."""

    index: int
    seed: tuple[int, int] | None = None


class Photographs(Dataset):
    """Square crops, `size` pixels a side, of the photographs in `entries`.

    damage: the share of photographs whose lightness is damaged like an old print.
    smallest: the smallest crop, as a share of the shorter side.
    keep: bytes of decoded photographs to cache in memory after the first pass.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        size: int,
        *,
        damage: float = 0.0,
        smallest: float = SMALLEST_CROP,
        keep: int = 0,
    ):
        self.paths = [str(entry.path) for entry in entries]
        self.labels = [entry.landscape.value for entry in entries]
        self.people = [entry.people for entry in entries]
        self.size, self.damage, self.smallest = size, damage, smallest
        self._kept: dict[int, np.ndarray] = {}
        self._room = keep

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, draw: Draw | int) -> Example:
        draw = draw if isinstance(draw, Draw) else Draw(draw)
        bgr = self._decoded(draw.index)
        crop = Crop.draw(bgr.shape[:2], draw.seed, self.smallest)
        rgb = cv2.cvtColor(crop.cut(bgr, self.size), cv2.COLOR_BGR2RGB).astype(np.float32) / 255
        counts = np.ones((self.size, self.size), np.float32)
        if people := self.people[draw.index]:
            counts -= crop.cut(people_mask(people, bgr.shape[:2]), self.size)
        lightness = clean = rgb_to_lightness(rgb)
        mask = np.zeros_like(counts)
        if draw.seed is not None and (random := np.random.default_rng((*draw.seed, _DAMAGE))).random() < self.damage:
            old = printed(rgb, clean, random)
            lightness, mask = old.lightness, counts * old.picture
            rgb[~old.picture] = 0.5
            counts[~old.picture] = _BORDER_COUNTS
        planes = (lightness / LIGHTNESS_MAX, clean / LIGHTNESS_MAX, counts, mask)
        degraded, clean, counts, mask = (torch.from_numpy(np.ascontiguousarray(plane))[None] for plane in planes)
        return Example(degraded, torch.from_numpy(np.ascontiguousarray(rgb.transpose(2, 0, 1))), clean, counts, mask)

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


@dataclass(frozen=True)
class Crop:
    """A square crop in pixels, possibly mirrored."""

    top: int
    left: int
    side: int
    mirrored: bool = False

    @classmethod
    def draw(cls, size: tuple[int, ...], seed: tuple[int, int] | None, smallest: float = SMALLEST_CROP) -> "Crop":
        """A random square for a seed, otherwise the largest centre square. size: the picture's height and width."""
        height, width = size
        side, top, left, mirrored = min(height, width), 0.5, 0.5, False
        if seed is not None:
            random = np.random.default_rng(seed)
            side = round(side * random.uniform(smallest, 1))
            top, left, mirrored = random.random(), random.random(), random.random() < 0.5
        return cls(round(top * (height - side)), round(left * (width - side)), side, mirrored)

    def cut(self, picture: np.ndarray, size: int) -> np.ndarray:
        """Crop a picture, (H, W) or (H, W, C), and resize the square to `size` pixels a side."""
        part = picture[self.top : self.top + self.side, self.left : self.left + self.side]
        part = cv2.resize(part, (size, size), interpolation=cv2.INTER_AREA if self.side > size else cv2.INTER_CUBIC)
        return part[:, ::-1] if self.mirrored else part


def square(picture: np.ndarray, size: int) -> np.ndarray:
    """The largest centre square, uint8 (H, W, 3) → (size, size, 3)."""
    return Crop.draw(picture.shape[:2], None).cut(picture, size)


def people_mask(boxes: Sequence[Box], size: tuple[int, ...]) -> np.ndarray:
    """uint8 mask (H, W): 1 in the boxes, extended by one pixel, 0 elsewhere. boxes: in fractions of the picture."""
    height, width = size
    mask = np.zeros(size, np.uint8)
    for left, top, right, bottom in boxes:
        rows = slice(max(0, int(top * height) - 1), int(bottom * height) + 2)
        mask[rows, max(0, int(left * width) - 1) : int(right * width) + 2] = 1
    return mask


@dataclass(frozen=True)
class Share:
    """The index of this training process, and the number of processes."""

    process: int = 0
    processes: int = 1


class Shuffled(Sampler[Draw]):
    """Draws `start` to `stop` of an endless sequence of shuffled passes over the photographs.

    A draw depends only on the seed and its number. So a resumed run makes the same draws as an uninterrupted one, and
    several processes together make the same draws as one.

    labels: the label of every photograph. balanced: draw every label equally often, rare ones several times a pass,
    instead of every photograph once a pass.
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
    """This process's share of the batches with draws[0] to draws[1], read by one worker process."""
    sampler = Shuffled(photographs.labels, *draws, seed=preset.seed, balanced=preset.balanced, share=share)
    return DataLoader(
        photographs,
        preset.batch // share.processes,
        sampler=sampler,
        num_workers=1,
        prefetch_factor=4,
        # A separate generator: starting a loader draws from a generator, and a resumed run starts more loaders than an
        # uninterrupted one. With the global generator this would change all later dropout masks.
        generator=torch.Generator(),
        worker_init_fn=_survive_one_sigterm,
    )


def _survive_one_sigterm(worker: int) -> None:
    """Keep the worker alive when SIGTERM is sent to the whole process group, until the run is saved.

    PyTorch's own handler would end the worker at once, and with it the unsaved run. The second SIGTERM, from the run,
    ends the worker.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: signal.signal(number, signal.SIG_DFL))
