"""A photograph in colour: the network's prediction, adjustable settings, and rendering at full size."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import paint
from colourizer.colour.row_threads import PIXELS_OF_PLANES, map_bands, row_bands
from colourizer.colour.upsampling import Upsampler, Wide, fine_size
from colourizer.controls import STRENGTH, VIVIDNESS, WARMTH
from colourizer.distribution import DEFAULT_VIVIDNESS, ColourDistribution
from colourizer.frame.frame import WHOLE, Frame
from colourizer.hints import Hint, HintError, HintGuide
from colourizer.photo.jpeg_writer import EncodedJpeg, encode_jpeg
from colourizer.photo.photo import Photo, save_rgb
from colourizer.photo.provenance import VERSION, Provenance
from colourizer.photo.saving import QUALITY, kind_of_file

_WARM = np.array([3, 12], np.float32)  # Lab units of ab for a warmth of 1
_NOTEBOOK = 800  # pixels of the longer side in a notebook
_SOFT = 1.5  # pixels over which colours fade in, from the edge of a frame inwards


@dataclass(frozen=True)
class Settings:
    """Settings that can be changed without running the network again.

    vividness, strength, warmth: see `controls`; vividness is only for networks that predict a distribution.
    alternative: 0 for the network's first choice, 1 for the first of `Colourization.alternatives`, and so on.
    hints: known colours of places, which the other settings do not change.
    """

    vividness: float = VIVIDNESS.default
    alternative: int = 0
    strength: float = STRENGTH.default
    warmth: float = WARMTH.default
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, eq=False)
class Colourization:
    """A photograph in colour. Full-size results are computed on first use.

    chroma: CIE ab (h, w, 2), float32, predicted by the network, at its reduced size.
    model: the checkpoint's name. checkpoint: SHA-256 of its weights. engine: what ran it, "onnxruntime 1.32.0".
    distribution: of the colours; None for a network without one.
    landscapes: the probability of each class, with a sum of 1; empty for a network without a distribution.
    frame: where the photographs are on a scan. Nothing outside is coloured, whatever `chroma` is there.
    guide: how hints spread over the photograph; None for a network without hints.
    """

    photo: Photo
    chroma: np.ndarray
    model: str
    checkpoint: str = ""
    distribution: ColourDistribution | None = None
    landscapes: Mapping[LandscapeClass, float] = field(default_factory=dict)
    settings: Settings = Settings()
    frame: Frame = WHOLE
    guide: HintGuide | None = None
    engine: str = ""

    def adjusted(self, **settings: Any) -> "Colourization":
        """The same photograph with other settings, by the names of `Settings`; rendering happens on first use.

        Raises HintError for hints to a network without hints.
        """
        if settings.get("hints"):
            if self.guide is None:
                raise HintError.of("hints_not_taken", model=self.model)
            settings["hints"] = tuple(settings["hints"])
        return replace(self, settings=replace(self.settings, **settings))

    @cached_property
    def adjusted_chroma(self) -> np.ndarray:
        """CIE ab (h, w, 2), float32, after all settings."""
        settings = self.settings
        chroma = self.chroma
        if settings.alternative:
            others = self.alternatives
            chroma = others[min(settings.alternative, len(others)) - 1] if others else chroma
        elif self.distribution and settings.vividness != DEFAULT_VIVIDNESS:
            chroma = self.distribution.colour(settings.vividness)
        chroma = chroma * np.float32(settings.strength) + np.float32(settings.warmth) * _WARM
        return self.guide.spread(settings.hints, chroma)[0] if settings.hints and self.guide else chroma

    @cached_property
    def alternatives(self) -> list[np.ndarray]:
        """Other plausible colourings at the set vividness, CIE ab (h, w, 2) each; none without a distribution."""
        return self.distribution.alternatives(vividness=self.settings.vividness) if self.distribution else []

    @cached_property
    def certainty(self) -> np.ndarray | None:
        """The certainty of the colours, (h, w), float32 in [0, 1], as in `ColourDistribution.certainty`.

        Strength and warmth are the user's choice and do not count. None for a network without a distribution. 1 outside
        the frame, where nothing is coloured.
        """
        if self.distribution is None:
            return None
        certainty = self.distribution.certainty(self.adjusted(strength=1.0, warmth=0.0, hints=()).adjusted_chroma)
        if self.settings.hints and self.guide:
            hint_weight = self.guide.spread(self.settings.hints, self.chroma)[1]
            certainty = 1 - (1 - certainty) * (1 - hint_weight)  # a hint counts as known
        return certainty if self.frame.whole else np.where(self.inside, certainty, np.float32(1))

    @property
    def mean_certainty(self) -> float | None:
        """The mean of `certainty` within the frame; None for a network without a distribution."""
        if self.certainty is None:
            return None
        return float((self.certainty if self.frame.whole else self.certainty[self.inside]).mean())

    @cached_property
    def inside(self) -> np.ndarray:
        """The pixels of `chroma` within the frame: (h, w), bool; at least one is True."""
        mask = self.frame.mask(self.chroma.shape[1::-1]) > 0.5
        return mask if mask.any() else ~mask

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the photograph in pixels."""
        return self.photo.size

    @cached_property
    def rgb(self) -> np.ndarray:
        """The photograph in colour at its full size, sRGB (H, W, 3), uint8. Its lightness is the original's."""
        return self._rendered[0]

    @property
    def image(self) -> Image.Image:
        """`rgb` as an image of Pillow's."""
        return Image.fromarray(self.rgb)

    def _repr_png_(self) -> bytes:
        """How notebooks show it: reduced to the width of a page."""
        stream = BytesIO()
        replace(self, photo=self.photo.reduced(_NOTEBOOK)).image.save(stream, "PNG")
        return stream.getvalue()

    def part(self, left: int, top: int, right: int, bottom: int) -> np.ndarray:
        """A rectangle of `rgb`, in pixels of the photograph, sRGB (bottom - top, right - left, 3), uint8.

        It is clipped to the photograph; nothing outside it is painted.
        """
        width, height = self.size
        rows = slice(max(top, 0), min(bottom, height))
        return self._painter(np.uint8, slice(max(left, 0), min(right, width)))(rows)[0]

    @property
    def reduced_share(self) -> float:
        """The share of pixels, in [0, 1], whose chroma was reduced to fit the gamut of sRGB."""
        return self._rendered[1]

    @property
    def provenance(self) -> Provenance:
        """The statement that a file of this picture carries."""
        settings = asdict(self.settings)
        if not self.settings.hints:
            del settings["hints"]
        if not self.frame.whole:
            settings |= {"frame": str(self.frame), "frame_found_as": self.frame.reason}
        if self.photo.negative:
            settings["inverted"] = True
        if self.photo.levels:
            settings["levels"] = str(self.photo.levels)
        return Provenance(
            self.model,
            VERSION,
            self.checkpoint,
            self.photo.sha256,
            settings,
            engine=self.engine,
            name=self.photo.name,
        )

    def save(
        self,
        path: str | Path,
        *,
        mark: bool = False,
        quality: int = QUALITY,
        seal: Callable[..., None] | None = None,
        created: str | None = None,
    ) -> Provenance:
        """Write the photograph in colour, in the format of the name's ending. Returns the file's provenance.

        A photograph of 16 bits keeps them in TIFF. mark: whether a small palette is drawn in the corner. quality: of
        JPEG and WebP, 1 to 100. seal: called with the finished file and, as `provenance`, its provenance, before the
        file gets its name. created: the time that the provenance states, ISO 8601, UTC; now if None.
        Raises PhotoError.
        """
        kind = kind_of_file(path, self.size)
        if kind == "TIFF" and self.photo.depth > 8:
            rgb, share = self._render(np.uint16)
        elif kind == "JPEG" and not mark and "_rendered" not in vars(self):
            rgb, share = self._encode_jpeg(quality)
        else:
            rgb, share = self._rendered
        provenance = replace(self.provenance, created=created) if created else self.provenance
        provenance.settings["reduced_share"] = round(share, 6)
        sign_file = partial(seal, provenance=provenance) if seal else None
        metadata = self.photo.metadata
        save_rgb(rgb, path, provenance=provenance, metadata=metadata, mark=mark, quality=quality, seal=sign_file)
        return provenance

    @cached_property
    def _rendered(self) -> tuple[np.ndarray, float]:
        return self._render(np.uint8)

    def _render(self, dtype: type) -> tuple[np.ndarray, float]:
        """sRGB (H, W, 3) of uint8 or uint16, and the share of pixels whose chroma was reduced."""
        width, height = self.size
        rgb = np.empty((height, width, 3), dtype)
        painter = self._painter(dtype)

        def paint_rows(rows: slice) -> int:
            rgb[rows], reduced = painter(rows)
            return reduced

        reduced = sum(map_bands(paint_rows, row_bands(height, width, PIXELS_OF_PLANES)))
        return rgb, reduced / (width * height)

    def _encode_jpeg(self, quality: int) -> tuple[EncodedJpeg, float]:
        """Like `_render`, but never in memory at full size: each band is encoded as soon as it is painted."""
        painter = self._painter(np.uint8)
        reduced: list[int] = []

        def paint_rows(rows: slice) -> np.ndarray:
            rgb, count = painter(rows)
            reduced.append(count)
            return rgb

        jpeg = encode_jpeg(self.size, paint_rows, quality)
        return jpeg, sum(reduced) / (self.size[0] * self.size[1])

    def _painter(self, dtype: type, columns: slice = slice(None)) -> Callable[[slice], tuple[np.ndarray, int]]:
        """A function from rows to sRGB (n, W, 3), uint8 or uint16, and the number of pixels with reduced chroma.

        columns: the columns to paint; by default all.
        """
        height = self.size[1]
        wide = self._wide.crop(columns)

        def paint_rows(rows: slice) -> tuple[np.ndarray, int]:
            lightness = self.photo.lightness[rows, columns]
            chroma = wide.rows(lightness, rows, height)
            if not self.frame.whole:
                chroma *= self.frame.mask(self.size, rows, _SOFT)[:, columns, None]
            return paint(lightness, chroma, dtype)

        return paint_rows

    @cached_property
    def _wide(self) -> Wide:
        """Chroma at full width; the height follows band by band, so that chroma is never in memory at full size."""
        fine = self.photo.lightness_at(fine_size(self.adjusted_chroma, self.size))
        return Upsampler.fit(self.adjusted_chroma, fine).across(self.size[0])
