"""Photographs on their way through the pages: from an upload to files to look at and to download.

All colours come from `colourizer`. Every file made here lies in a fresh folder of Gradio's cache under a name of our
own, so no two visitors share one and Gradio's cleaning finds it; it never bears the visitor's file name.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import gradio as gr
import numpy as np
from gradio.utils import get_upload_folder

from colourizer import Colourization, Colourizer, Photo, PhotoError
from colourizer.checkpoint import bundled_names
from colourizer.photo import load_photo, load_rgb, reduced, save_rgb
from demo import texts

T = TypeVar("T")

SCREEN = 1600  # pixels on the long side: sharp in a browser, and some 0.5 MB
ONE_AT_A_TIME = {"concurrency_id": "inference", "concurrency_limit": 1}  # events: one photograph keeps two cores busy


@cache
def colourizer(model: str) -> Colourizer:
    """The bundled network `model`, loaded once for all visitors. Raises gr.Error for a name that is none."""
    if model not in bundled_names():
        raise refusal(texts.NO_SUCH_MODEL.format(names=", ".join(bundled_names())))
    return Colourizer.from_pretrained(model)


def models() -> list[tuple[str, str]]:
    """(title, name) of each bundled network."""
    return [(title(name), name) for name in bundled_names()]


def title(model: str) -> str:
    """What people call the network `model`."""
    return colourizer(model).checkpoint.net.title


def preferred_model() -> str:
    """The network to begin with: the report's."""
    return "cgan" if "cgan" in bundled_names() else bundled_names()[-1]


def refusal(sentence: str) -> gr.Error:
    """To be raised where the visitor, not the server, has to do something about it: nothing is logged."""
    return gr.Error(sentence, print_exception=False)


def read(path: str | None) -> Photo:
    """The photograph in an uploaded file. Raises gr.Error with a sentence for the visitor."""
    return _read(path, load_photo)


def read_rgb(path: str | None) -> np.ndarray:
    """The picture in an uploaded file, as `load_rgb` gives it. Raises gr.Error with a sentence for the visitor."""
    return _read(path, load_rgb)


def _read(path: str | None, load: Callable[[str], T]) -> T:
    if path is None:
        raise refusal(texts.NO_PHOTO)
    if not Path(path).is_file():  # the page stayed open for longer than uploads are kept
        raise refusal(texts.GONE)
    try:
        return load(path)
    except PhotoError as error:
        raise refusal(str(error)) from error


def save_for_screen(picture: Photo | Colourization) -> str:
    """The path of a reduced copy to look at: a JPEG without chroma subsampling, a quarter of the bytes of a PNG."""
    if isinstance(picture, Photo):
        return save(picture.reduced(SCREEN), "jpg")
    return save(replace(picture, photo=picture.photo.reduced(SCREEN)), "jpg")


def save_original_for_screen(rgb: np.ndarray) -> str:
    """The path of a reduced copy of a picture in colour, sRGB (H, W, 3), uint8."""
    path = _new_path("original.jpg")
    save_rgb(reduced(rgb, SCREEN), path)
    return path


def save(picture: Photo | Colourization, ending: str) -> str:
    """Write a photograph, in grey or in colour, at its full size; returns a path like .../photo-cgan.png."""
    if isinstance(picture, Photo):
        path = _new_path(f"photo-grey.{ending}")
        save_rgb(picture.rgb, path)
    else:
        path = _new_path(f"photo-{picture.model}.{ending}")
        picture.save(path)
    return path


def _new_path(name: str) -> str:
    cache_folder = Path(get_upload_folder())
    cache_folder.mkdir(parents=True, exist_ok=True)
    return str(Path(tempfile.mkdtemp(dir=cache_folder)) / name)
