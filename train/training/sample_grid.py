"""A grid of samples, coloured during training."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.files import replaced
from colourizer.models import ColourNet
from colourizer.photo.photo import Photo, load_rgb
from train.data.dataset import square

SAMPLES = Path(__file__).resolve().parents[2] / "assets" / "samples"
_SIDE = 144  # pixels
_PER_CLASS = 2


@torch.no_grad()
def save_grid(net: ColourNet, path: Path) -> np.ndarray:
    """Colour two bundled samples per class with `net` and write them: one row per class, originals beside results.

    Returns the grid, sRGB (H, W, 3), uint8.
    """
    device, training = next(net.parameters()).device, net.training
    net.eval()
    originals, lightness = _samples()
    painted = net.picture(net(lightness.to(device)), lightness).permute(0, 2, 3, 1).numpy()
    net.train(training)
    painted = (painted * 255).round().astype(np.uint8)
    pairs = [cv2.hconcat(pair) for pair in zip(originals, painted, strict=True)]
    rows = [cv2.hconcat(pairs[start : start + _PER_CLASS]) for start in range(0, len(pairs), _PER_CLASS)]
    path.parent.mkdir(parents=True, exist_ok=True)
    grid = cv2.vconcat(rows)
    with replaced(path) as whole:  # the gallery may be reading the folder
        Image.fromarray(grid).save(whole, format="WEBP", quality=90)
    return grid


@cache
def _samples() -> tuple[list[np.ndarray], torch.Tensor]:
    """Originals, sRGB (144, 144, 3), uint8, and their lightness (N, 1, 144, 144) in [0, 1]."""
    paths = [path for kind in LandscapeClass for path in sorted((SAMPLES / kind).glob("*.jpg"))[:_PER_CLASS]]
    originals = [np.ascontiguousarray(square(load_rgb(path), _SIDE)) for path in paths]
    lightness = np.stack([Photo.from_rgb(original).lightness for original in originals])
    return originals, torch.from_numpy(lightness / LIGHTNESS_MAX)[:, None]
