"""Convert an opened file to sRGB pixels, band by band, so that a photograph is in memory only once."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageFile

from colourizer.colour.row_threads import row_bands
from colourizer.photo.formats import read_own
from colourizer.photo.jpeg_reader import decode_rows, decodes_by_rows
from colourizer.photo.levels import Levels, auto_levels
from colourizer.photo.metadata import exif_of
from colourizer.photo.png_colour import profile_of
from colourizer.photo.sixteen_bit import Raster, to_srgb

_PROFILED = {"GRAY": "L", "RGB ": "RGB", "CMYK": "CMYK", "Lab ": "LAB"}  # ICC's name of a colour space → Pillow's mode
_ORIENTATION = 0x0112  # of EXIF
_TURNS: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    2: lambda plane: cv2.flip(plane, 1),
    3: lambda plane: cv2.rotate(plane, cv2.ROTATE_180),
    4: lambda plane: cv2.flip(plane, 0),
    5: cv2.transpose,
    6: lambda plane: cv2.rotate(plane, cv2.ROTATE_90_CLOCKWISE),
    7: lambda plane: cv2.flip(cv2.transpose(plane), -1),
    8: lambda plane: cv2.rotate(plane, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


@dataclass(frozen=True, eq=False)
class Pixels:
    """A picture that is decoded, or being decoded.

    width, height: as stored. rows: returns some rows as stored, uint8, uint16, or float32 in [0, 1].
    deep: whether it has more than 8 bits of lightness. upright: rotates a whole picture or plane by its EXIF.
    to_srgb: converts rows to sRGB (h, W, 3) or grey (h, W), of these types. colours: the number of channels of `rows`
    that are not opacity; None for all. levels: for stretching the rows.
    """

    width: int
    height: int
    rows: Callable[[slice], np.ndarray]
    deep: bool
    upright: Callable[[np.ndarray], np.ndarray] = lambda picture: picture
    to_srgb: Callable[[np.ndarray], np.ndarray] = lambda rows: rows
    colours: int | None = None
    levels: Levels | None = None

    def srgb_rows(self, rows: slice) -> np.ndarray:
        """Some rows in sRGB (h, W, 3) or grey (h, W): uint8, uint16, or float32 in [0, 1]."""
        return self.converted(self.rows(rows))

    def converted(self, stored: np.ndarray) -> np.ndarray:
        """The output of `rows`, stretched and converted to sRGB."""
        return self.to_srgb(self.levels.stretched(stored, self.colours) if self.levels else stored)

    def stretched(self) -> "Pixels":
        """The same picture stretched from black to white."""
        return replace(self, levels=auto_levels(self.bands(), self.rows, self.colours))

    def bands(self) -> list[slice]:
        """The rows in bands, as `row_bands` cuts them."""
        return row_bands(self.height, self.width)


@contextmanager
def decoded(image: ImageFile.ImageFile) -> Iterator[Pixels]:
    """An opened photograph's pixels.

    A JPEG in colour is still being decoded while the first bands are read. Errors in the file are raised at the latest
    when the last band is read.
    """
    upright = _upright(image)  # now, since Pillow rotates TIFF itself while decoding
    profile = profile_of(image)
    if decodes_by_rows(image) and _to_srgb(profile, "RGB") is None:
        width, height = image.size
        with decode_rows(image) as rows:
            yield Pixels(width, height, rows.__getitem__, False, upright)
    elif raster := read_own(image):
        yield _of_raster(raster, profile, upright)
    else:
        yield _of_eight_bits(image, profile)


def pixels_of(image: Image.Image) -> Pixels:
    """The pixels of an image of Pillow's with 8 bits a channel. Raises ValueError for other modes."""
    return _of_eight_bits(image, profile_of(image))


def _of_eight_bits(image: Image.Image, profile: bytes | None) -> Pixels:
    convert = _eight_bits(image, profile)
    width, height = image.size  # after loading, which rotates a TIFF
    return Pixels(
        width, height, lambda rows: convert(image.crop((0, rows.start, width, rows.stop))), False, _upright(image)
    )


def _upright(image: Image.Image) -> Callable[[np.ndarray], np.ndarray]:
    return _TURNS.get(exif_of(image).get(_ORIENTATION, 1), lambda picture: picture)


def _of_raster(raster: Raster, profile: bytes | None, upright: Callable) -> Pixels:
    convert = to_srgb(raster, profile)
    if raster.space == "CMYK":  # more ink is darker: levels apply after the conversion
        return Pixels(raster.width, raster.height, lambda rows: convert(raster.rows(rows)), raster.deep, upright)
    return Pixels(raster.width, raster.height, raster.rows, raster.deep, upright, convert, raster.colours)


def _eight_bits(image: Image.Image, profile: bytes | None) -> Callable[[Image.Image], np.ndarray]:
    if image.mode.startswith("I") or image.mode == "F":
        raise ValueError(f"{image.format} of mode {image.mode} is not for Pillow to cut to 8 bits")
    image.load()
    clear = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    modes = {"1": "L", "L": "L", "LA": "L", "La": "L", "CMYK": "CMYK", "LAB": "LAB"}
    mode = modes.get(image.mode, "RGB")
    transform = _to_srgb(profile, mode)
    table = None
    if transform is not None and mode == "L":
        greys = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
        table = np.asarray(ImageCms.applyTransform(greys, transform))[..., 1]

    def convert(strip: Image.Image) -> np.ndarray:
        if clear:
            strip = _on_white(strip)
        if strip.mode != mode:
            strip = strip.convert(mode)
        if table is not None:
            return cv2.LUT(np.asarray(strip), table)
        if transform is not None:
            strip = ImageCms.applyTransform(strip, transform)  # pyright: ignore[reportAssignmentType]  # None only in place
        return np.asarray(strip if strip.mode in ("L", "RGB") else strip.convert("RGB"))

    return convert


def _on_white(strip: Image.Image) -> Image.Image:
    strip = strip.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip).convert("RGB")


def _to_srgb(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The transform from `mode` with an embedded profile to sRGB; None if it would change nothing."""
    if mode == "LAB":
        source = ImageCms.createProfile("LAB")
    elif not profile:
        return None
    else:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        except (ImageCms.PyCMSError, OSError):
            return None  # a broken profile is ignored; the values are most likely sRGB
        # The type stub declares `profile` as the constructor's argument.
        space = source.profile.xcolor_space  # pyright: ignore[reportAttributeAccessIssue]
        if _PROFILED.get(space) != mode:
            return None
    try:
        flags = ImageCms.Flags.NOOPTIMIZE if mode == "L" else ImageCms.Flags.NONE  # optimised, shadows are coarse
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", flags=flags)
    except ImageCms.PyCMSError:
        return None
    if mode != "RGB":
        return transform
    levels = np.arange(0, 256, 17, dtype=np.uint8)
    probe = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(64, 64, 3)
    converted = np.asarray(ImageCms.applyTransform(Image.fromarray(probe), transform))
    return transform if np.abs(converted.astype(int) - probe).max() > 1 else None
