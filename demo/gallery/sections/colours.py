"""The colours of a class: those of the originals, and those of each model."""

from pathlib import Path

import numpy as np
import streamlit as st

from colourizer.evaluation.chroma_histogram import chroma_histogram, nearly_grey, overlap, painted
from colourizer.evaluation.results import ORIGINAL
from colourizer.photo.photo import PhotoError, load_rgb
from demo.gallery.data.columns import Columns
from demo.gallery.metric_text import plain
from demo.gallery.sections.filters import group_title
from demo.gallery.sections.versions import versions
from demo.gallery.site import stamp

_SAMPLE = 120  # pictures whose pixels are counted: enough for a class, and they load in a second or two


def colours(columns: Columns, group: str) -> None:
    """A histogram for each version, beside that of the originals."""
    results = columns.results
    st.header(f"{group_title(group)}: the colours", anchor=False)
    chosen = sample(columns, group)
    assert results.folder is not None, "pages show results that were read from a folder"
    counted = _counted(results.folder, stamp(results.folder), tuple(versions(results)), chosen)
    truth = counted[ORIGINAL]
    if not truth.any():
        st.info("The originals are missing from the results folder, so there is nothing to compare with.")
        return
    with st.container(key="colours"):
        for column, (name, title) in zip(st.columns(max(4, len(counted))), versions(results).items(), strict=False):
            with column:
                shared = "" if name == ORIGINAL else f" · shares **{overlap(counted[name], truth):.0%}**"
                st.image(
                    painted(counted[name]),
                    caption=f"{plain(title)}  \nnearly grey **{nearly_grey(counted[name]):.0%}**{shared}",
                    width="stretch",
                    output_format="PNG",
                    alt=f"Colours of {title} in {group_title(group).lower()}",
                )
    st.caption(
        f"Counted over {len(chosen):,} pictures. The middle is grey, the edges are vivid: yellow up, blue down, green "
        "left, red right; a colour is the more solid the more often it occurs, on a logarithmic scale. "
        "“Nearly grey” is the share of pixels with a chroma below 8, “shares” what a model's colours have in common "
        "with the originals'. A timid network huddles in the middle."
    )


def sample(columns: Columns, group: str) -> tuple[str, ...]:
    """The ids of evenly spread pictures of a class, at most `_SAMPLE`."""
    members = np.flatnonzero(columns.members(group))
    places = np.linspace(0, len(members) - 1, min(_SAMPLE, len(members))).round().astype(int)
    return tuple(columns.results.pictures[index].id for index in members[places])


@st.cache_data(max_entries=100, show_spinner="Counting colours …")
def _counted(
    folder: Path, changed: tuple[int, ...], names: tuple[str, ...], ids: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """The histogram of each version. `names` and `ids` come from the results, so they are safe as file names."""
    return {
        name: chroma_histogram(
            rgb for key in ids if (rgb := _colour(folder / "pictures" / name / f"{key}.webp")) is not None
        )
        for name in names
    }


def _colour(path: Path) -> np.ndarray | None:
    try:
        rgb = load_rgb(path)
    except (OSError, PhotoError):
        return None
    return rgb if rgb.ndim == 3 else np.dstack([rgb] * 3)
