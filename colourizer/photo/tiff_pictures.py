"""The pictures in a TIFF file: the photograph, previews and masks of it, further pages."""

from collections.abc import Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from PIL import ImageFile, TiffImagePlugin

if TYPE_CHECKING:
    import tifffile

# Tags and their values, TIFF 6.0.
_WIDTH, _HEIGHT, _PURPOSE, _OLD_PURPOSE = 256, 257, 254, 255
_REDUCED_OR_MASK, _OLD_REDUCED = 1 | 4, 2
_MOST_SUBPICTURES = 100


def is_reduced(tags: Any) -> bool:
    """Whether a directory's tags, Pillow's or tifffile's, say that it is a preview or a mask of another picture."""
    value = tags.valueof if hasattr(tags, "valueof") else tags.get
    return bool(value(_PURPOSE, 0) & _REDUCED_OR_MASK) or value(_OLD_PURPOSE, 0) == _OLD_REDUCED


def find_photograph(stream: IO[bytes], first: TiffImagePlugin.ImageFileDirectory_v2) -> int | None:
    """Where the directory of the photograph itself begins: of the largest picture that is no preview and no mask.

    first: the file's first directory, which is a preview, or has SubIFDs. None for a file of previews alone.
    """
    import tifffile

    stream.seek(0)
    with tifffile.TiffFile(stream) as file:
        others = _pictures(file) if is_reduced(first) else _subpictures(file, file.pages.first)
        sizes = {page.offset: page.imagewidth * page.imagelength for page in others if not is_reduced(page.tags)}
    if not is_reduced(first):
        sizes = {first.offset: first[_WIDTH] * first[_HEIGHT]} | sizes
    return max(sizes, key=sizes.__getitem__) if sizes else None


def count_pages(image: ImageFile.ImageFile, most: float) -> int:
    """The pages of an opened file, which are a linked list, without previews and masks, counted to just over `most`."""
    stream = image.fp
    assert stream is not None, "the file is still open"
    position = stream.tell()
    stream.seek(0)
    pages, seen = 0, set()
    try:
        head = stream.read(8)
        head += stream.read(8) if head[2:4] == b"+\0" else b""  # BigTIFF
        directory = TiffImagePlugin.ImageFileDirectory_v2(head)
        while directory.next and directory.next not in seen and len(seen) <= most:
            seen.add(directory.next)
            stream.seek(directory.next)
            directory.load(stream)
            pages += _WIDTH in directory and not is_reduced(directory)
    except Exception:  # a damaged page, which is not read anyway
        pass
    stream.seek(position)
    return max(1, pages)


def _pictures(file: "tifffile.TiffFile") -> Iterator["tifffile.TiffPage"]:
    """A file's pages and what their SubIFDs hold."""
    import tifffile

    for page in islice(file.pages, _MOST_SUBPICTURES):
        if isinstance(page, tifffile.TiffPage):  # not one of which only the place is read, as tifffile can be told
            yield page
            yield from _subpictures(file, page)


def _subpictures(file: "tifffile.TiffFile", page: Any) -> Iterator["tifffile.TiffPage"]:
    import tifffile

    for offset in (page.subifds or ())[:_MOST_SUBPICTURES]:
        file.filehandle.seek(offset)
        yield tifffile.TiffPage(file, index=0)
