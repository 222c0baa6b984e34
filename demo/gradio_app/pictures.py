"""The app's files: from an upload to files for display and download.

All colours come from `colourizer`. Every file made here is in a new folder of Gradio's cache, so that visitors share
none and Gradio deletes it; file names are ours, never the visitor's.
"""

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr
import numpy as np
from gradio.data_classes import FileData

from colourizer import Colourization, Colourizer, Photo, PhotoError
from colourizer.checkpoint import bundled_names
from colourizer.engines.base import Prediction
from colourizer.errors import CodedError
from colourizer.frame.frame import Frame, FrameError
from colourizer.frame.layout import frame_of
from colourizer.photo.levels import KEPT
from colourizer.photo.photo import load_photo, load_rgb, reduced, save_rgb
from demo.gradio_app import certainty_overlay, private, signing, zero_gpu
from demo.gradio_app.i18n import texts
from demo.gradio_app.networks import network

T = TypeVar("T")

SCREEN = 1440  # pixels on the long side: sharp in a browser, some 0.4 MB, and redrawn instantly
FORMATS = {"JPEG": "jpg", "PNG": "png", "WebP": "webp", "TIFF": "tif"}  # the format's title → the file name's ending
ONE_AT_A_TIME = {
    "concurrency_id": "inference",
    "concurrency_limit": 1,
}  # events that run networks: one photograph keeps two cores busy
REDRAWING = {"concurrency_id": "redrawing", "concurrency_limit": 2}  # events that run no network
CLOSEUPS: dict[str, Any] = {  # events that request squares at full size
    "concurrency_id": "closeups",
    "concurrency_limit": 1,
    "show_progress": "hidden",
    "trigger_mode": "multiple",  # closeup.js sends one request at a time, and repeats it if the answer is lost
}

_TURN = threading.Lock()  # so that visitors take turns, even if one has twenty photographs
_ORDER = ("chroma", "cgan", "baseline")  # the strongest first; other bundled networks follow


def colourizer(model: str) -> Colourizer:
    """The bundled network `model`, loaded once for all visitors. Raises gr.Error for an unknown name."""
    check_model(model)
    return network(model, "torch" if zero_gpu.ON_ZERO_GPU else None)


def check_model(model: str, language: str = "en") -> None:
    """Raises gr.Error, in the visitor's language, for a network that is not bundled."""
    if model not in bundled_names():
        raise refusal(texts.say("no_such_model", language, names=", ".join(bundled_names())))


def colour(model: str, photo: Photo, frame: Frame | str = "auto", language: str = "en") -> Colourization:
    """A photograph in colour. Only one network runs at a time. Raises gr.Error for an unknown model.

    frame: as in `Colourizer`. Raises gr.Error for an invalid frame. language: the visitor's, for these.
    """
    check_model(model, language)
    network = colourizer(model)
    try:
        frame = frame_of(photo, frame)
    except FrameError as error:
        raise refused(error, language) from error
    inputs = [network.preprocess(photo, area) for area in frame.areas]
    with _TURN:
        predictions = [_predict(model, each) for each in inputs]
    return network.postprocess(photo, predictions, frame)


@zero_gpu.run_on_gpu
def _predict(model: str, lightness: np.ndarray, device: str) -> Prediction:
    """Run a network. On ZeroGPU this is another process, which moves the weights at its first call."""
    return colourizer(model).to(device).predict(lightness)


def hidden() -> dict:
    """An update that hides and empties a component. New at each call: Gradio removes the value from the dict."""
    return gr.update(value=None, visible=False)


def models() -> list[tuple[str, str]]:
    """(title, name) of each bundled network, the strongest first."""
    known = [name for name in _ORDER if name in bundled_names()]
    return [(title(name), name) for name in [*known, *(name for name in bundled_names() if name not in known)]]


def title(model: str) -> str:
    """The title of the network `model`."""
    return colourizer(model).checkpoint.engine.title


def label(model: str):
    """The same for a label, which Gradio translates."""
    called = texts.model(model, title(model))
    return texts.label(called) if isinstance(called, texts.Key) else called


def models_with_distribution() -> list[str]:
    """The networks with a distribution, and therefore a certainty."""
    return [name for _, name in models() if colourizer(name).checkpoint.engine.has_distribution]


def preferred_model() -> str:
    """The network selected by default."""
    return models()[0][1]


def refusal(sentence: str) -> gr.Error:
    """An error that the visitor can fix; nothing is logged."""
    return gr.Error(sentence, print_exception=False)


def refused(error: CodedError, language: str = "en") -> gr.Error:
    """An error of the core as a refusal, in the visitor's language."""
    return refusal(texts.translate_error(error, language))


def read(path: str | None, language: str = "en", levels: str = KEPT) -> Photo:
    """The photograph in an uploaded file, with `levels` as `load_photo` takes them. Raises gr.Error with a sentence."""
    return _read(path, partial(load_photo, levels=levels), language)


def read_rgb(path: str | None, language: str = "en") -> np.ndarray:
    """The picture in an uploaded file, as `load_rgb` returns it. Raises gr.Error with a sentence for the visitor."""
    return _read(path, load_rgb, language)


def _read(path: str | None, load: Callable[[str], T], language: str) -> T:
    if path is None:
        raise refusal(texts.say("no_photo", language))
    if not Path(path).is_file():  # the page was open longer than uploads are kept
        raise refusal(texts.say("gone", language))
    try:
        return load(path)
    except PhotoError as error:
        raise refused(error, language) from error


def at_screen_size(coloured: Colourization, longest: int = SCREEN) -> Colourization:
    """The colourization of a reduced copy of the photograph, without running the network again."""
    return replace(coloured, photo=coloured.photo.reduced(longest))


def save_for_screen(picture: Photo | Colourization, longest: int = SCREEN) -> str:
    """The path of a reduced copy for the page: a JPEG without chroma subsampling, a quarter of the size of a PNG."""
    if isinstance(picture, Photo):
        return save(picture.reduced(longest), "jpg")
    return save(at_screen_size(picture, longest), "jpg")


def save_with_certainty(coloured: Colourization) -> str:
    """The path of a copy for display, with lines where the network guesses. Only for a network with a distribution."""
    path = _new_path(f"certainty-{coloured.model}.jpg")
    certainty = coloured.certainty
    assert certainty is not None, "only a network with a distribution has a certainty"
    save_rgb(certainty_overlay.hatched(coloured.rgb, certainty), path, provenance=coloured.provenance)
    return path


def save_pixels_for_screen(rgb: np.ndarray, name: str, longest: int = SCREEN) -> str:
    """The path of a reduced copy of a picture, sRGB (H, W, 3), uint8. name: ours, such as "original"."""
    return save_pixels(reduced(rgb, longest), new_folder() / f"{name}.jpg")


def save_pixels(rgb: np.ndarray, path: Path, shows: Colourization | None = None) -> str:
    """Write a picture, sRGB (H, W, 3), uint8; returns the path. shows: the source of provenance and metadata."""
    said = {"provenance": shows.provenance, "metadata": shows.photo.metadata} if shows else {}
    save_rgb(rgb, path, **said)
    return str(path)


def save(
    picture: Photo | Colourization,
    ending: str,
    *,
    mark: bool = False,
    language: str = "en",
    original: str | None = None,
) -> str:
    """Write a photograph, in grey or in colour, at its full size; returns a path like .../photo-cgan.png.

    original: the path of the file that was coloured, needed to sign the result if the host has a certificate. Raises
    gr.Error, in the visitor's language, if the format cannot hold the picture.
    """
    try:
        if isinstance(picture, Photo):
            path = _new_path(f"photo-grey.{ending}")
            save_rgb(picture.rgb, path)
        else:
            path = _new_path(f"photo-{picture.model}.{ending}")
            seal = signing.seal(Path(path), picture.size, Path(original)) if original else None
            picture.save(path, mark=mark, seal=seal)
    except PhotoError as error:
        raise refused(error, language) from error
    return path


def served(path: str, name: str | None = None) -> dict:
    """A file as the value of a `gr.HTML`, whose template uses its address as `url`; Gradio serves and deletes it.

    name: of the download in the browser.
    """
    return FileData(path=path, orig_name=name or Path(path).name).model_dump()


def save_map(certainty: np.ndarray, size: tuple[int, int], model: str) -> str:
    """The path of a PNG, grey: 0 to 255 stand for a certainty (h, w) of 0 to 1, at `size` (width, height)."""
    path = _new_path(f"certainty-{model}.png")
    certainty_overlay.as_grey(certainty, size).save(path)
    return path


def new_folder() -> Path:
    """A new folder in Gradio's cache."""
    cache_folder = private.upload_folder()
    cache_folder.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=cache_folder))


def _new_path(name: str) -> str:
    return str(new_folder() / name)
