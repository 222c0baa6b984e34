"""The colour space of a PNG file, as an ICC profile.

If there are several colour chunks, the first of these counts, as in PNG 3: cICP, iCCP (the profile itself), sRGB, and
gAMA with cHRM. Pillow reads all but cICP.
"""

import struct
from functools import partial
from typing import IO

import numpy as np
from PIL import Image, ImageFile

from colourizer.colour.lab import linear_from_srgb
from colourizer.photo.errors import PhotoError

_NOT_STATED, _LIKE_SRGB, _POWERS = 2, {1, 6, 13, 14, 15}, {4: 2.2, 5: 2.8, 8: 1.0}  # curves of ITU-T H.273
_SRGB_PRIMARIES = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06)  # x and y of red, green and blue
_PRIMARIES = {9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046), 12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)}  # of H.273
_D65 = (0.3127, 0.3290)
_USUAL, _TOLERANCE = 1 / 2.2, 0.05  # gAMA of files whose values are sRGB, and the share by which it may differ
_SENSIBLE = (0.1, 2.5)  # gAMA outside this range was written by mistake
_MOST_CHUNKS = 1000


def profile_of(image: Image.Image) -> bytes | None:
    """The ICC profile of an opened image, embedded or built from its colour chunks; None if its values are sRGB.

    Call it before the image is decoded. Raises PhotoError for an HDR PNG, which has no white.
    """
    stated = image.info.get("icc_profile")
    if image.format != "PNG":
        return stated
    grey, code = image.mode in ("1", "L", "LA", "I", "I;16"), None
    if isinstance(image, ImageFile.ImageFile) and image.fp:
        grey, code = _grey_and_cicp(image.fp)  # Pillow's mode for grey with opacity depends on the bit depth
    if code and code[1] != _NOT_STATED:
        return _profile_of_code(code, grey)
    gamma = image.info.get("gamma", _USUAL)
    if stated or "srgb" in image.info or not _SENSIBLE[0] <= gamma <= _SENSIBLE[1]:
        return stated
    if abs(gamma - _USUAL) <= _TOLERANCE * _USUAL:
        return None
    white, primaries = _D65, _SRGB_PRIMARIES
    chromaticity = image.info.get("chromaticity", ())
    if len(chromaticity) == 8 and min(chromaticity[1::2]) > 0:
        white, primaries = chromaticity[:2], chromaticity[2:]
    return _made(grey, 1 / gamma, white, primaries)


def _profile_of_code(code: bytes, grey: bool) -> bytes | None:
    """The profile that a cICP chunk stands for: primaries, curve, matrix, and whether the full range is used."""
    number, curve, _, full = code
    if not full:
        raise PhotoError.of("unclear", format="PNG", reason="its values are those of video, from 16 to 235")
    if curve not in _LIKE_SRGB and curve not in _POWERS:
        raise PhotoError.of("unclear", format="PNG", reason="its brightness goes beyond white, as for HDR screens")
    if curve in _LIKE_SRGB and (grey or number not in _PRIMARIES):
        return None
    return _made(grey, _POWERS.get(curve), _D65, _PRIMARIES.get(number, _SRGB_PRIMARIES))


def _made(grey: bool, power: float | None, white: tuple[float, ...], primaries: tuple[float, ...]) -> bytes:
    """A profile with light = value ^ power; with sRGB's curve if `power` is None."""
    import imagecodecs  # takes a quarter of a second to import, and few files need it

    make = partial(
        imagecodecs.cms_profile,
        whitepoint=[*white, 1],
        gamma=power,
        transferfunction=None if power else _srgb_curve(),
    )
    if grey:
        return make("gray")
    places = [number for at in (0, 2, 4) for number in (*primaries[at : at + 2], 1)]
    try:
        return make("rgb", primaries=places)
    except imagecodecs.CmsError:  # no valid colour space
        return _made(grey, power, _D65, _SRGB_PRIMARIES)


def _srgb_curve() -> np.ndarray:
    steps = np.repeat(np.linspace(0, 1, 4096, dtype=np.float32)[None, :, None], 3, axis=2)
    return np.round(linear_from_srgb(steps)[0, :, 0] * 65535).astype(np.uint16)


def _grey_and_cicp(stream: IO[bytes]) -> tuple[bool, bytes | None]:
    """Whether a file is grey, and its cICP chunk, which precedes the picture. The position is restored."""
    position = stream.tell()
    stream.seek(25)
    try:
        grey = stream.read(1) in (b"\0", b"\4")
        stream.seek(8)
        for _ in range(_MOST_CHUNKS):
            head = stream.read(8)
            if len(head) < 8 or head[4:] == b"IDAT":
                break
            (length,) = struct.unpack(">I", head[:4])
            if head[4:] == b"cICP" and length == 4:
                content = stream.read(4)
                return grey, content if len(content) == 4 else None
            stream.seek(length + 4, 1)
        return grey, None
    finally:
        stream.seek(position)
