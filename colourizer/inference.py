"""From a photograph to a photograph in colour: a network's chroma, at full size, on the original lightness."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import torch

from colourizer.checkpoint import Checkpoint, load_checkpoint
from colourizer.colour import LIGHTNESS_MAX, join
from colourizer.photo import Photo, load_photo, save_rgb, strips
from colourizer.provenance import VERSION, Provenance

REPORT_SIZE = 144  # pixels a side of the report's photographs
_STRIDE = 16  # sides are rounded to what four halvings divide
_LONGEST = 4  # times the network's size, for panoramas


@dataclass(frozen=True, eq=False)
class Colourization:
    """What a network made of a photograph. Nothing is computed at full size before it is asked for.

    chroma: CIE ab (h, w, 2), float32, at the network's own, reduced size.
    model: the checkpoint's name. checkpoint: SHA-256 of its weights.
    """

    photo: Photo
    chroma: np.ndarray
    model: str
    checkpoint: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels: those of the photograph."""
        return self.photo.size

    @cached_property
    def rgb(self) -> np.ndarray:
        """The photograph in colour at its full size, sRGB (H, W, 3), uint8. Its lightness is the original's."""
        width, height = self.size
        # Bilinear, the width at once and the height strip by strip, so that chroma is never held at full size.
        wide = cv2.resize(self.chroma, (width, self.chroma.shape[0]), interpolation=cv2.INTER_LINEAR)
        rgb = np.empty((height, width, 3), np.uint8)
        for rows in strips(height, width):
            painted = join(self.photo.lightness[rows], _rows_between(wide, rows, height))
            rgb[rows] = cv2.convertScaleAbs(painted, alpha=255)  # rounds
        return rgb

    @property
    def provenance(self) -> Provenance:
        """What a file of this picture says of itself."""
        return Provenance(self.model, VERSION, self.checkpoint, self.photo.sha256)

    def save(self, path: str | Path) -> None:
        """Write the photograph in colour, with its provenance; the name's ending says the format. Raises PhotoError."""
        save_rgb(self.rgb, path, provenance=self.provenance)


class Colourizer:
    """A trained network, ready for photographs of any size. Keeps nothing from one call to the next."""

    def __init__(self, checkpoint: Checkpoint):
        self.checkpoint = checkpoint

    @classmethod
    def from_pretrained(cls, name: str | Path) -> "Colourizer":
        """The checkpoint `name` that comes with the project ("cgan", "baseline"), or any folder, given as a Path.

        Raises CheckpointError where there is none.
        """
        return cls(load_checkpoint(name))

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.checkpoint.name

    def __call__(self, photo: Photo | str | Path) -> Colourization:
        """Colour a photograph, or the file of one. Raises PhotoError for a file that is none."""
        if not isinstance(photo, Photo):
            photo = load_photo(photo)
        seen = _resized(photo.lightness, network_size(*photo.size, self.checkpoint.net.side))
        net = self.checkpoint.net
        chroma = net.chroma(self._raw(seen))[0].permute(1, 2, 0).numpy()
        return Colourization(photo, np.ascontiguousarray(chroma), self.name, self.checkpoint.sha256)

    def network_picture(self, photo: Photo, side: int = REPORT_SIZE) -> np.ndarray:
        """The network's own picture as in the report: sRGB (side, side, 3), uint8, the photograph squeezed to a square.

        Here the lightness is the network's, too.
        """
        raw = self._raw(_resized(photo.lightness, (side, side)))
        return (raw[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)

    @torch.inference_mode()
    def _raw(self, lightness: np.ndarray) -> torch.Tensor:
        """CIE L (h, w), float32 → the network's raw output (1, C, h', w')."""
        return self.checkpoint.net(torch.from_numpy(lightness / LIGHTNESS_MAX)[None, None])


def network_size(width: int, height: int, side: int) -> tuple[int, int]:
    """The (width, height) at which a network trained at `side`² pixels sees a photograph.

    About as many pixels as in training, in the photograph's own proportions: squeezed into a square, trees and towers
    look like nothing the network has seen, and turn out green or brown.
    """
    scale = side / (width * height) ** 0.5
    width, height = (
        int(np.clip(round(length * scale / _STRIDE), 1, _LONGEST * side // _STRIDE)) * _STRIDE
        for length in (width, height)
    )
    return width, height


def _resized(lightness: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    smaller = size[0] < lightness.shape[1]
    return cv2.resize(lightness, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)


def _rows_between(wide: np.ndarray, rows: slice, height: int) -> np.ndarray:
    """Rows of `wide` (h, W, 2) stretched bilinearly to `height`, with OpenCV's and torch's pixel centres."""
    centre = (np.arange(rows.start, rows.stop) + 0.5) * (len(wide) / height) - 0.5
    centre = np.clip(centre, 0, len(wide) - 1)
    above = np.minimum(centre.astype(np.intp), max(len(wide) - 2, 0))
    below = np.minimum(above + 1, len(wide) - 1)
    share = (centre - above).astype(np.float32)[:, None, None]
    return wide[above] * (1 - share) + wide[below] * share
