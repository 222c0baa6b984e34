"""Reading and writing photographs: the only code of the core that opens or writes an image file."""

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

from colourizer.colour import grey_to_lightness, lightness_to_rgb, rgb_to_lab
from colourizer.provenance import Provenance, from_xmp

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP")  # decoders that may run at all, whatever a file calls itself
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")  # the file names people know them by
WRITTEN_SUFFIXES = SUFFIXES[:-1]  # BMP has no place to say that colours are simulated
MAX_BYTES = 200 * 2**20
MAX_PIXELS = 100_000_000
COLOUR_CHROMA = 8.0  # in Lab units: grey scans stay below it, faded colour prints do not

Source = str | Path | bytes | BinaryIO

_XMP_TAG = 700  # of TIFF
_STRIP = 2**20  # pixels converted at a time, so that memory grows with the photograph only by its planes
_OPTIONS = {
    "JPEG": {"quality": 92, "subsampling": "4:4:4", "optimize": True},
    "WEBP": {"quality": 92},
    "PNG": {"compress_level": 3},  # half the time of the usual 6, for a twentieth more bytes
}


class PhotoError(ValueError):
    """A photograph cannot be read or written; the message is a sentence that a visitor can act on."""


@dataclass(frozen=True, eq=False)
class Photo:
    """A photograph, as far as it is true.

    lightness: CIE L (H, W), float32 in [0, 100], at full size and upright.
    in_colour: whether the file had colours, which are not kept.
    sha256: of the file, in hexadecimal; empty where there was none.
    """

    lightness: np.ndarray
    in_colour: bool = False
    sha256: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.lightness.shape[1], self.lightness.shape[0]

    @property
    def rgb(self) -> np.ndarray:
        """The photograph in grey, sRGB (H, W, 3), uint8."""
        height, width = self.lightness.shape
        rgb = np.empty((height, width, 3), np.uint8)
        for rows in strips(height, width):
            rgb[rows] = cv2.convertScaleAbs(lightness_to_rgb(self.lightness[rows]), alpha=255)  # rounds
        return rgb

    def reduced(self, longest: int) -> "Photo":
        """The same at no more than `longest` pixels on its longer side; itself where it is no larger."""
        return replace(self, lightness=reduced(self.lightness, longest))

    @classmethod
    def from_rgb(cls, rgb: np.ndarray) -> "Photo":
        """From sRGB (H, W, 3) or grey (H, W): uint8, uint16, or float in [0, 1]."""
        height, width = rgb.shape[:2]
        lightness = np.empty((height, width), np.float32)
        vivid = 0
        for rows in strips(height, width):
            strip = _as_float(rgb[rows])
            if strip.ndim == 2:
                lightness[rows] = grey_to_lightness(strip)
            else:
                lab = rgb_to_lab(strip)
                lightness[rows] = lab[..., 0]
                vivid += np.count_nonzero(np.hypot(lab[..., 1], lab[..., 2]) > COLOUR_CHROMA)
        return cls(lightness, in_colour=vivid > 0.02 * height * width)


def load_photo(source: Source, *, max_pixels: int = MAX_PIXELS) -> Photo:
    """Read a photograph from a file, its bytes, or an open file: JPEG, PNG, WebP, TIFF or BMP.

    EXIF orientation is applied, an embedded ICC profile converted to sRGB, transparency laid on white, and 16 bits of
    grey kept. Raises PhotoError, with a sentence for the visitor, for whatever is no photograph or too large.
    """
    data = _read(source)
    return replace(Photo.from_rgb(load_rgb(data, max_pixels=max_pixels)), sha256=hashlib.sha256(data).hexdigest())


def load_rgb(source: Source, *, max_pixels: int = MAX_PIXELS) -> np.ndarray:
    """Like `load_photo`, but the picture as it is: sRGB (H, W, 3) uint8, or grey (H, W) uint8, uint16 or float32."""
    with _opened(source) as image:
        if image.width * image.height > max_pixels:
            raise PhotoError(
                f"This photograph has {image.width * image.height / 1e6:.0f} megapixels. "
                f"Reduce it to {max_pixels / 1e6:.0f} or fewer and try again."
            )
        return _decoded(image)


def read_provenance(source: Source) -> Provenance | None:
    """What a file says of its colours; None for one that was not coloured here. Raises PhotoError."""
    with _opened(source) as image:
        packet = image.info.get("xmp", b"")
        return from_xmp(packet if isinstance(packet, bytes) else packet.encode())


def save_rgb(rgb: np.ndarray, target: str | Path, *, provenance: Provenance | None = None) -> None:
    """Write sRGB (H, W, 3), uint8, in the format that the name's ending says, and with it what its colours are.

    Raises PhotoError for an ending that is not one of ours, or where the file cannot be written.
    """
    suffix = Path(target).suffix.lower()
    if suffix not in WRITTEN_SUFFIXES:
        raise PhotoError(f"A photograph cannot be saved as {target}. Let the name end in .png, .jpg, .webp or .tif.")
    kind = Image.registered_extensions()[suffix]
    options = _OPTIONS.get(kind, {}) | (_xmp_option(kind, provenance.to_xmp()) if provenance else {})
    try:
        Image.fromarray(rgb).save(target, format=kind, icc_profile=_srgb_profile(), **options)
    except OSError as error:
        raise PhotoError(f"{target} cannot be written: {error.strerror or error}.") from error


def _xmp_option(kind: str, packet: bytes) -> dict:
    """Where each format keeps XMP: Pillow's `xmp=` is ignored, without a word, by PNG and TIFF."""
    if kind == "PNG":
        text = PngInfo()
        text.add_itxt("XML:com.adobe.xmp", packet.decode())
        return {"pnginfo": text}
    return {"tiffinfo": {_XMP_TAG: packet}} if kind == "TIFF" else {"xmp": packet}


def reduced(picture: np.ndarray, longest: int) -> np.ndarray:
    """A picture (H, W) or (H, W, 3) at no more than `longest` pixels on its longer side, each the mean of its area."""
    height, width = picture.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def strips(height: int, width: int) -> list[slice]:
    """The rows of a picture in strips of about a megapixel."""
    rows = max(1, _STRIP // width)
    return [slice(top, min(top + rows, height)) for top in range(0, height, rows)]


@contextmanager
def _opened(source: Source) -> Iterator[Image.Image]:
    """A photograph that is open but not decoded. Whatever goes wrong with it becomes a PhotoError."""
    data = _read(source)
    with warnings.catch_warnings():
        # Limits are checked by number, before anything is decoded; Pillow only warns at half of its own.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                yield image
        except PhotoError:
            raise
        except Image.DecompressionBombError as error:
            raise PhotoError(
                f"This photograph is too large. Reduce it to {MAX_PIXELS / 1e6:.0f} megapixels or fewer and try again."
            ) from error
        except UnidentifiedImageError as error:
            raise PhotoError(
                "This file is no photograph that can be read here. Save it as JPEG, PNG, WebP, TIFF or BMP."
            ) from error
        except Exception as error:  # decoders raise anything at all on broken files
            raise PhotoError("This file is damaged and cannot be read. Try to export or scan it again.") from error


def _read(source: Source) -> bytes:
    if isinstance(source, bytes):
        return source
    if not isinstance(source, (str, Path)):
        return source.read()
    try:
        if Path(source).stat().st_size > MAX_BYTES:
            raise PhotoError(f"This file is larger than {MAX_BYTES >> 20} MB. Reduce the photograph and try again.")
        return Path(source).read_bytes()
    except FileNotFoundError as error:
        raise PhotoError(f"There is no file {source}.") from error
    except OSError as error:
        raise PhotoError(f"{source} cannot be read: {error.strerror}.") from error


def _decoded(image: Image.Image) -> np.ndarray:
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":
        return _deep_grey(np.asarray(image))
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return np.asarray(image.convert("L"))
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return np.asarray(Image.alpha_composite(white, image).convert("RGB"))
    return np.asarray(_to_srgb(image))


def _deep_grey(grey: np.ndarray) -> np.ndarray:
    """Grey of 16 or 32 bits → uint16, or float32 in [0, 1]."""
    if grey.dtype == np.uint16:
        return grey
    grey = grey.astype(np.float64)
    if not np.isfinite(grey).all():
        raise PhotoError("This file holds values that are no numbers. Export it again as 16-bit TIFF or PNG.")
    top = grey.max(initial=1.0)
    scale = next((full for full in (1, 255, 65535) if top <= full), top)
    return np.clip(grey / scale, 0, 1).astype(np.float32)


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted if converted is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing; the numbers are then most likely sRGB
    return image.convert("RGB")


def _srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _as_float(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype == np.uint8:
        return cv2.LUT(pixels, _BYTES)
    if pixels.dtype == np.uint16:
        return pixels.astype(np.float32) / 65535
    return pixels.astype(np.float32)


_BYTES = (np.arange(256) / 255).astype(np.float32)
