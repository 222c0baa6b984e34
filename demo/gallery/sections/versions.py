"""The versions of a picture: their names, their files, and a view of all side by side."""

import base64
from pathlib import Path

import streamlit as st

from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import ORIGINAL, Picture, Results
from demo.gallery.components.picture_row import Cell, picture_row
from demo.gallery.data.ranking import value_of
from demo.gallery.metric_text import plain
from demo.gallery.site import Site

_SMALL_WORDS = {"a", "and", "at", "by", "de", "des", "from", "in", "of", "on", "the", "through", "to", "with"}


def heading(picture: Picture) -> str:
    """A picture's title in title case: "great wall on the hills" → "Great Wall on the Hills".

    Titles derived from file names have lost the capitals of place names.
    """
    first, *others = picture.title.split(" ")
    raised = (word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in others)
    return " ".join([first[:1].upper() + first[1:], *raised])


def versions(results: Results) -> dict[str, str]:
    """The titles of the versions of each picture by name, the original first."""
    first = "Original" if results.known else "Photograph"
    return {ORIGINAL: first} | {model.name: model.title for model in results.models}


def image_url(results: Results, picture: Picture, version: str) -> str | None:
    """The stored file of a version as a data URL, or None if it is missing."""
    return data_url(results.image_path(picture, version))


def data_url(path: Path) -> str | None:
    """A WebP file as a data URL, or None if it is missing.

    A data URL preserves the file's bytes. Given a path, Streamlit would recompress WebP as JPEG, which blurs colours.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return "data:image/webp;base64," + base64.b64encode(data).decode("ascii")


def card(site: Site, results: Results, picture: Picture, metric: str) -> None:
    """One picture in a gallery: all versions side by side with their values of `metric`, and a link to its page."""
    with st.container(border=True, key=f"card-{picture.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(heading(picture))}** :small[{picture.landscape.title}]", width="content")
            picture_link(site, picture, "Look closely", icon=":material/compare:")
        picture_row(cell(results, picture, name, title, metric) for name, title in versions(results).items())


def cell(results: Results, picture: Picture, name: str, title: str, metric: str) -> Cell:
    """One version of a picture under the given title, with its value of `metric` if it has one."""
    value = value_of(picture, name, metric)
    line = "" if value is None else metric_of(metric).labelled(value)
    return Cell(image_url(results, picture, name), title, line, f"{heading(picture)}: {title}")


def picture_link(site: Site, picture: Picture, label: str, icon: str, **more: str) -> None:
    """A link to the picture's own page that keeps the URL parameters and adds `more`."""
    address = st.query_params.to_dict() | more | {"id": picture.id}
    st.page_link(site.pages["picture"], label=label, icon=icon, query_params=address, help="")
