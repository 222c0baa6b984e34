"""The pipeline: preprocess a photograph, run the network, postprocess its output."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, overload

import numpy as np
from PIL import Image

from colourizer.checkpoint import DEFAULT, Checkpoint, load_checkpoint
from colourizer.classes import LandscapeClass
from colourizer.colourization import Colourization
from colourizer.configs import STRIDE
from colourizer.devices import device_named
from colourizer.engines.base import Prediction
from colourizer.frame.frame import WHOLE, Area, Frame
from colourizer.frame.layout import cut_out, frame_of, laid_out, size_of
from colourizer.hints import HintGuide
from colourizer.panorama import LONG, LONGEST, WINDOW, Window, blended, blended_guide, windows
from colourizer.photo.photo import Photo, Source

REPORT_SIZE = 144  # pixels a side of the report's photographs
PhotoLike = Photo | Source | Image.Image | np.ndarray


class Colourizer:
    """A trained network for photographs of any size. Calls share no state.

    checkpoint: a loaded one, or its name, folder or repository, as in `from_pretrained`. device: "cpu", "cuda", "mps",
    or "auto" for the fastest one available.
    """

    def __init__(
        self,
        checkpoint: Checkpoint | str | Path = DEFAULT,
        *,
        revision: str | None = None,
        engine: str | None = None,
        device: str | None = None,
    ):
        loaded = isinstance(checkpoint, Checkpoint)
        self.checkpoint = checkpoint if loaded else load_checkpoint(checkpoint, revision=revision, engine=engine)
        if device is not None:
            self.to(device_named(device))

    @classmethod
    def from_pretrained(
        cls, name: str | Path, *, revision: str | None = None, engine: str | None = None, device: str | None = None
    ) -> "Colourizer":
        """Load a bundled checkpoint by its name ("chroma", "cgan", "baseline"), a folder as a Path, or a repository of
        the Hugging Face Hub ("owner/name") at a `revision`, a tag or a commit.

        engine: what runs it, "torch" or "onnx", as in `load_checkpoint`. device: as in `Colourizer`. Raises
        CheckpointError, or ValueError for a device that is not available.
        """
        return cls(name, revision=revision, engine=engine, device=device)

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.checkpoint.name

    @overload
    def __call__(self, photo: Sequence[PhotoLike], frame: Frame | str = "auto") -> list[Colourization]: ...

    @overload
    def __call__(self, photo: PhotoLike, frame: Frame | str = "auto") -> Colourization: ...

    def __call__(
        self, photo: PhotoLike | Sequence[PhotoLike], frame: Frame | str = "auto"
    ) -> Colourization | list[Colourization]:
        """Colour a photograph in any form that `Photo.of` takes, or a list of photographs. Raises PhotoError.

        frame: where the photographs are on a scan: "auto" to find them, "none" for the whole scan, a `Frame`, or
        "X,Y,WIDTH,HEIGHT" as fractions. Each is coloured separately; nothing outside is coloured. Raises FrameError.
        """
        if isinstance(photo, list | tuple):
            return [self(each, frame) for each in photo]
        photo = Photo.of(cast(PhotoLike, photo))
        frame = frame_of(photo, frame)
        return self.postprocess(photo, [self.predict(self.preprocess(photo, area)) for area in frame.areas], frame)

    def preprocess(self, photo: Photo, area: Area = Area()) -> np.ndarray:  # noqa: B008  # frozen
        """A photograph as the network's input: CIE L (h, w), float32, at the network's own, reduced size.

        area: of a frame, if the photograph is only a part of the scan.
        """
        return cut_out(photo, area, network_size(*size_of(area, photo.size), self.checkpoint.engine.side))

    def predict(self, lightness: np.ndarray) -> Prediction:
        """Run the network on the output of `preprocess`: the only step that a GPU speeds up."""
        slices = windows(*lightness.shape)
        parts = [self.checkpoint.engine.predict(np.ascontiguousarray(lightness[window])) for window in slices]
        return parts[0] if len(parts) == 1 else _blend(parts, slices, lightness.shape)

    def postprocess(
        self, photo: Photo, predictions: Prediction | Sequence[Prediction], frame: Frame = WHOLE
    ) -> Colourization:
        """A photograph in colour, from the predictions for each of the frame's areas, in their order."""
        parts = [predictions] if isinstance(predictions, Prediction) else predictions
        model, checkpoint, engine = self.name, self.checkpoint.sha256, self.checkpoint.engine.label
        distributions = [part.distribution for part in parts if part.distribution]
        if distributions:
            logits = laid_out([each.logits for each in distributions], frame, photo.size)
            landscapes = _mean([part.landscapes for part in parts], frame)
            distribution = (
                distributions[0] if frame.whole else replace(distributions[0], logits=logits, landscapes=landscapes)
            )
            return Colourization(
                photo,
                distribution.colour(),
                model=model,
                checkpoint=checkpoint,
                engine=engine,
                distribution=distribution,
                landscapes=landscapes,
                guide=_guide([part.guide for part in parts if part.guide], frame, photo.size),
                frame=frame,
            )
        chroma = laid_out([self._chroma(part) for part in parts], frame, photo.size)
        return Colourization(
            photo, np.ascontiguousarray(chroma), model=model, checkpoint=checkpoint, engine=engine, frame=frame
        )

    def _chroma(self, prediction: Prediction) -> np.ndarray:
        """CIE ab (h, w, 2), float32, of a network without a distribution."""
        assert prediction.raw is not None, "a network without a distribution has a raw output"
        return self.checkpoint.engine.chroma(prediction.raw)

    def to(self, device: str) -> "Colourizer":
        """Move the weights to another device, such as "cuda"; returns itself, like PyTorch's modules.

        Any device but "cpu" needs PyTorch. Raises CheckpointError if it is not installed.
        """
        self.checkpoint = self.checkpoint.on(str(device))
        return self

    def network_picture(self, photo: Photo, side: int = REPORT_SIZE) -> np.ndarray:
        """The network's own picture, as in the report: sRGB (side, side, 3), uint8, squeezed to a square.

        Its lightness is also the network's.
        """
        picture = self.checkpoint.engine.picture(photo.lightness_at((side, side)))
        return (picture * 255).round().astype(np.uint8)


def _mean(
    landscapes: Sequence[Mapping[LandscapeClass, float]], frame: Frame | None = None
) -> Mapping[LandscapeClass, float]:
    """The mean probabilities of several photographs, weighted by their size within a frame."""
    if len(landscapes) == 1:
        return landscapes[0]
    shares = np.array([area.share for area in frame.areas] if frame else np.ones(len(landscapes)))
    return {name: float(shares @ [each[name] for each in landscapes] / shares.sum()) for name in landscapes[0]}


def _guide(guides: Sequence[HintGuide], frame: Frame, size: tuple[int, int]) -> HintGuide | None:
    """The hint guide for a whole scan of `size`; None for a network without hints."""
    if not guides or frame.whole:
        return guides[0] if guides else None
    return replace(guides[0], vectors=laid_out([guide.vectors for guide in guides], frame, size))


def _blend(parts: Sequence[Prediction], slices: Sequence[Window], size: tuple[int, int]) -> Prediction:
    """The prediction for a panorama, from the predictions for its windows."""
    distributions = [part.distribution for part in parts if part.distribution]
    if distributions:
        landscapes = _mean([part.landscapes for part in parts])
        logits = blended([each.logits for each in distributions], slices, size)
        distribution = replace(distributions[0], logits=logits, landscapes=landscapes)
        guides = [part.guide for part in parts if part.guide]
        guide = blended_guide(guides, slices, size) if guides else None
        return Prediction(distribution=distribution, landscapes=landscapes, guide=guide)
    raw = [part.raw[0].transpose(1, 2, 0) for part in parts if part.raw is not None]
    return Prediction(np.ascontiguousarray(blended(raw, slices, size).transpose(2, 0, 1)[None]))


def network_size(width: int, height: int, side: int) -> tuple[int, int]:
    """The (width, height) of the input of a network trained at `side`² pixels.

    About as many pixels as in training, in the photograph's proportions: squeezed into a square, trees and towers are
    not recognised, and become green or brown.
    """
    short, long = sorted((width, height))
    if long > LONG * short:  # in windows, each with as many pixels as in training
        across = side / WINDOW**0.5
        along = across * min(long / short, LONGEST)
        lengths = (along, across) if width > height else (across, along)
    else:
        scale = side / (width * height) ** 0.5
        lengths = (width * scale, height * scale)
    width, height = (max(round(length / STRIDE), 1) * STRIDE for length in lengths)
    return width, height
