"""Downloads a selection: the pictures of a class, as filtered and sorted, with their values."""

from collections.abc import Sequence

import streamlit as st

from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import Picture, Results
from demo.gallery.data.export import FORMATS, MOST_PICTURES, packed
from demo.gallery.metric_text import plain


def download(results: Results, pictures: Sequence[Picture], metric: str) -> None:
    """A control that packs `pictures` into a ZIP file on request."""
    if not pictures:
        return
    with st.popover("Download", icon=":material/download:"):
        st.markdown(f"The {len(pictures):,} photographs chosen here, with all versions that are shown.")
        kind = st.segmented_control("As", list(FORMATS), default="CSV", required=True, key="download-kind")
        images = st.toggle("With their pictures", value=len(pictures) <= MOST_PICTURES, key="download-pictures")
        if images and len(pictures) > MOST_PICTURES:
            st.caption(f"Pictures of the first {MOST_PICTURES}; the table has all.")
        shown = "every metric" if kind == "CSV" else plain(metric_of(metric).label)
        st.caption(f"The table shows {shown}. README.txt says which weights and which command the numbers are from.")
        st.download_button(
            "Download ZIP",
            data=lambda: packed(results, pictures, metric, kind, with_pictures=images),
            file_name="colourizelt-selection.zip",
            mime="application/zip",
            on_click="ignore",
            key="download",
            type="primary",
        )
