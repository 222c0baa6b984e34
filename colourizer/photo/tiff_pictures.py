"""The pictures in a TIFF file: the photograph, previews and masks of it, further pages."""

import os
import struct
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from PIL import ImageFile, TiffImagePlugin

if TYPE_CHECKING:
    import tifffile

# Tags and their values, TIFF 6.0.
_WIDTH, _HEIGHT, _PURPOSE, _OLD_PURPOSE = 256, 257, 254, 255
_REDUCED_OR_MASK, _OLD_REDUCED = 1 | 4, 2
_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}  # types
_MOST_TAGS = 65_535
_MOST = 100  # pages whose SubIFDs are read, and SubIFDs of each


def is_reduced(tags: Any) -> bool:
    """Whether a directory's tags, Pillow's or tifffile's, say that it is a preview or a mask of another picture."""
    value = tags.valueof if hasattr(tags, "valueof") else tags.get
    return bool(value(_PURPOSE, 0) & _REDUCED_OR_MASK) or value(_OLD_PURPOSE, 0) == _OLD_REDUCED


def find_photograph(stream: IO[bytes], first: TiffImagePlugin.ImageFileDirectory_v2) -> int | None:
    """The offset of the photograph's own directory: the largest picture of the first page that has one.

    A page's pictures are its own and its SubIFDs; previews and masks are left out. first: the file's first directory,
    which is a preview, or has SubIFDs. None for a file of previews alone.
    """
    import tifffile

    stream.seek(0)
    with tifffile.TiffFile(stream) as file:
        for pictures in _pages(file) if is_reduced(first) else (_subpictures(file, file.pages.first),):
            sizes = {page.offset: page.imagewidth * page.imagelength for page in pictures if not is_reduced(page.tags)}
            if not is_reduced(first):
                sizes = {first.offset: first[_WIDTH] * first[_HEIGHT]} | sizes
            if sizes:
                return max(sizes, key=sizes.__getitem__)
    return None


def lost_tags(stream: IO[bytes], directory: int) -> set[int]:
    """The tags whose values lie beyond the end of the file; Pillow skips these. directory: its offset, in bytes.

    Raises struct.error for a directory that lies there itself.
    """
    position, size = stream.tell(), stream.seek(0, os.SEEK_END)
    try:
        stream.seek(0)
        order = "<" if (head := stream.read(4)).startswith(b"II") else ">"
        big = head[2:].strip(b"\0") == b"+"
        count, entry, room = ("Q", "HHQQ", 8) if big else ("H", "HHII", 4)
        stream.seek(directory)
        (entries,) = struct.unpack(order + count, stream.read(struct.calcsize(count)))
        length = struct.calcsize(order + entry)
        data = stream.read(length * min(entries, _MOST_TAGS))
        found = struct.iter_unpack(order + entry, data[: len(data) // length * length])
        lengths = ((tag, _BYTES.get(kind, 0) * number, offset) for tag, kind, number, offset in found)
        return {tag for tag, length, offset in lengths if length > room and offset + length > size}
    finally:
        stream.seek(position)


def count_pages(image: ImageFile.ImageFile, most: float) -> int:
    """The number of pages in an opened file, which are a linked list, counted to just over `most`.

    Previews and masks do not count as pages, unless the page's photograph is in a SubIFD of the preview.
    """
    stream = image.fp
    assert stream is not None, "the file is still open"
    position = stream.tell()
    stream.seek(0)
    pages, behind, seen = 0, False, set()
    try:
        head = stream.read(8)
        head += stream.read(8) if head[2:4] == b"+\0" else b""  # BigTIFF
        directory = TiffImagePlugin.ImageFileDirectory_v2(head)
        while directory.next and directory.next not in seen and len(seen) <= most:
            seen.add(directory.next)
            stream.seek(directory.next)
            directory.load(stream)
            pages += _WIDTH in directory and not is_reduced(directory)
            behind = behind or is_reduced(directory)
        if behind:
            pages = max(pages, _count_with_subpictures(stream))
    except Exception:  # a damaged page, which is not read anyway
        pass
    stream.seek(position)
    return max(1, pages)


def _count_with_subpictures(stream: IO[bytes]) -> int:
    """The number of pages that are a photograph, or have one in a SubIFD."""
    import tifffile  # since Pillow does not know the SubIFDs of a BigTIFF

    stream.seek(0)
    with tifffile.TiffFile(stream) as file:
        return sum(any(not is_reduced(each.tags) for each in pictures) for pictures in _pages(file))


def _pages(file: "tifffile.TiffFile") -> Iterator[Iterator["tifffile.TiffPage"]]:
    """The pictures of each page: the page itself, and its SubIFDs."""
    import tifffile

    for page in islice(file.pages, _MOST):
        if isinstance(page, tifffile.TiffPage):  # not a `TiffFrame`, for which tifffile reads only the offset
            yield chain([page], _subpictures(file, page))


def _subpictures(file: "tifffile.TiffFile", page: Any) -> Iterator["tifffile.TiffPage"]:
    import tifffile

    for offset in (page.subifds or ())[:_MOST]:
        file.filehandle.seek(offset)
        yield tifffile.TiffPage(file, index=0)
