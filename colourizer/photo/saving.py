"""Write photographs: format by the name's ending, sRGB profile, resolution, metadata and provenance."""

import struct
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from colourizer.files import replaced
from colourizer.photo.corner_mark import marked
from colourizer.photo.jpeg_writer import EncodedJpeg, encode_jpeg
from colourizer.photo.metadata import NO_METADATA, Metadata
from colourizer.photo.opening import PhotoError, printable
from colourizer.photo.provenance import Provenance

WRITTEN_SUFFIXES = (
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".tif",
    ".tiff",
)  # formats that can state that colours are simulated
QUALITY = 92
_MOST_PIXELS = {"JPEG": 65_500, "WEBP": 16_383}  # a side
_EXIF_RESOLUTION, _EXIF_UNIT = 282, 296
_ICC_DATE, _ICC_ID = slice(24, 36), slice(84, 100)  # of a profile's header: ICC.1:2022, table 17
_XMP, _COPYRIGHT, _ARTIST = 700, 33432, 315  # tags of TIFF


def save_rgb(
    rgb: np.ndarray | EncodedJpeg,
    target: str | Path,
    *,
    provenance: Provenance | None = None,
    metadata: Metadata | None = None,
    mark: bool = False,
    quality: int = QUALITY,
    seal: Callable[[Path], None] | None = None,
) -> None:
    """Write sRGB (H, W, 3), uint8 or uint16, with metadata, in the format of the name's ending.

    16 bits are kept in TIFF and become 8 elsewhere. A JPEG may be encoded already, with its own quality and without a
    mark. provenance: of the colours. metadata: of the original. mark: whether to draw a small palette in the corner.
    quality: of JPEG and WebP, 1 to 100. seal: called with the finished file before it gets its name. Missing folders
    are created.
    Raises PhotoError for an unknown ending, or if the file cannot be written; an existing file is then kept.
    """
    target = Path(target)
    kind = kind_of_file(target, rgb.size if isinstance(rgb, EncodedJpeg) else rgb.shape[1::-1])
    metadata = metadata or NO_METADATA
    packet = provenance.to_xmp(metadata) if provenance else None
    if provenance:
        metadata = replace(metadata, description=provenance.describe(metadata.description))
    options = _options(kind, metadata, packet, quality) | {"icc_profile": _srgb_profile()}
    if isinstance(rgb, EncodedJpeg):
        _replace(target, lambda path: _write_pieces(path, rgb.pieces(**options)), seal)
        return
    rgb = marked(rgb) if mark else rgb
    if rgb.dtype == np.uint16 and kind == "TIFF":
        _replace(target, lambda path: _write_deep(rgb, path, metadata, packet), seal)
        return
    if rgb.dtype == np.uint16:
        rgb = cv2.convertScaleAbs(rgb, alpha=255 / 65535)
    if kind == "JPEG":
        coded = encode_jpeg(rgb.shape[1::-1], lambda rows: rgb[rows], quality)
        _replace(target, lambda path: _write_pieces(path, coded.pieces(**options)), seal)
        return
    _replace(target, lambda path: Image.fromarray(rgb).save(path, format=kind, **options), seal)


def kind_of_file(target: str | Path, size: tuple[int, int]) -> str:
    """Pillow's name of the format of a file name, for a picture of (width, height).

    Raises PhotoError for an unknown ending, or a picture that is too long for the format.
    """
    suffix = Path(target).suffix.lower()
    if suffix not in WRITTEN_SUFFIXES:
        raise PhotoError.of("unknown_ending", file=printable(target))
    kind = Image.registered_extensions()[suffix]
    if max(size) > _MOST_PIXELS.get(kind, max(size)):
        raise PhotoError.of("too_long_for_format", pixels=max(size), format=kind)
    return kind


def _options(kind: str, metadata: Metadata, packet: bytes | None, quality: int) -> dict:
    """The options of Pillow's `save` for each format: PNG and TIFF silently ignore `xmp=`."""
    exif = metadata.exif()
    if metadata.dpi and kind == "WEBP":  # WebP has no other place for it
        exif[_EXIF_RESOLUTION], exif[_EXIF_RESOLUTION + 1] = metadata.dpi
        exif[_EXIF_UNIT] = 2
    exif_option = {"exif": exif.tobytes()} if exif else {}
    dpi = {"dpi": metadata.dpi} if metadata.dpi else {}
    if kind == "TIFF":  # EXIF's text tags are TIFF's own
        tags = dict(exif) | ({_XMP: packet} if packet else {})
        return {"tiffinfo": tags} | dpi
    if kind == "PNG":
        text = PngInfo()
        if packet:
            text.add_itxt("XML:com.adobe.xmp", packet.decode())
        # Level 3 takes half the time of the usual 6, for a twentieth more bytes.
        return {"pnginfo": text, "compress_level": 3} | exif_option | dpi
    xmp = {"xmp": packet} if packet else {}
    if kind == "JPEG":
        return exif_option | dpi | xmp
    return {"quality": quality} | exif_option | xmp


def _write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as stream:
        stream.writelines(pieces)


def _write_deep(rgb: np.ndarray, path: Path, metadata: Metadata, packet: bytes | None) -> None:
    import tifffile  # takes a fifth of a second to import, and few need it

    exif = dict(metadata.exif())
    tags = [(tag, "s", len(exif[tag]) + 1, exif[tag] + b"\0", True) for tag in (_ARTIST, _COPYRIGHT) if tag in exif]
    if packet:
        tags.append((_XMP, "B", len(packet), packet, True))
    tifffile.imwrite(
        path,
        rgb,
        photometric="rgb",
        metadata=None,
        description=metadata.description.encode() or None,
        resolution=metadata.dpi,
        resolutionunit="INCH" if metadata.dpi else None,
        iccprofile=_srgb_profile(),
        extratags=tags,
        software=False,
    )


def _replace(target: Path, write: Callable[[Path], None], seal: Callable[[Path], None] | None) -> None:
    """Write and seal a file; an existing one is replaced only by a complete one. Raises PhotoError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replaced(target) as temporary:
            write(temporary)
            if seal:
                seal(temporary)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PhotoError.of("unwritable", file=printable(target), reason=reason) from error


@cache
def _srgb_profile() -> bytes:
    """The sRGB profile, always with the same bytes: files must not reveal when this process created it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_ICC_DATE] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    profile[_ICC_ID] = bytes(16)  # the ID, a hash that covers the old date
    return bytes(profile)
