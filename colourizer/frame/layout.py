"""Crop each photograph of a scan as a network's input, and put the outputs back in place."""

from collections.abc import Sequence

import cv2
import numpy as np

from colourizer.frame.finder import find_frame
from colourizer.frame.frame import WHOLE, Area, Frame, directions
from colourizer.photo.photo import Photo

_INSET = 0.004  # of an area's shorter side: the soft edge of a print is cropped
_FINER = 1.25  # resolution of the grid of a whole scan, relative to the network's output, which is resampled on it
_MOST = 2**21  # values on that grid: 12,800 pixels of a distribution take 8 MiB, and a few tenths of a second to decode
_MOST_PIXELS = 2**15


def frame_of(photo: Photo, frame: Frame | str = "auto") -> Frame:
    """The frame of a photograph. frame: a `Frame`; "auto" to find it, "none" for the whole scan, or a text for
    `Frame.parse`. Raises FrameError.
    """
    if isinstance(frame, Frame):
        return frame
    return find_frame(photo.lightness) if frame == "auto" else WHOLE if frame == "none" else Frame.parse(frame)


def size_of(area: Area, size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) in pixels of an area on a scan of `size`."""
    _, _, width, height = area.pixels(size)
    return max(1, round(width)), max(1, round(height))


def cut_out(photo: Photo, area: Area, size: tuple[int, int]) -> np.ndarray:
    """An area of a scan, upright, resized to (width, height): CIE L (h, w), float32."""
    if area.whole:
        return photo.lightness_at(size)
    plane = photo.lightness
    box = _inset(area.pixels(photo.size))
    if not area.angle:
        columns, rows = (_span(box[axis], box[2 + axis], photo.size[axis]) for axis in (0, 1))
        part = plane[rows, columns]
        smaller = size[0] < part.shape[1] or size[1] < part.shape[0]
        return cv2.resize(part, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    # A large scan is first reduced to twice the size: rotating alone would skip pixels.
    corners = area.corners(photo.size)
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, np.array(photo.size) - 1).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), (left + 1, top + 1), photo.size).astype(int)
    part = plane[top:bottom, left:right]
    scale = min(1.0, 2 * max(size[0] / box[2], size[1] / box[3]))
    reduced = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    part = cv2.resize(part, reduced, interpolation=cv2.INTER_AREA)
    ratio = np.array([reduced[0] / (right - left), reduced[1] / (bottom - top)])
    across, down = directions(area.angle)
    steps = across * box[2] / size[0], down * box[3] / size[1]
    start = np.array(box[:2]) - (left, top) - steps[0] * (size[0] - 1) / 2 - steps[1] * (size[1] - 1) / 2
    matrix = np.column_stack([steps[0] * ratio, steps[1] * ratio, start * ratio - 0.5])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(part, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)


def laid_out(parts: Sequence[np.ndarray], frame: Frame, size: tuple[int, int]) -> np.ndarray:
    """A network's outputs for each area (h, w, C), on a grid over the whole scan of `size`: (H, W, C), float32.

    Outside the areas, the nearest edge is repeated; `Frame.mask` masks it.
    """
    if frame.whole:
        return parts[0]
    width, height = _grid(parts, frame)
    x, y = (np.arange(width) + 0.5) * size[0] / width, ((np.arange(height) + 0.5) * size[1] / height)[:, None]
    grid = np.zeros((height, width, parts[0].shape[2]), np.float32)
    nearest = np.full((height, width), np.inf)
    for part, area in zip(parts, frame.areas, strict=True):
        box = area.pixels(size)
        u, v = (
            ((x - box[0]) * direction[0] + (y - box[1]) * direction[1]) / length
            for direction, length in zip(directions(area.angle), box[2:], strict=True)
        )
        beyond = np.hypot(np.maximum(np.abs(u) - 0.5, 0) * box[2], np.maximum(np.abs(v) - 0.5, 0) * box[3])
        own = beyond < nearest
        nearest[own] = beyond[own]
        grid[own] = _sampled(part, u[own] + 0.5, v[own] + 0.5)
    return grid


def _inset(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    less = 2 * _INSET * min(box[2:])
    return box[0], box[1], max(1.0, box[2] - less), max(1.0, box[3] - less)


def _span(middle: float, length: float, most: int) -> slice:
    """The range of whole pixels with this middle and length: at least one."""
    start = min(max(0, round(middle - length / 2)), most - 1)
    return slice(start, min(max(start + 1, round(middle + length / 2)), most))


def _grid(parts: Sequence[np.ndarray], frame: Frame) -> tuple[int, int]:
    """(width, height) of a grid over the whole scan that keeps the resolution of every area, up to a limit."""
    width = max(part.shape[1] / area.width for part, area in zip(parts, frame.areas, strict=True)) * _FINER
    height = max(part.shape[0] / area.height for part, area in zip(parts, frame.areas, strict=True)) * _FINER
    most = min(_MOST_PIXELS, _MOST / parts[0].shape[2])
    scale = min(1.0, (most / (width * height)) ** 0.5)
    return max(2, round(width * scale)), max(2, round(height * scale))


def _sampled(part: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Values of a grid (h, w, C) at fractions of its width and height (n,), linear between pixels: (n, C)."""
    height, width = part.shape[:2]
    x, y = np.clip(u * width - 0.5, 0, width - 1), np.clip(v * height - 0.5, 0, height - 1)
    left, top = np.minimum(x.astype(int), max(0, width - 2)), np.minimum(y.astype(int), max(0, height - 2))
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = (x - left)[:, None].astype(np.float32), (y - top)[:, None].astype(np.float32)
    upper = part[top, left] * (1 - across) + part[top, right] * across
    lower = part[below, left] * (1 - across) + part[below, right] * across
    return upper * (1 - down) + lower * down
