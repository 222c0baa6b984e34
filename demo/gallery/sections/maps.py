"""Maps of one picture: each model's colour errors, and its certainty."""

import numpy as np
import streamlit as st

from colourizer.evaluation.error_maps import chroma_error_map, ciede2000_map, painted
from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import ORIGINAL, Picture, Results
from colourizer.photo.photo import PhotoError, load_rgb
from demo.gallery.data.ranking import value_of
from demo.gallery.metric_text import plain
from demo.gallery.sections.versions import data_url, heading, image_url
from demo.gallery.url_state import picked

# For each: its name, what it measures, and the error at which the map is brightest, the same for every picture.
_KINDS = {
    "ciede2000": (
        "CIEDE2000",
        ciede2000_map,
        30.0,
        "Differences in colour and lightness, as people see them; about 1 is just noticeable. The means are those of "
        "the tables; the maps are drawn from the stored pictures, which are slightly compressed.",
    ),
    "ab": (
        "Colour alone",
        chroma_error_map,
        60.0,
        "The distance in a and b, the colour axes of CIE Lab, which the networks have to invent.",
    ),
}


def error_maps(results: Results, picture: Picture) -> None:
    """One error map per model, all on one scale. Draws nothing if the true colours are unknown."""
    if not results.known:
        return
    st.header("Where the errors are", anchor=False)
    titles = {name: title for name, (title, *_) in _KINDS.items()}
    kind = picked(st.segmented_control, "Error", "map", titles, "ciede2000", "an error map")
    title, measure, worst, meaning = _KINDS[kind]
    truth = _stored(results, picture, ORIGINAL)
    if truth is None:
        st.info("The original is missing from the results folder, so there is nothing to compare with.")
        return
    with st.container(key="error-maps"):
        first, *columns = st.columns(max(4, 1 + len(results.models)))
    with first:
        url = image_url(results, picture, ORIGINAL)
        if url is not None:
            st.image(url, caption="Original", width="stretch", alt=f"{heading(picture)}: Original")
    for column, model in zip(columns, results.models, strict=False):
        with column:
            rgb = _stored(results, picture, model.name)
            if rgb is None or rgb.shape != truth.shape:
                st.caption(f"{plain(model.title)}: the file is missing, or of another size.")
                continue
            error = measure(rgb, truth)
            value = value_of(picture, model.name, kind)
            mean = metric_of(kind).show(value) if value is not None else f"{error.mean():.1f}"
            st.image(
                painted(error, worst),
                caption=f"{plain(model.title)}  \nmean **{mean}** · worst **{error.max():.0f}**",
                width="stretch",
                output_format="PNG",
                alt=f"{heading(picture)}: errors of {model.title}, {title}",
            )
    _scale(worst)
    st.caption(meaning)


def certainty_maps(results: Results, picture: Picture) -> None:
    """One map for each model with a certainty; nothing if there is none."""
    paths = {model: results.certainty_path(picture, model.name) for model in results.models}
    paths = {model: path for model, path in paths.items() if path is not None}
    if not paths:
        return
    st.header("How sure the models were", anchor=False)
    with st.container(key="certainty-maps"):
        columns = st.columns(max(4, len(paths)))
    for column, (model, path) in zip(columns, paths.items(), strict=False):
        with column:
            image = data_url(path)
            if image is None:
                st.caption(f"{plain(model.title)}: the file is missing.")
                continue
            alt = f"{heading(picture)}: certainty of {model.title}"
            st.image(image, caption=plain(model.title), width="stretch", alt=alt)
    st.caption("White is certain, black is a guess. Compare it with the errors below: does it know what it knows?")


def _scale(worst: float) -> None:
    """The colour bar of the maps, from no error to the worst."""
    ramp = painted(np.tile(np.linspace(0, worst, 256, dtype=np.float32), (12, 1)), worst)
    with st.container(key="scale", width=320):
        st.image(ramp, width="stretch", output_format="PNG", alt=f"Scale of the maps, from 0 to {worst:.0f}")
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.caption("0", width="content")
            st.caption(f"{worst:.0f} and more", width="content")


def _stored(results: Results, picture: Picture, version: str) -> np.ndarray | None:
    """Load a version's pixels, sRGB (H, W, 3), uint8, or None if the file is missing or broken."""
    try:
        rgb = load_rgb(results.image_path(picture, version))
    except (OSError, PhotoError):
        return None
    return rgb if rgb.ndim == 3 else np.dstack([rgb] * 3)
