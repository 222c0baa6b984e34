"""Writes TIFF files with any sample type and bit depth, from the specification, as no library supports them all."""

import struct
import zlib

import numpy as np

UNSIGNED, SIGNED, FLOAT, COMPLEX = 1, 2, 3, 6
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, INK, YCBCR, LAB, ICC_LAB = 0, 1, 2, 3, 5, 6, 8, 9
_SHORT, _LONG, _LONG8 = 3, 4, 16


def packed(values: np.ndarray, bits: int, order: str) -> bytes:
    """Samples (H, W) or (H, W, channels) as stored in TIFF; `order` is "<" or ">".

    Whole bytes are in the file's byte order. Other depths are packed bit by bit, and each row starts at a byte.
    """
    if values.dtype.kind in "fc" or bits in (8, 16, 32, 64):
        kind = values.dtype.kind if values.dtype.kind in "fci" else "u"
        return values.astype(f"{order}{kind}{bits // 8}").tobytes()
    flat = values.reshape(values.shape[0], -1).astype(np.uint64)
    if bits % 8 == 0:
        bytes_ = flat.astype(">u8").view(np.uint8).reshape(*flat.shape, 8)[..., 8 - bits // 8 :]
        return (bytes_ if order == ">" else bytes_[..., ::-1]).tobytes()
    shifts = np.arange(bits - 1, -1, -1, dtype=np.uint64)
    single = (flat[..., None] >> shifts & np.uint64(1)).astype(np.uint8)
    return np.packbits(single.reshape(flat.shape[0], -1), axis=1).tobytes()


def tiff_of(
    values: np.ndarray,
    bits: int,
    *,
    photometric: int = BLACK_IS_ZERO,
    sampleformat: int = UNSIGNED,
    order: str = "<",
    big: bool = False,
    planar: bool = False,
    compressed: bool = False,
    reverse: bool = False,
    extra: tuple[int, ...] = (),
    tags: dict[int, list[int]] | None = None,
) -> bytes:
    """A TIFF file with a single strip, or with `planar` one strip per channel.

    values: (H, W) or (H, W, channels). compressed: by Deflate. reverse: FillOrder is 2, each byte's last bit first.
    extra: ExtraSamples. tags: further 16-bit tags.
    """
    height, width = values.shape[:2]
    channels = values.shape[2] if values.ndim == 3 else 1
    planes = [values[..., n] for n in range(channels)] if planar and channels > 1 else [values]
    strips = [packed(plane, bits, order) for plane in planes]
    strips = [_reversed(strip) for strip in strips] if reverse else strips
    strips = [zlib.compress(strip) for strip in strips] if compressed else strips
    offset, at = 16 if big else 8, []
    for strip in strips:
        at.append(offset)
        offset += len(strip)
    long = _LONG8 if big else _LONG
    entries = {
        256: (_LONG, [width]),
        257: (_LONG, [height]),
        258: (_SHORT, [bits] * channels),
        259: (_SHORT, [8 if compressed else 1]),
        262: (_SHORT, [photometric]),
        266: (_SHORT, [2 if reverse else 1]),
        273: (long, at),
        277: (_SHORT, [channels]),
        278: (_LONG, [height]),
        279: (long, [len(strip) for strip in strips]),
        284: (_SHORT, [2 if len(planes) > 1 else 1]),
        339: (_SHORT, [sampleformat] * channels),
    }
    entries |= {338: (_SHORT, list(extra))} if extra else {}
    entries |= {tag: (_SHORT, numbers) for tag, numbers in (tags or {}).items()}
    return _head(order, big, offset) + b"".join(strips) + _directory(entries, order, big, offset)


def _reversed(data: bytes) -> bytes:
    return np.packbits(np.unpackbits(np.frombuffer(data, np.uint8)), bitorder="little").tobytes()


def _head(order: str, big: bool, directory: int) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    return mark + (
        struct.pack(f"{order}HHHQ", 43, 8, 0, directory) if big else struct.pack(f"{order}HI", 42, directory)
    )


def _directory(entries: dict[int, tuple[int, list[int]]], order: str, big: bool, start: int) -> bytes:
    count, number, room = ("Q", "Q", 8) if big else ("H", "I", 4)
    after = start + struct.calcsize(f"={count}") + len(entries) * (4 + 2 * room) + room
    directory, data = struct.pack(f"{order}{count}", len(entries)), b""
    for tag in sorted(entries):
        kind, numbers = entries[tag]
        letter = {_SHORT: "H", _LONG: "I", _LONG8: "Q"}[kind]
        value = struct.pack(f"{order}{len(numbers)}{letter}", *numbers)
        if len(value) > room:
            data, value = data + value, struct.pack(f"{order}{number}", after + len(data))
        directory += struct.pack(f"{order}HH{number}", tag, kind, len(numbers)) + value.ljust(room, b"\0")
    return directory + struct.pack(f"{order}{number}", 0) + data
