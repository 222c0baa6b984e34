"""Generated pictures, and the command that prepares them."""

from pathlib import Path

import numpy as np
from PIL import Image

from train.__main__ import main


def picture(seed: int, size: tuple[int, int] = (160, 140)) -> Image.Image:
    """A colourful blotchy picture. Different seeds have very different perceptual hashes."""
    blotches = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    return Image.fromarray(blotches).resize(size, Image.Resampling.BICUBIC)


def save(image: Image.Image, path: Path, quality: int = 95) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=quality)
    return path


def labelled(folder: Path, seeds: range, label: str = "coast") -> Path:
    for seed in seeds:
        save(picture(seed), folder / label / f"{seed}.jpg")
    return folder


def run(out: Path, *sources: str, limit: int | None = None, more: tuple[str, ...] = ()) -> int:
    words = [*more, *(word for source in sources for word in ("--source", source))]
    words += ["--limit", str(limit)] if limit is not None else []
    return main(["prepare", *words, "--out", str(out)])
