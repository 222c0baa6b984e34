"""Bands of rows that fit a core's cache, processed on all cores."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

PIXELS = 2**17  # of a band for reading: one plane of float32, and bytes
PIXELS_OF_PLANES = 2**16  # of a band for joining: ten planes of float32

Result = TypeVar("Result")


def row_bands(height: int, width: int, pixels: int = PIXELS, multiple: int = 1) -> list[slice]:
    """Split the rows of a picture into bands of at most `pixels` pixels, each a multiple of `multiple` rows."""
    rows = max(1, pixels // width // multiple) * multiple
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]


def map_bands(work: Callable[[slice], Result], bands: list[slice]) -> list[Result]:
    """Map `work` over bands, in order, on as many threads as OpenCV uses.

    This pays off if `work` spends its time in NumPy, OpenCV or Pillow, which release the GIL; a band is too small for
    OpenCV's own threads. Exceptions of `work` are raised once no band is being processed.
    """
    workers = min(cv2.getNumThreads(), len(bands))
    if workers < 2:
        return [work(band) for band in bands]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, bands))
