"""Pictures that Pillow would cut to 8 bits or cannot read, as stored in their files, and their conversion to sRGB.

All values are scaled to their full range: uint8, uint16, or float32 in [0, 1].
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import ImageCms, ImageFile

from colourizer.photo.errors import PhotoError

Rows = Callable[[slice], np.ndarray]
_FULL = 65535
_OVERSHOOT = 0.05  # beyond black or white, as after resampling


@dataclass(frozen=True, eq=False)
class Raster:
    """A decoded picture of `width` by `height` pixels.

    rows: returns some rows (h, W) or (h, W, channels), uint8, uint16 or float32 in [0, 1]; 0 is black, or no ink.
    space: "GRAY", "RGB " or "CMYK", as in ICC. deep: whether it has more than 8 bits.
    opacity: whether the last channel is opacity. multiplied: whether the others are multiplied by it.
    """

    width: int
    height: int
    rows: Rows
    space: str
    deep: bool
    opacity: bool = False
    multiplied: bool = False

    @property
    def colours(self) -> int:
        """The number of channels that are not opacity."""
        return {"GRAY": 1, "RGB ": 3, "CMYK": 4}[self.space]


def raster_of(pixels: np.ndarray, *, opacity: bool = False, multiplied: bool = False) -> Raster:
    """A picture in memory (H, W) or (H, W, channels), uint8, uint16, or float32 in [0, 1]: grey or RGB."""
    height, width = pixels.shape[:2]
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    space = "GRAY" if channels - opacity == 1 else "RGB "
    return Raster(width, height, lambda rows: pixels[rows], space, pixels.dtype != np.uint8, opacity, multiplied)


def whole_file(image: ImageFile.ImageFile) -> bytes:
    """The bytes of an opened file; its position is restored."""
    stream = image.fp
    assert stream is not None, "the file is still open"
    position = stream.tell()
    stream.seek(0)
    try:
        return stream.read()
    finally:
        stream.seek(position)


def full_range(white: int) -> Callable[[np.ndarray], np.ndarray]:
    """A function that scales integers up to `white`, at most 65535, to the full range of uint8 or uint16."""
    kind = np.uint8 if white < 256 else np.uint16
    if white == np.iinfo(kind).max:
        return lambda values: values.astype(kind)
    table = np.round(np.arange(white + 1) / white * np.iinfo(kind).max).astype(kind)
    return lambda values: table[values.astype(np.uint16, copy=False)]


def white_of_floats(pixels: np.ndarray, name: str = "") -> float:
    """The floating-point number that is white, inferred from the values. Raises PhotoError if it is unclear.

    name: of the format, for the message.
    """
    if not np.isfinite(pixels).all():
        raise PhotoError.of("not_finite")
    lowest, highest = float(pixels.min()), float(pixels.max())
    if lowest >= -_OVERSHOOT and highest <= 1 + _OVERSHOOT:
        return 1.0
    if lowest >= 0 and highest <= _FULL and (pixels == np.round(pixels)).all():
        return 255.0 if highest <= 255 else float(_FULL)  # integers, converted to floating point
    reason = f"its numbers go from {lowest:.4g} to {highest:.4g}, and it does not say which are black and white"
    raise PhotoError.of("unclear", format=name, reason=reason) if name else PhotoError.of("unclear_file", reason=reason)


def white_level(values: np.ndarray) -> float:
    """The value of white for this type."""
    return 1.0 if np.issubdtype(values.dtype, np.floating) else float(np.iinfo(values.dtype).max)


def to_unit_range(values: np.ndarray) -> np.ndarray:
    """Values as float32 in [0, 1]."""
    return values.astype(np.float32) / np.float32(white_level(values))


def to_srgb(raster: Raster, profile: bytes | None) -> Callable[[np.ndarray], np.ndarray]:
    """A function that converts a raster's rows with an embedded profile to sRGB (h, W, 3) or grey (h, W), on white."""
    usable = usable_profile(profile, raster.space)
    space = {"GRAY": "gray", "RGB ": "rgb", "CMYK": "cmyk"}[raster.space]
    table = (
        _transformed(np.arange(_FULL + 1, dtype=np.uint16)[None], usable, space) if usable and space == "gray" else None
    )

    def convert(values: np.ndarray) -> np.ndarray:
        if raster.opacity:
            values = _on_white(values, raster.multiplied)
        if table is not None:
            return table[0, :, 1][_sixteen_bits(values)]
        if usable:
            return _transformed(_sixteen_bits(values), usable, space)
        return _without_ink(values) if space == "cmyk" else values

    return convert


def usable_profile(profile: bytes | None, space: str) -> bytes | None:
    """An embedded profile, if it is valid and for this ICC colour space; otherwise None."""
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
    except (ImageCms.PyCMSError, OSError):
        return None  # a broken profile is ignored; the values are most likely sRGB
    # The type stub declares `profile` as the constructor's argument.
    fits = found and found.profile.xcolor_space == space  # pyright: ignore[reportAttributeAccessIssue]
    return profile if fits else None


def _on_white(values: np.ndarray, multiplied: bool) -> np.ndarray:
    """Composite colours on white by their last channel, the opacity."""
    full = np.float32(white_level(values))
    opacity = values[..., -1:].astype(np.float32) / full
    colours = values[..., :-1].astype(np.float32)
    laid = np.minimum((colours if multiplied else colours * opacity) + full * (1 - opacity), full)
    laid = laid[..., 0] if laid.shape[2] == 1 else laid
    return laid if full == 1 else np.round(laid).astype(values.dtype)


def _without_ink(values: np.ndarray) -> np.ndarray:
    """CMYK (h, W, 4) without a profile → sRGB (h, W, 3), float32, by the usual formula."""
    ink = to_unit_range(values)
    return (1 - ink[..., :3]) * (1 - ink[..., 3:])


def _sixteen_bits(values: np.ndarray) -> np.ndarray:
    return values if values.dtype == np.uint16 else np.round(to_unit_range(values) * _FULL).astype(np.uint16)


def _transformed(pixels: np.ndarray, profile: bytes, space: str) -> np.ndarray:
    import imagecodecs  # takes a quarter of a second to import, and few files need it

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels = np.ascontiguousarray(pixels)
    flags = imagecodecs.CMS.FLAGS.NOOPTIMIZE if space == "gray" else 0  # optimised, the shadows of greys are coarse
    return imagecodecs.cms_transform(pixels, profile, srgb, colorspace=space, outcolorspace="rgb", flags=flags)
