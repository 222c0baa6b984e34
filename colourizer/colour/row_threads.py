"""A picture in strips of some rows each: as much as a core's cache holds, on all the cores there are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

PIXELS = 2**17  # of a strip that is read: one plane of float32, and bytes
PIXELS_OF_PLANES = 2**16  # of one that is joined, in ten planes of float32

Result = TypeVar("Result")


def row_bands(height: int, width: int, pixels: int = PIXELS, multiple: int = 1) -> list[slice]:
    """The rows of a picture in strips of at most `pixels`, or of `multiple` rows, and of a multiple of them."""
    rows = max(1, pixels // width // multiple) * multiple
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]


def map_bands(work: Callable[[slice], Result], bands: list[slice]) -> list[Result]:
    """What `work` returns for each strip, in their order, on as many threads as OpenCV would take.

    Worth while where `work` spends its time in NumPy, OpenCV or Pillow, which let other threads run meanwhile; OpenCV's
    own threads find too little to share in one strip. Raises what `work` raises, once no strip is being worked on.
    """
    workers = min(cv2.getNumThreads(), len(bands))
    if workers < 2:
        return [work(band) for band in bands]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, bands))
