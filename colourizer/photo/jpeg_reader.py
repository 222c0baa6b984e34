"""The rows of a JPEG as soon as they are decoded, while the decoder is busy with those below.

Pillow decodes a JPEG in pieces of 64 KB, on one core, and does not say how far it is. Here it decodes into memory that
was all zero, as red, green, blue and a fourth byte, which its decoder sets to 255: so a row whose last pixel has one is
whole. That is looked at between two pieces, on the decoder's own thread, when nothing is being written. Where it would
not show (as in a progressive JPEG, which comes all at once), nobody is told before the whole picture is there.

That is how Pillow is made inside, and no promise of it. So it is made sure of at the end that every row was written;
where one was not, the file is decoded again as Pillow itself does it, and a warning is logged.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import PIL
from PIL import Image, ImageFile

_FORMATS = ("JPEG", "MPO")
_log = logging.getLogger(__name__)


class Rows:
    """The rows of a picture that another thread is decoding; all of them are there once the last one is."""

    def __init__(self, width: int, height: int):
        self.pixels = np.zeros((height, width, 4), np.uint8)
        self._whole = 0
        self._error: BaseException | None = None
        self._changed = threading.Condition()

    def __getitem__(self, rows: slice) -> np.ndarray:
        """Some rows, RGB (n, width, 3), uint8, when they are there. Raises what the decoder raises."""
        with self._changed:
            self._changed.wait_for(lambda: self._error or self._whole >= rows.stop)
            if self._error:
                raise self._error
        return cv2.cvtColor(self.pixels[rows], cv2.COLOR_RGBA2RGB)

    def update(self) -> None:
        """See how many rows are whole: only while nothing is being written. The last one is left to `close`."""
        whole, last = self._whole, len(self.pixels) - 1
        while whole < last and self.pixels[whole, -1, 3]:
            whole += 1
        self._publish(whole)

    @property
    def complete(self) -> bool:
        """Whether the decoder has written every row."""
        return bool(self.pixels[:, -1, 3].all())

    def close(self, error: BaseException | None = None) -> None:
        """The decoder is done, or has failed."""
        self._publish(self._whole if error else len(self.pixels), error)

    def _publish(self, whole: int, error: BaseException | None = None) -> None:
        with self._changed:
            self._whole, self._error = whole, error
            self._changed.notify_all()


def decodes_by_rows(image: ImageFile.ImageFile) -> bool:
    """Whether an opened picture, not decoded yet, is a JPEG in colour."""
    return image.format in _FORMATS and image.mode == "RGB" and len(image.tile) == 1


@contextmanager
def decode_rows(image: ImageFile.ImageFile) -> Iterator[Rows]:
    """Decode a picture that `decodes_by_rows`, on a thread of its own, which is at its end when the context is left."""
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
    """Decode a JPEG into the memory of `rows`; leaves it unwritten where Pillow's insides are not as they were."""
    try:
        read = image.load_read  # pyright: ignore[reportAttributeAccessIssue]  # of JpegImageFile

        def read_and_update(size: int) -> bytes:
            rows.update()
            return read(size)

        # The mode and the raw mode with a fourth byte share the array's memory; for "RGB", Pillow has its own.
        image._mode = "RGBX"
        image.im = Image.frombuffer("RGBX", image.size, rows.pixels, "raw", "RGBX", 0, 1).im
        image.tile = [image.tile[0]._replace(args=("RGBX", ""))]
        image.load_read = read_and_update  # pyright: ignore[reportAttributeAccessIssue]
        image.load()
    except (AttributeError, TypeError, ValueError):  # never of a broken file, for which it has OSError
        _log.debug("a JPEG could not be decoded row by row", exc_info=True)
    finally:
        vars(image).pop("load_read", None)  # or the picture would hold itself in memory
