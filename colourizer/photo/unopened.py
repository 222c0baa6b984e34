"""Why a file could not be opened, by how it begins: it was cut off, or what else it is."""

import os
import re
from typing import BinaryIO

from colourizer.photo.errors import PhotoError
from colourizer.photo.formats import format_names
from colourizer.photo.jpeg import jpeg_frame
from colourizer.photo.jpeg2000 import boxes

_HEAD, _PIECE = 4096, 2**20  # bytes
_HEIC = rb".{4}ftyp(?:he[iv][cmsx]|mif1|msf1)"
_MARKUP = rb"(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*>|<!--(?:(?!-->).)*-->)*<"  # up to the first element, or its DOCTYPE
# (regular expression of how files of a kind begin, code of their error, the kind's name in it); the first that fits
# counts. Those that are damaged are of formats that would be read.
_KINDS = (
    (rb"\xff\xd8\xff\xf7", "other_picture", "JPEG-LS"),
    (
        rb"II\*\0\x10\0\0\0CR|.{4}ftypcrx |FUJIFILMCCD-RAW|II(?:RO|RS|U\0)|MMOR|II\x1a\0{3}HEAPCCDR|\0MRM|FOVb",
        "camera_raw",
        "",
    ),
    (rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|II\+\0", "damaged", ""),
    (rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  \r\n\x87\n|\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n", "damaged", ""),
    (_HEIC + rb"|.{4}ftypavi[fs]", "damaged", ""),
    (rb".{0,1000}?%PDF-", "of_pages", "PDF"),
    (rb"AT&TFORM", "of_pages", "DjVu"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "of_pages", "PostScript"),
    (rb"8BP[SB]", "other_picture", "Photoshop"),
    (rb"gimp xcf", "other_picture", "GIMP"),
    (rb"SIMPLE  =", "other_picture", "FITS"),
    (rb".{128}DICM", "other_picture", "DICOM"),
    (rb"msid", "other_picture", "MrSID"),
    (rb".{2048}PCD_IPI|PCD_OPA", "other_picture", "Photo CD"),
    (rb"v/1\x01", "other_picture", "OpenEXR"),
    (rb"SDPX|XPDS", "other_picture", "DPX"),
    (rb"II\xbc\x01", "other_picture", "JPEG XR"),
    (rb"P7\s", "other_picture", "PAM"),
    (_MARKUP + rb"(?:!DOCTYPE )?svg[\s>]", "other_picture", "SVG"),
    (_MARKUP + rb"(?i:(?:!doctype )?html)[\s>]", "web_page", ""),
    (rb".{4}ftypqt|.{4}(?:moov|mdat|wide|pnot)", "video", "MOV"),
    (rb".{4}ftyp(?!M4[AB])", "video", "MP4"),  # M4A and M4B are sound
    (rb"RIFF.{4}AVI ", "video", "AVI"),
    (rb"\x1a\x45\xdf\xa3", "video", "MKV"),
    (rb"\0\0\x01[\xba\xb3]", "video", "MPEG"),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video", "WMV"),
    (rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|mimetypeapplication/vnd\.oasis)", "office", ""),
    (rb"PK\x03\x04", "packed", "ZIP"),
    (rb"7z\xbc\xaf\x27\x1c", "packed", "7z"),
    (rb"Rar!\x1a\x07", "packed", "RAR"),
    (rb"\x1f\x8b", "packed", "gzip"),
    (rb".{257}ustar", "packed", "tar"),
)


def why_unopened(stream: BinaryIO) -> PhotoError:
    """The error of a file that Pillow does not know, from a seekable stream; its position is changed."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if (frame := jpeg_frame(stream)) and frame[0] != 8:
        return PhotoError.of("jpeg_bits", bits=frame[0])
    if frame and frame[1] not in (1, 3, 4):
        return PhotoError.of("unclear", format="JPEG", reason=f"it has {frame[1]} channels")
    if _begins(head, _HEIC) and _is_complete(stream):
        reason = "it is damaged, or stored in a way that is not known here"
        return PhotoError.of("unclear", format="HEIC", reason=reason)
    for pattern, code, kind in _KINDS:
        if _begins(head, pattern):
            return PhotoError.of(code, **({"kind": kind} if kind else {}))
    stream.seek(0)
    if not any(piece.strip(b"\0") for piece in iter(lambda: stream.read(_PIECE), b"")):
        return PhotoError.of("empty")
    return PhotoError.of("not_a_photograph", formats=format_names())


def _begins(head: bytes, pattern: bytes) -> bool:
    return re.match(pattern, head, re.DOTALL) is not None


def _is_complete(stream: BinaryIO) -> bool:
    """Whether all boxes of a file (ISO 14496-12) end within it, and there is one of pixels."""
    size, kinds = stream.seek(0, os.SEEK_END), set()
    stream.seek(0)
    for kind, length in boxes(stream, None):
        if stream.tell() + length > size:
            return False
        kinds.add(kind)
    return b"mdat" in kinds
