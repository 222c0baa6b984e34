"""Find the photographs on a scan: choose among the rectangles that `search` found, and refine their edges.

In doubt, the whole scan is used: an ordinary photograph must not lose its sky.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from colourizer.frame.edge_lines import mended
from colourizer.frame.frame import WHOLE, Area, Frame, directions
from colourizer.frame.rectangle import Rectangle, corners
from colourizer.frame.search import Layer, layers
from colourizer.frame.stereograph import seam

_SIZE = 640  # pixels of the longer side at which frames are searched for
# A quick search comes first, at half the size and two tolerances, since most photographs have no frame. On 160
# synthetic scans, all certain frames scored at least 0.67 in it; nine in ten ordinary photographs score less.
_QUICK_SIZE, _QUICK_TOLERANCES = _SIZE // 2, (1.6, 4.2)
_PROMISING = 0.4
_DEPTH = 3  # nesting: a bed, a mount and a margin


def find_frame(lightness: np.ndarray) -> Frame:
    """Where the photographs are on a scan, CIE L (H, W), float32 in [0, 100], preferably of 640 pixels or more.

    Takes some tenths of a second. Returns the whole scan if nothing else is certain.
    """
    height, width = lightness.shape
    scale = min(1.0, _SIZE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if min(size) < 48:
        return WHOLE
    small = cv2.resize(lightness, size, interpolation=cv2.INTER_AREA) if scale < 1 else lightness
    small = np.ascontiguousarray(small, np.float32)
    framed = _found(small, _DEPTH) if _promising(small) else []
    found = framed or [Rectangle((size[0] / 2, size[1] / 2, *size), 0.0)]
    reason = "prints" if len(found) > 1 else "border"
    if len(found) == 1 and (halves := _halves(small, found[0], on_card=bool(framed))):
        found, reason = halves, "stereograph"
    areas = tuple(_area(each, size) for each in sorted(found, key=lambda each: _order(each, size)))
    return WHOLE if areas == WHOLE.areas else Frame(areas, reason)


def _order(rectangle: Rectangle, size: tuple[int, int]) -> tuple[float, float]:
    return (round(rectangle.box[1] / size[1] * 4), rectangle.box[0])


def _area(rectangle: Rectangle, size: tuple[int, int]) -> Area:
    """A rectangle as fractions of the scan; sides within a pixel of its edge are moved onto it."""
    if rectangle.angle:
        return Area.of_pixels(rectangle.box, rectangle.angle, size)
    x, y, width, height = rectangle.box
    left, right = (max(0.0, x - width / 2), min(float(size[0]), x + width / 2))
    top, bottom = (max(0.0, y - height / 2), min(float(size[1]), y + height / 2))
    left, top = (0.0 if value < 0.75 else value for value in (left, top))
    right, bottom = (end if end - value < 0.75 else value for value, end in ((right, size[0]), (bottom, size[1])))
    return Area(left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1])


def _promising(plane: np.ndarray) -> bool:
    """Whether a quick search finds anything like a frame."""
    scale = min(1.0, _QUICK_SIZE / max(plane.shape))
    quick = cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else plane
    return any(
        layer.share > 0.08 and layer.purity > 0.6 and layer.score > _PROMISING
        for layer in layers(quick, _QUICK_TOLERANCES)
        if layer.rectangles
    )


def _found(plane: np.ndarray, depth: int) -> list[Rectangle]:
    """The photographs on a plane; none if they are not certain."""
    candidates = list(layers(plane))
    likeliest = _likeliest(candidates)
    mended_layers = {id(layer): _mended(plane, layer) for layer in likeliest}  # one may be listed twice
    candidates += [mended_layers[id(layer)] for layer in likeliest]
    candidates += _joined(candidates)
    trusted = [layer for layer in candidates if _certain(layer)]
    if not trusted:
        return []
    found = []
    for rectangle in max(trusted, key=lambda layer: layer.rank).rectangles:
        rectangle = _refined(plane, rectangle)
        inner = _found(_cut(plane, rectangle), depth - 1) if depth > 1 and min(rectangle.box[2:]) >= 64 else []
        found += [_placed(each, rectangle) for each in inner] or [rectangle]
    return found


def _likeliest(candidates: list[Layer]) -> list[Layer]:
    """The few best layers, some of whose rectangles may lack a side or two."""
    likely = [layer for layer in candidates if layer.rectangles and layer.score > 0.4 and layer.purity > 0.75]
    return sorted(likely, key=lambda layer: -layer.rank)[:4]


def _mended(plane: np.ndarray, layer: Layer) -> Layer:
    """A layer whose weak sides were searched for again, line by line."""
    rectangles = []
    for index, each in enumerate(layer.rectangles):
        rectangles.append(mended(plane, each, [*rectangles, *layer.rectangles[index + 1 :]]))
    return replace(layer, rectangles=rectangles, mended=rectangles != layer.rectangles)


def _joined(candidates: list[Layer]) -> list[Layer]:
    """Layers that combine the best rectangles of several prints, each from the tolerance where it scores best."""
    several = [layer for layer in candidates if len(layer.rectangles) > 1]
    if not several:
        return []
    pool = [each for layer in several for each in layer.rectangles if _stands_free(each, 0.8, 0.5)]
    chosen: list[Rectangle] = []
    for each in sorted(pool, key=lambda each: -float(np.mean([side or 0 for side in each.supports])) * each.area**0.35):
        if not any(_overlap(each, other) > 0.02 for other in chosen):
            chosen.append(each)
    return [replace(layer, rectangles=chosen) for layer in several] if len(chosen) > 1 else []


def _overlap(one: Rectangle, other: Rectangle) -> float:
    """The shared area, as a share of the smaller one's."""
    shared, _ = cv2.intersectConvexConvex(corners(one).astype(np.float32), corners(other).astype(np.float32))
    return shared / min(one.area, other.area)


def _certain(layer: Layer) -> bool:
    """Whether a layer's rectangles are frames, and not something in the photograph."""
    if not layer.rectangles or layer.share < 0.12 or layer.purity < 0.85:
        return False
    if len(layer.rectangles) > 1:
        return layer.purity > 0.9 and all(_stands_free(each, 0.8, 0.5) for each in layer.rectangles)
    found = layer.rectangles[0]
    if layer.mended:
        return layer.purity > 0.93 and layer.share > 0.25 and _stands_free(found, 0.8, 0.65)
    free = [side for side in found.supports if side is not None]
    if len(free) == 4:
        return _stands_free(found, 0.72, 0.4)
    if len(free) == 3:
        return layer.purity > 0.95 and layer.share > 0.4 and min(free) > 0.85
    opposite = len(free) == 2 and (found.supports[0] is None) == (found.supports[2] is None)
    return opposite and layer.purity > 0.98 and layer.share > 0.4 and min(free) > 0.93 and layer.tolerance < 3


def _stands_free(rectangle: Rectangle, mean: float, least: float) -> bool:
    sides = [side for side in rectangle.supports if side is not None]
    return len(sides) == 4 and float(np.mean(sides)) >= mean and min(sides) >= least


def _cut(plane: np.ndarray, rectangle: Rectangle, inset: float = 1.5) -> np.ndarray:
    """Crop a rectangle of a plane, rotated upright, without `inset` pixels on each side."""
    width, height = (max(8, round(length - 2 * inset)) for length in rectangle.box[2:])
    across, down = directions(rectangle.angle)
    start = np.array(rectangle.box[:2]) - across * (width - 1) / 2 - down * (height - 1) / 2 - 0.5
    matrix = np.column_stack([across, down, start])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(plane, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _placed(inner: Rectangle, outer: Rectangle, inset: float = 1.5) -> Rectangle:
    """Map a rectangle found in the `_cut` of `outer` back to the plane."""
    across, down = directions(outer.angle)
    width, height = (max(8, round(length - 2 * inset)) for length in outer.box[2:])
    x, y = inner.box[0] - width / 2, inner.box[1] - height / 2
    centre = np.array(outer.box[:2]) + across * x + down * y
    box = (float(centre[0]), float(centre[1]), *inner.box[2:])
    return Rectangle(box, outer.angle + inner.angle, inner.supports)


def _refined(plane: np.ndarray, rectangle: Rectangle, radius: float = 3.0) -> Rectangle:
    """Move each free side, by at most `radius` pixels, to the strongest change of lightness along it."""
    steps = np.arange(-radius, radius + 0.01, 0.25)
    moved = [0.0] * 4
    points = corners(rectangle)
    across, down = directions(rectangle.angle)
    outward = (-across, -down, across, down)
    for index in range(4):
        if rectangle.supports and rectangle.supports[index] is None:
            continue
        start, end = points[(index + 3) % 4], points[index]
        along = np.linspace(0.06, 0.94, 200)[:, None]
        line = start + (end - start) * along
        wide = np.arange(-radius - 1.5, radius + 1.51, 0.25)
        at = line[:, None] + outward[index] * wide[:, None] - 0.5
        x, y = np.moveaxis(at.astype(np.float32), 2, 0)
        values = cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        slope = np.abs(values[:, 12:] - values[:, :-12])[:, : len(steps)]  # over 3 pixels
        strength = np.minimum(slope, 12).mean(axis=0)
        moved[index] = _peak(steps, strength)
    left, top, right, bottom = moved
    shift = across * (right - left) / 2 + down * (bottom - top) / 2
    x, y = np.array(rectangle.box[:2]) + shift
    box = (float(x), float(y), rectangle.box[2] + left + right, rectangle.box[3] + top + bottom)
    return Rectangle(box, rectangle.angle, rectangle.supports)


def _peak(steps: np.ndarray, strength: np.ndarray) -> float:
    """The centre of the peak; 0 if there is none."""
    top, base = float(strength.max()), float(np.median(strength))
    if top < 1.15 * base:
        return 0.0
    weight = np.maximum(strength - (base + 0.6 * (top - base)), 0)
    return float((weight * steps).sum() / weight.sum())


def _halves(plane: np.ndarray, whole: Rectangle, *, on_card: bool) -> Sequence[Rectangle]:
    """The two halves of a stereograph; empty for any other picture."""
    cut = _cut(plane, whole, 0.0)
    found = seam(cut, on_card=on_card)
    if found is None:
        return []
    scale = (whole.box[2] / cut.shape[1], whole.box[3] / cut.shape[0])
    halves = []
    for left, right in ((0.0, found[0]), (found[1], float(cut.shape[1]))):
        box = ((left + right) / 2 * scale[0], cut.shape[0] / 2 * scale[1], (right - left) * scale[0], whole.box[3])
        halves.append(_placed(Rectangle(box, 0.0), whole, 0.0))
    return halves
