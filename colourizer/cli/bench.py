"""`colourize bench`: how long photographs take on this machine, from file to file."""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from colourizer.checkpoint import CheckpointError
from colourizer.cli.options import Choice, add_options, choice_from, program
from colourizer.photo.photo import save_rgb
from colourizer.pipeline import Colourizer


def main(argv: list[str]) -> int:
    """Print seconds by megapixels; returns 0, or 2 for an unknown model."""
    parser = argparse.ArgumentParser(
        prog=f"{program('colourizer')} bench",
        description="Measure how long photographs take on this machine, from one JPEG file to another.",
    )
    text = "sizes of the photographs (default: 1 12)"
    parser.add_argument("--megapixels", type=float, nargs="+", default=[1, 12], metavar="N", help=text)
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="of each, take the best (default: 3)")
    add_options(parser)
    arguments = parser.parse_args(argv)
    choice = choice_from(arguments)
    start = time.perf_counter()
    try:
        colourizer = choice.colourizer()
    except CheckpointError as error:
        parser.exit(2, f"{error}\n")
    print(f"model {colourizer.name}, {colourizer.checkpoint.engine.label}: {time.perf_counter() - start:.2f} s to load")
    with tempfile.TemporaryDirectory() as folder:
        for megapixels in arguments.megapixels:
            seconds = best_seconds(colourizer, choice, Path(folder), megapixels, arguments.repeat)
            print(f"{megapixels:g} megapixels: {seconds:.2f} s")
    return 0


def best_seconds(colourizer: Colourizer, choice: Choice, folder: Path, megapixels: float, repeat: int) -> float:
    """The best time of several runs from file to file, after a warm-up run."""
    original, result = folder / "original.jpg", folder / "result.jpg"
    save_rgb(_scene(megapixels), original)
    best = float("inf")
    for number in range(repeat + 1):
        start = time.perf_counter()
        _, coloured = choice.colour(colourizer, original)
        choice.save(coloured, original, result)
        best = min(best, time.perf_counter() - start) if number else best
    return best


def _scene(megapixels: float) -> np.ndarray:
    """A synthetic 3:2 picture, sRGB (H, W, 3), uint8: a sky that grows lighter over rough ground."""
    height = max(2, round((megapixels * 1e6 / 1.5) ** 0.5))
    width = round(height * 1.5)
    rows = np.linspace(120, 230, height)[:, None] + np.zeros((1, width))
    rows[height // 2 :] = 90 + np.random.default_rng(0).normal(0, 25, (height - height // 2, width))
    return np.repeat(np.clip(rows, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
