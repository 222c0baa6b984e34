"""Photographs in memory, and loading them. `opening` opens files, `saving` writes them."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from colourizer.colour.lab import LIGHTNESS_MAX, lightness_of, paint
from colourizer.colour.row_threads import PIXELS_OF_PLANES, map_bands, row_bands
from colourizer.photo.decoding import Pixels, decoded, pixels_of
from colourizer.photo.levels import AUTO, FULL_SPAN, KEPT, Extent, Levels, Span, extent_of, histogram_of, span_of
from colourizer.photo.metadata import NO_METADATA, Metadata, read_metadata
from colourizer.photo.opening import (
    FORMATS,
    LIMITS,
    MAX_SIDE,
    SUFFIXES,
    Limits,
    PhotoError,
    Source,
    opened,
    pages,
    readable,
)
from colourizer.photo.provenance import Provenance, from_xmp
from colourizer.photo.saving import WRITTEN_SUFFIXES, save_rgb
from colourizer.photo.sixteen_bit import to_unit_range
from colourizer.photo.toning import Kind, kind_of, reduced_band

__all__ = [
    "FORMATS",
    "LIMITS",
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "SUFFIXES",
    "WRITTEN_SUFFIXES",
    "Facts",
    "Kind",
    "Limits",
    "Metadata",
    "Photo",
    "PhotoError",
    "Source",
    "load_photo",
    "load_rgb",
    "read_facts",
    "read_provenance",
    "reduced",
    "save_rgb",
]

MAX_BYTES = int(LIMITS.megabytes * 2**20)
MAX_PIXELS = int(LIMITS.megapixels * 1e6)


@dataclass(frozen=True, eq=False)
class Photo:
    """A photograph: its lightness, without any colours.

    lightness: CIE L (H, W), float32 in [0, 100], at full size and upright.
    kind: what the file showed; its colours or tone are dropped.
    sha256: of the file, in hexadecimal; empty without a file.
    depth: bits of lightness in the file, 8 or 16. pages: of the file; this is the first.
    metadata: of the file. negative: whether the photograph was inverted. span: the range of values that a file of more
    than 8 bits uses; the whole range if stretching was requested. levels: by which it was stretched; None if it was
    not, or if it has nearly a single value. name: of the file; empty without a file.
    """

    lightness: np.ndarray
    kind: Kind = Kind.GREY
    sha256: str = ""
    depth: int = 8
    pages: int = 1
    metadata: Metadata = NO_METADATA
    negative: bool = False
    span: Span = FULL_SPAN
    levels: Levels | None = None
    name: str = ""
    _small: dict[tuple[int, int], np.ndarray] = field(default_factory=dict, init=False, repr=False)

    @property
    def in_colour(self) -> bool:
        """Whether the file had colours other than a single tone."""
        return self.kind is Kind.COLOUR

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.lightness.shape[1], self.lightness.shape[0]

    @property
    def rgb(self) -> np.ndarray:
        """The photograph in grey, sRGB (H, W, 3), uint8."""
        height, width = self.lightness.shape
        rgb = np.empty((height, width, 3), np.uint8)

        def paint_rows(rows: slice) -> None:
            lightness = self.lightness[rows]
            rgb[rows], _ = paint(lightness, np.moveaxis(np.zeros((2, *lightness.shape), np.float32), 0, 2))

        map_bands(paint_rows, row_bands(height, width, PIXELS_OF_PLANES))
        return rgb

    def lightness_at(self, size: tuple[int, int]) -> np.ndarray:
        """CIE L resized to (width, height), usually far smaller. Cached, since several steps need the same size."""
        if size not in self._small:
            smaller = size[0] < self.size[0] or size[1] < self.size[1]
            interpolation = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
            self._small[size] = cv2.resize(self.lightness, size, interpolation=interpolation)
        return self._small[size]

    def reduced(self, longest: int) -> "Photo":
        """The photograph reduced to at most `longest` pixels on its longer side; unchanged if it is no larger."""
        return replace(self, lightness=reduced(self.lightness, longest))

    def inverted(self) -> "Photo":
        """The photograph with dark and light inverted, as for a negative."""
        lightness = np.float32(LIGHTNESS_MAX) - self.lightness
        return replace(self, lightness=lightness, span=self.span.inverted, negative=not self.negative)

    @classmethod
    def of(cls, source: "Photo | Source | Image.Image | np.ndarray") -> "Photo":
        """From a photograph, a file, its bytes, an open file, an image of Pillow's, or an array.

        An array is sRGB (H, W, 3) or grey (H, W) or (H, W, 1): uint8, uint16, or floating-point numbers in [0, 1].
        Raises PhotoError for anything else.
        """
        if isinstance(source, Photo):
            return source
        if isinstance(source, np.ndarray):
            return cls.from_rgb(_checked(source))
        if isinstance(source, Image.Image):
            if source.mode.startswith("I;16"):
                return cls.from_rgb(np.asarray(ImageOps.exif_transpose(source)).astype(np.uint16))
            if source.mode in ("I", "F"):
                raise PhotoError(f"An image of mode {source.mode} does not say which value is white. Give an array.")
            return _photo(pixels_of(source))
        return load_photo(source)

    @classmethod
    def from_rgb(cls, rgb: np.ndarray) -> "Photo":
        """From sRGB (H, W, 3) or grey (H, W): uint8, uint16, or float32 in [0, 1]."""
        height, width = rgb.shape[:2]
        return _photo(Pixels(width, height, lambda rows: rgb[rows], deep=rgb.dtype != np.uint8))


@dataclass(frozen=True)
class Facts:
    """Facts about a file. provenance: None for a file that was not coloured here. sha256: of the whole file."""

    format: str
    size: tuple[int, int]
    metadata: Metadata
    provenance: Provenance | None
    sha256: str


def load_photo(source: Source, *, limits: Limits = LIMITS, levels: str = KEPT) -> Photo:
    """Load a photograph from a file, its bytes, or an open file, in any format of `formats.py`.

    EXIF orientation is applied, an embedded ICC profile converted to sRGB, transparency composited on white, and 16
    bits kept. Only the first page is read. levels: "kept", or "auto" to stretch the photograph from black to
    white. Raises PhotoError, with a sentence for users, for anything that is not a photograph or exceeds the limits.
    """
    with readable(source, limits) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        with opened(stream, limits) as image:
            count = pages(image, limits)
            with decoded(image) as pixels:
                photo = _photo(pixels.stretched() if levels == AUTO else pixels)
            name = Path(source).name if isinstance(source, (str, Path)) else ""
            span = FULL_SPAN if levels == AUTO else photo.span
            return replace(photo, sha256=sha256, pages=count, metadata=read_metadata(image), span=span, name=name)


def load_rgb(source: Source, *, limits: Limits = LIMITS) -> np.ndarray:
    """Like `load_photo`, but with colours: sRGB (H, W, 3) uint8, or grey (H, W) uint8, uint16 or float32."""
    with readable(source, limits) as stream, opened(stream, limits) as image:
        pages(image, limits)
        with decoded(image) as pixels:
            return pixels.upright(np.concatenate([_shallow(pixels.srgb_rows(rows)) for rows in pixels.bands()]))


def read_provenance(source: Source, *, limits: Limits = LIMITS) -> Provenance | None:
    """A file's provenance; None for a file that was not coloured here. Raises PhotoError."""
    return read_facts(source, limits=limits).provenance


def read_facts(source: Source, *, limits: Limits = LIMITS) -> Facts:
    """Facts about a file, without decoding it. Raises PhotoError."""
    with readable(source, limits) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        with opened(stream, limits) as image:
            packet = image.info.get("xmp", b"")
            return Facts(image.format or "", image.size, read_metadata(image), from_xmp(packet), sha256)


def reduced(picture: np.ndarray, longest: int) -> np.ndarray:
    """A picture (H, W) or (H, W, 3) reduced by area averaging to at most `longest` pixels on its longer side."""
    height, width = picture.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _checked(array: np.ndarray) -> np.ndarray:
    """An array as `Photo.from_rgb` takes it. Raises PhotoError."""
    array = array[..., 0] if array.ndim == 3 and array.shape[2] == 1 else array
    if array.ndim not in (2, 3) or array.shape[2:] not in ((), (3,)) or not array.size:
        raise PhotoError(f"An array of shape {array.shape} is no photograph. Give grey (H, W) or RGB (H, W, 3).")
    if array.dtype in (np.uint8, np.uint16):
        return array
    if not np.issubdtype(array.dtype, np.floating):
        raise PhotoError(f"An array of {array.dtype} is no photograph. Give uint8, uint16, or numbers in [0, 1].")
    if not np.isfinite(array).all() or array.min() < 0 or array.max() > 1:
        raise PhotoError("Floating-point numbers must lie in [0, 1], from black to white. Divide them first.")
    return array.astype(np.float32)


def _shallow(rows: np.ndarray) -> np.ndarray:
    """Colours as 8 bits; grey is unchanged."""
    return rows if rows.ndim == 2 or rows.dtype == np.uint8 else np.round(to_unit_range(rows) * 255).astype(np.uint8)


def _photo(pixels: Pixels) -> Photo:
    """The lightness and the kind of a decoded picture."""
    lightness = np.empty((pixels.height, pixels.width), np.float32)
    extents: list[Extent] = []

    def read_rows(rows: slice) -> np.ndarray | None:
        """The band, much reduced, if it has colours."""
        stored = pixels.rows(rows)
        if pixels.deep:
            extents.append(extent_of(stored, pixels.colours))
        srgb = pixels.converted(stored)
        lightness[rows] = lightness_of(srgb)
        return reduced_band(srgb, max(pixels.width, pixels.height)) if srgb.ndim == 3 else None

    samples = [srgb for srgb in map_bands(read_rows, pixels.bands()) if srgb is not None]
    kind = kind_of(np.concatenate(samples)) if samples else Kind.GREY
    histogram = partial(histogram_of, pixels.bands(), pixels.rows, pixels.colours)
    span = span_of(extents, histogram) if extents else FULL_SPAN
    depth = 16 if pixels.deep else 8
    return Photo(pixels.upright(lightness), kind, depth=depth, span=span, levels=pixels.levels)
