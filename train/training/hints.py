"""`python -m train hints`: train how far colour hints spread in a trained `chroma`.

All other weights are frozen, so colours without hints do not change. Hints are simulated as in Zhang et al. 2017 (arXiv
1705.02999): the true colours of a random number of patches of random sizes, with noise. The loss is the error of the
interpolated colours.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from colourizer.checkpoint import load_checkpoint, save_checkpoint
from colourizer.models.chroma import ChromaNet, HintVectors
from train.data.dataset import Photographs, training_batches
from train.data.manifest import read_manifest
from train.errors import DataError
from train.presets import Preset, Stage
from train.training.chroma_step import quarter_chroma
from train.training.processor import keep_freed_memory, slowdown_of_bf16, use_threads

CHANNELS = 32
MEAN_HINTS = 8  # mean of a geometric distribution
MOST_HINTS = 60
_NOISE = 2.0  # Lab units
_LARGEST = 0.06  # radius, as a share of the side
_GIVEN = 30.0

_PRESET = Preset((Stage(192, 1),), batch=16, learning_rate=2e-3, smallest_crop=0.6)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train hints`."""
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR", help="a trained chroma network")
    parser.add_argument("--data", type=Path, required=True, help="the folder that `python -m train prepare` wrote")
    parser.add_argument("--photographs", type=int, default=9600, help="number of training photographs (default: 9,600)")
    parser.add_argument("--size", type=int, help="pixels a side (default: that of the network's input)")
    parser.add_argument("--threads", type=int, help="CPU threads (default: all)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train and save the checkpoint. Raises DataError, CheckpointError."""
    use_threads(arguments.threads)
    keep_freed_memory()
    checkpoint = load_checkpoint(arguments.checkpoint, trainable=True)
    net = checkpoint.net
    if not isinstance(net, ChromaNet):
        raise DataError(f"{arguments.checkpoint} holds a network without a distribution; only chroma takes hints.")
    torch.manual_seed(0)
    net.add_hints(CHANNELS)
    photographs = Photographs(
        read_manifest(arguments.data, "train"), arguments.size or net.side, smallest=_PRESET.smallest_crop, damage=0.3
    )
    learn(net, photographs, arguments.photographs)
    save_checkpoint(net, arguments.checkpoint, training=checkpoint.training)
    return 0


def learn(net: ChromaNet, photographs: Photographs, count: int) -> list[float]:
    """Train `net.hints` on `count` photographs; returns the loss of each batch."""
    assert net.hints is not None
    net.eval().requires_grad_(False)
    net.hints.requires_grad_(True)
    optimizer = torch.optim.AdamW(net.hints.parameters(), lr=_PRESET.learning_rate)
    batches = training_batches(photographs, (0, count), _PRESET)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max(1, len(batches)))
    fast = slowdown_of_bf16() < 1
    random, losses = np.random.default_rng(0), []
    bar = tqdm(batches, unit="batch", desc="hints", mininterval=2)
    for batch in bar:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=fast):
            features = net.decoded(net.features(batch.lightness))
            own = net.expectation(net.head(features).float())
        truth = quarter_chroma(batch.rgb, features.shape[-2:])
        counts = F.interpolate(batch.counts, size=truth.shape[-2:], mode="area")
        vectors = net.hints(features.float(), batch.lightness)
        loss = torch.stack(
            [_error(net.hints, *each, random) for each in zip(vectors, own, truth, counts, strict=True)]
        ).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}")
    net.eval().requires_grad_(False)
    return losses


def _error(
    hints: HintVectors, vectors: Tensor, own: Tensor, truth: Tensor, counts: Tensor, random: np.random.Generator
) -> Tensor:
    """Mean absolute error of ab (2, h, w) given simulated hints. vectors: (C, h, w). counts: (1, h, w)."""
    places = _places(truth.shape[-2:], random)
    inside = torch.from_numpy(places).to(truth.dtype)  # (K, h, w)
    area = inside.sum(dim=(1, 2))
    given = torch.einsum("khw,chw->kc", inside, truth) / area[:, None]
    given = given + _NOISE * torch.from_numpy(random.standard_normal(given.shape)).to(given)
    keys = torch.einsum("khw,chw->kc", inside, vectors) / area[:, None]
    logits = torch.einsum("kc,chw->khw", keys, vectors) / vectors.shape[0] ** 0.5
    squared = torch.from_numpy(_squared_distances(places)).to(logits)
    logits = logits - hints.log_nearness.exp() * squared + hints.bias
    logits = torch.where(inside > 0, torch.full_like(logits, _GIVEN), logits)
    weights = torch.cat([torch.zeros_like(logits[:1]), logits]).softmax(dim=0)  # the network's own colour first
    mixed = own * weights[0] + torch.einsum("khw,kc->chw", weights[1:], given)
    return ((mixed - truth).abs() * counts).mean()


def _places(size: tuple[int, ...], random: np.random.Generator) -> np.ndarray:
    """Random squares in which hints are given: bool (K, h, w)."""
    height, width = size
    count = min(int(random.geometric(1 / MEAN_HINTS)), MOST_HINTS)
    places = np.zeros((count, height, width), bool)
    for place in places:
        half_width = int(random.uniform(0, _LARGEST) * min(size))
        y, x = int(random.integers(height)), int(random.integers(width))
        place[max(0, y - half_width) : y + half_width + 1, max(0, x - half_width) : x + half_width + 1] = True
    return places


def _squared_distances(places: np.ndarray) -> np.ndarray:
    """(K, h, w): squared distances from each pixel to the centre of each place, in shares of the shorter side."""
    _, height, width = places.shape
    y, x = np.mgrid[:height, :width] / min(height, width)
    middles = [(y[place].mean(), x[place].mean()) for place in places]
    return np.stack([(y - row) ** 2 + (x - column) ** 2 for row, column in middles])
