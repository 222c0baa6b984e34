"""Read the rows of a JPEG as soon as they are decoded, while the decoder works on the next ones.

Pillow decodes a JPEG in pieces of 64 KB, on one core, without reporting progress. Here it decodes into zeroed memory,
as red, green, blue and a fourth byte, which its decoder sets to 255: a row is complete once its last pixel has it.
This is checked between two pieces, on the decoder's own thread, when nothing is being written. Where this does not
work (a progressive JPEG is decoded all at once), rows are available only at the end.

This relies on private parts of Pillow (`pillow_private.py`). So it is verified at the end that every row was written;
if not, the file is decoded again in the usual way, and a warning is logged.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import PIL
from PIL import Image, ImageFile

from colourizer.photo.pillow_private import decode_jpeg_into, pieces

_FORMATS = ("JPEG", "MPO")
_log = logging.getLogger(__name__)


class Rows:
    """The rows of a picture that another thread is decoding; all are available once the last one is."""

    def __init__(self, width: int, height: int):
        self.pixels = np.zeros((height, width, 4), np.uint8)
        self._whole = 0
        self._error: BaseException | None = None
        self._changed = threading.Condition()

    def __getitem__(self, rows: slice) -> np.ndarray:
        """Wait for some rows, RGB (n, width, 3), uint8. Raises what the decoder raises."""
        with self._changed:
            self._changed.wait_for(lambda: self._error or self._whole >= rows.stop)
            if self._error:
                raise self._error
        return cv2.cvtColor(self.pixels[rows], cv2.COLOR_RGBA2RGB)

    def update(self) -> None:
        """Count the complete rows; call it only while nothing is being written. The last row is left to `close`."""
        whole, last = self._whole, len(self.pixels) - 1
        while whole < last and self.pixels[whole, -1, 3]:
            whole += 1
        self._publish(whole)

    @property
    def complete(self) -> bool:
        """Whether the decoder has written every row."""
        return bool(self.pixels[:, -1, 3].all())

    def close(self, error: BaseException | None = None) -> None:
        """Called when the decoder is done, or has failed."""
        self._publish(self._whole if error else len(self.pixels), error)

    def _publish(self, whole: int, error: BaseException | None = None) -> None:
        with self._changed:
            self._whole, self._error = whole, error
            self._changed.notify_all()


def decodes_by_rows(image: ImageFile.ImageFile) -> bool:
    """Whether an opened picture, not decoded yet, is a JPEG in colour."""
    return image.format in _FORMATS and image.mode == "RGB" and pieces(image) == 1


@contextmanager
def decode_rows(image: ImageFile.ImageFile) -> Iterator[Rows]:
    """Decode a picture that `decodes_by_rows` on another thread, which has ended when the context is left."""
    rows, stream = Rows(*image.size), image.fp
    assert stream is not None, "the file is still open"

    def load() -> None:
        try:
            _decode_into(rows, image)
            if not rows.complete:
                _log.warning("Pillow %s does not decode JPEG row by row as expected: slower from here", PIL.__version__)
                stream.seek(0)
                with Image.open(stream, formats=_FORMATS) as anew:
                    rows.pixels[..., :3] = np.asarray(anew.convert("RGB"))
        except BaseException as error:
            rows.close(error)
        else:
            rows.close()

    thread = threading.Thread(target=load)
    thread.start()
    try:
        yield rows
    finally:
        thread.join()


def _decode_into(rows: Rows, image: ImageFile.ImageFile) -> None:
    """Decode a JPEG into the memory of `rows`; leaves it unwritten if Pillow's private parts have changed."""
    try:
        decode_jpeg_into(rows.pixels, image, rows.update)
    except (AttributeError, TypeError, ValueError):  # not for a broken file, which raises OSError
        _log.debug("a JPEG could not be decoded row by row", exc_info=True)
