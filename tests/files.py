"""Generates one small photograph in every format and variant that archives and phones produce."""

import io

import imagecodecs
import numpy as np
import pillow_heif
import tifffile
from PIL import Image, ImageCms

from tests.tiffs import tiff_of

pillow_heif.register_heif_opener()

HEIGHT, WIDTH = 40, 56
GREY = np.add.outer(np.arange(HEIGHT) * 3, np.arange(WIDTH) * 2).astype(np.uint8)
RGB = np.dstack([GREY, GREY[:, ::-1], 255 - GREY])
GREY16 = GREY.astype(np.uint16) * 257 + np.arange(WIDTH, dtype=np.uint16)
RGB16 = RGB.astype(np.uint16) * 257
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


def encoded(image: Image.Image | np.ndarray, kind: str, **options) -> bytes:
    """Encode a picture with Pillow."""
    stream = io.BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(stream, kind, **options)
    return stream.getvalue()


def tiff(pixels: np.ndarray, **options) -> bytes:
    """Encode a TIFF with tifffile, which supports variants that Pillow does not."""
    stream = io.BytesIO()
    tifffile.imwrite(stream, pixels, metadata=None, **options)
    return stream.getvalue()


def jpeg2000(pixels: np.ndarray, **options) -> bytes:
    """Encode a picture as lossless JPEG 2000."""
    return bytes(imagecodecs.jpeg2k_encode(pixels, level=0, reversible=True, **options))


def jpegxl(pixels: np.ndarray, **options) -> bytes:
    """Encode a picture as JPEG XL."""
    return bytes(imagecodecs.jpegxl_encode(pixels, **options))


def exif() -> Image.Exif:
    """EXIF data as written by a camera: description, date, author, place, and a rotated orientation."""
    found = Image.Exif()
    found[0x010E], found[0x013B], found[0x8298] = "A harbour", "Anna Atkins", "Public domain"
    found[0x0112] = 6
    found.get_ifd(0x8769)[36867] = "1931:05:04 10:20:30"
    found.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return found


def srgb() -> bytes:
    """An ICC profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def every_format() -> dict[str, bytes]:
    """The bytes of a file for each variant, by name."""
    picture, cmyk = Image.fromarray(RGB), Image.fromarray(RGB).convert("CMYK")
    clear = Image.fromarray(np.dstack([RGB, GREY]))
    frames = [Image.fromarray(np.roll(RGB, n, axis=1)) for n in range(3)]
    return {
        "JPEG": encoded(picture, "JPEG", quality=90, exif=exif(), xmp=XMP, icc_profile=srgb(), dpi=(300, 300)),
        "JPEG grey": encoded(GREY, "JPEG"),
        "JPEG progressive": encoded(picture, "JPEG", progressive=True),
        "JPEG CMYK": encoded(cmyk, "JPEG"),
        "PNG": encoded(picture, "PNG", icc_profile=srgb(), exif=exif(), dpi=(300, 300)),
        "PNG grey": encoded(GREY, "PNG"),
        "PNG 1 bit": encoded(Image.fromarray(GREY).convert("1"), "PNG"),
        "PNG palette": encoded(picture.quantize(17), "PNG"),
        "PNG clear": encoded(clear, "PNG"),
        "PNG grey, clear": encoded(clear.convert("LA"), "PNG"),
        "PNG 16 bit grey": encoded(GREY16, "PNG"),
        "PNG 16 bit": bytes(imagecodecs.png_encode(RGB16)),
        "WebP": encoded(picture, "WEBP", exif=exif(), xmp=XMP),
        "WebP lossless, clear": encoded(clear, "WEBP", lossless=True),
        "WebP animated": encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        "TIFF": encoded(picture, "TIFF", tiffinfo={700: XMP, 270: "A harbour"}, dpi=(300, 300), icc_profile=srgb()),
        "TIFF grey": encoded(GREY, "TIFF"),
        "TIFF LZW": encoded(picture, "TIFF", compression="tiff_lzw"),
        "TIFF JPEG": encoded(picture, "TIFF", compression="jpeg"),
        "TIFF fax": encoded(Image.fromarray(GREY).convert("1"), "TIFF", compression="group4"),
        "TIFF CMYK": encoded(cmyk, "TIFF"),
        "TIFF Lab": tiff(RGB, photometric="cielab"),
        "TIFF tiled": tiff(RGB, photometric="rgb", tile=(16, 16), compression="zlib", predictor=True),
        "TIFF planar": tiff(np.moveaxis(RGB, 2, 0), photometric="rgb", planarconfig="separate"),
        "TIFF pages": encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:]),
        "TIFF 16 bit grey": encoded(GREY16, "TIFF"),
        "TIFF 16 bit grey, big-endian": tiff(GREY16, byteorder=">"),
        "TIFF 16 bit negative": tiff(GREY16, photometric="miniswhite"),
        "TIFF 16 bit": tiff(RGB16, photometric="rgb"),
        "TIFF 16 bit LZW": tiff(RGB16, photometric="rgb", compression="lzw", predictor=True),
        "TIFF 16 bit tiled": tiff(RGB16, photometric="rgb", tile=(16, 16), compression="zlib"),
        "TIFF 16 bit planar": tiff(np.moveaxis(RGB16, 2, 0), photometric="rgb", planarconfig="separate"),
        "TIFF float": encoded(GREY.astype(np.float32) / 255, "TIFF"),
        "TIFF 12 bit grey": tiff_of(GREY16 >> 4, 12),
        "TIFF 16 bit grey, clear": tiff(np.dstack([GREY16, 65535 - GREY16 // 4]), extrasamples=["unassalpha"]),
        "TIFF 16 bit CMYK": tiff(np.dstack([RGB16, GREY16]), photometric="separated"),
        "TIFF 16 bit Lab": tiff(RGB16, photometric="cielab"),
        "TIFF palette of 65,536": tiff_of(GREY, 16, photometric=3, tags={320: [n % 256 for n in range(3 * 2**16)]}),
        "TIFF 16 bit signed": tiff((GREY16 // 2).astype(np.int16)),
        "TIFF 32 bit": tiff(RGB16.astype(np.uint32) * 65537, photometric="rgb", compression="lzw"),
        "TIFF 64 bit grey": tiff(GREY16.astype(np.uint64) << 48, compression="zlib", tile=(16, 16)),
        "TIFF 32 bit predicted": tiff(
            (RGB / 255).astype(np.float32), photometric="rgb", compression="zlib", predictor=3
        ),
        "TIFF 16 bit JPEG 2000": tiff(RGB16, photometric="rgb", compression="jpeg2000"),
        "TIFF 16 bit JPEG XL": tiff(RGB16, photometric="rgb", compression="jpegxl"),
        "TIFF WebP": tiff(RGB, photometric="rgb", compression="webp"),
        "TIFF 16 bit Zstandard": tiff(RGB16, photometric="rgb", compression="zstd", bigtiff=True),
        "JPEG 2000": jpeg2000(RGB),
        "JPEG 2000 grey": jpeg2000(GREY, codecformat="j2k"),
        "JPEG 2000 12 bit grey": jpeg2000(GREY16 >> 4, bitspersample=12),
        "JPEG 2000 16 bit": jpeg2000(RGB16, codecformat="j2k"),
        "JPEG 2000 16 bit, clear": jpeg2000(np.dstack([RGB16, GREY16])),
        "JPEG 2000 tiled": encoded(picture, "JPEG2000", tile_size=(16, 16), num_resolutions=2),
        "JPEG XL": jpegxl(RGB),
        "JPEG XL grey": jpegxl(GREY, lossless=True, usecontainer=True),
        "JPEG XL 16 bit": jpegxl(RGB16),
        "JPEG XL 16 bit, clear": jpegxl(np.dstack([RGB16, 65535 - GREY16 // 8]), lossless=True),
        "GIF": encoded(picture.quantize(255), "GIF"),
        "GIF animated": encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], interlace=True),
        "PNM bitmap": encoded(Image.fromarray(GREY).convert("1"), "PPM"),
        "PNM grey": encoded(GREY, "PPM"),
        "PNM": encoded(picture, "PPM"),
        "PNM 16 bit grey": encoded(GREY16, "PPM"),
        "PNM 16 bit": b"P6 %d %d 65535\n" % (WIDTH, HEIGHT) + RGB16.astype(">u2").tobytes(),
        "PNM grey text": b"P2 %d %d 255\n" % (WIDTH, HEIGHT) + " ".join(map(str, GREY.ravel().tolist())).encode(),
        "HEIC": encoded(picture, "HEIF", exif=exif()),
        "AVIF": encoded(picture, "AVIF", exif=exif()),
        "BMP": encoded(picture, "BMP"),
        "BMP palette": encoded(picture.quantize(17), "BMP"),
    }


def swapped() -> bytes:
    """A profile with sRGB's red and blue swapped."""
    profile = bytearray(srgb())
    red, blue = (profile.index(name) for name in (b"rXYZ", b"bXYZ"))
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)
