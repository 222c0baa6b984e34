"""Your own photograph, coloured by all networks of the app that the host runs beside this page."""

import base64
import io

import numpy as np
import streamlit as st
from PIL import Image

from colourizer.evaluation.metrics import METRICS, metric_of
from colourizer.evaluation.results import GREY
from colourizer.photo.photo import PhotoError, load_photo, load_rgb, reduced
from demo.gallery.components.picture_row import Cell, picture_row
from demo.gallery.data.app_client import SIDE, coloured
from demo.gallery.metric_text import metric_heading, plain
from demo.gallery.site import Site

_TYPES = ["jpg", "jpeg", "png", "webp", "tif", "tiff"]
_MEGABYTES = 20
_TITLES = {
    GREY: "Grey passthrough",
    "baseline": "Baseline autoencoder",
    "cgan": "cGAN (U-net)",
    "chroma": "Chroma",
}


def page(site: Site) -> None:
    """Draw the page. Raises ResultsError."""
    st.title("Your own photograph", anchor=False)
    st.markdown(
        "Choose a photograph. In colour, it is made grey and coloured again, and its values stand below; in black and "
        "white, nobody can say which colours are right. It is sent to the app of this host and to nobody else."
    )
    file = st.file_uploader("Photograph", type=_TYPES, max_upload_size=_MEGABYTES, key="own-file")
    if file is None or site.app is None:
        return
    try:
        picture = load_rgb(io.BytesIO(file.getvalue()))
        known = picture.ndim == 3
        original = reduced(picture, SIDE) if known else load_photo(io.BytesIO(file.getvalue())).reduced(SIDE).rgb
    except PhotoError as error:
        st.error(plain(str(error)))
        return
    key = (file.file_id, site.app)
    if st.session_state.get("own-key") != key:
        with st.spinner("The networks are at work …"):
            st.session_state["own-found"] = coloured(site.app, original)
        st.session_state["own-key"] = key
    found: dict[str, np.ndarray] = st.session_state["own-found"]
    versions = {"Original" if known else "Photograph": original} | {_TITLES.get(n, n): rgb for n, rgb in found.items()}
    picture_row(Cell(_url(rgb), title, "", f"Your photograph: {title}") for title, rgb in versions.items())
    if known:
        st.table(value_rows(original, found), border="horizontal", hide_index=True, alt="Values of each version")
        st.caption(
            f"At {original.shape[1]} × {original.shape[0]} pixels, so compare them with one another and not with the "
            "tables of other pages. One photograph proves nothing."
        )


def value_rows(truth: np.ndarray, found: dict[str, np.ndarray]) -> list[dict[str, str]]:
    """All metrics of each version that has the truth's size. Pictures are sRGB (H, W, 3), uint8."""
    there = {name: rgb for name, rgb in found.items() if rgb.shape == truth.shape}
    return [
        {"Version": plain(_TITLES.get(name, name))}
        | {metric_heading(key): metric_of(key).show(measure(rgb, truth)) for key, measure in METRICS.items()}
        for name, rgb in there.items()
    ]


def _url(rgb: np.ndarray) -> str:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "WEBP", quality=92)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode("ascii")
