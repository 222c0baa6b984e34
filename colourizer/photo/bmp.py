"""BMP whose colours lie in other bits than usual, which Pillow does not decode: red first, or 10 bits a colour."""

import struct
from itertools import combinations

import numpy as np
from PIL import BmpImagePlugin, Image, ImageFile

from colourizer.photo.errors import PhotoError
from colourizer.photo.pillow_private import set_undecodable
from colourizer.photo.sixteen_bit import Raster, whole_file

OPENER = "BMP OF ANY MASKS"  # in Pillow's registry, beside its own
_LONGEST_HEAD = 124  # bytes; what seems to have a longer one is a text that begins with "BM"
_OS2_HEAD = 64  # bytes: there, compression 3 is another
_MASKED, _MASKED_WITH_OPACITY = 3, 6  # compressions


class AnyBmp(BmpImagePlugin.BmpImageFile):
    """Pillow's class, which also opens files whose masks it does not know.

    start: offset of the pixels, in bytes. bits: of a pixel, 16 or 32. top_down: whether the upper row comes first.
    masks: the bits of red, green, blue and, if there is any, opacity; empty for a file that Pillow decodes.
    """

    start: int
    bits: int
    top_down: bool
    masks: tuple[int, ...] = ()

    def _open(self) -> None:
        assert self.fp is not None
        head = self.fp.read(70)
        if 10 <= len(head) < 18 and not any(head[6:10]):  # which are 0 in every BMP
            raise PhotoError.of("damaged")
        head = head.ljust(70, b"\0")
        length, width, height, bits, compression = struct.unpack_from("<Iii2xHI", head, 14)
        if length > _LONGEST_HEAD:
            raise SyntaxError("not a BMP")
        self.fp.seek(0)
        try:
            super()._open()
        except OSError as error:
            if not str(error).startswith("Unsupported"):
                raise
            if compression not in (_MASKED, _MASKED_WITH_OPACITY) or length < 40 or length == _OS2_HEAD:
                raise _refusal("its header, its compression or its number of bits is unusual") from error
            clear = length >= 56 or compression == _MASKED_WITH_OPACITY
            self.masks = struct.unpack_from("<4I" if clear and any(head[66:70]) else "<3I", head, 54)
            if bits not in (16, 32) or not _are_apart(self.masks, bits):
                raise _refusal("it does not say which of its bits are its colours") from error
            if width < 1:
                raise PhotoError.of("damaged") from error
            self.start, self.bits, self.top_down = struct.unpack_from("<I", head, 10)[0], bits, height < 0
            set_undecodable(self, "RGBA" if len(self.masks) == 4 else "RGB", (width, abs(height)))


def _accepts(prefix: bytes) -> bool:
    return prefix.startswith(b"BM")


Image.register_open(OPENER, AnyBmp, _accepts)


def read_bmp(image: ImageFile.ImageFile) -> Raster | None:
    """The picture in an opened file with unusual masks; None for any other. Raises PhotoError if it was cut off."""
    assert isinstance(image, AnyBmp)
    if not image.masks:
        return None
    data, each = whole_file(image), image.bits // 8
    stride = (image.width * image.bits + 31) // 32 * 4  # bytes of a row
    if image.start + stride * image.height > len(data):
        raise PhotoError.of("damaged")
    stored = np.frombuffer(data, f"<u{each}", stride // each * image.height, image.start)
    stored = stored.reshape(image.height, -1)[:, : image.width][:: 1 if image.top_down else -1]
    deep = max(mask.bit_count() for mask in image.masks) > 8
    kind = np.dtype(np.uint16 if deep else np.uint8)

    def rows(some: slice) -> np.ndarray:
        shares = [(stored[some] & mask) / np.float64(mask) for mask in image.masks]
        return np.round(np.stack(shares, axis=2) * np.iinfo(kind).max).astype(kind)

    return Raster(image.width, image.height, rows, "RGB ", deep, len(image.masks) == 4)


def _are_apart(masks: tuple[int, ...], bits: int) -> bool:
    """Whether each channel has some of the bits, at most 16 side by side, and none that belongs to another."""
    if not all(masks) or max(masks) >= 1 << bits or any(one & other for one, other in combinations(masks, 2)):
        return False
    return all(mask // (mask & -mask) == 2 ** mask.bit_count() - 1 <= 65535 for mask in masks)


def _refusal(what: str) -> PhotoError:
    return PhotoError.of("unclear", format="BMP", reason=what)
