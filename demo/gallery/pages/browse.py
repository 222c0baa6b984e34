"""Browse: the pictures of one landscape class, filtered, sorted and in pages."""

import streamlit as st

from demo.gallery.components.page_top import page_top
from demo.gallery.data.ranking import page_count, ranked
from demo.gallery.sections.download import download
from demo.gallery.sections.filters import class_pills, filters, has_pictures, sorting, wish
from demo.gallery.sections.overview import introduction
from demo.gallery.sections.versions import card
from demo.gallery.site import Site, chosen_results
from demo.gallery.url_state import choice, remember


def page(site: Site) -> None:
    """Draw the page. Raises ResultsError."""
    st.title("Colourizelt! Results by landscape class", anchor=False)
    columns = chosen_results(site)
    introduction(columns.results)
    if not has_pictures(columns):
        return
    wanted = wish(columns)
    class_pills(columns)
    size = sorting(columns)
    filters(columns, wanted)
    pictures = ranked(columns, wanted)
    pages = page_count(pictures, size)
    number = choice("page", range(1, pages + 1), 1, "a page")
    first = (number - 1) * size
    shown = pictures[first : first + size]
    page_top(number)
    download(columns.results, pictures, wanted.metric)
    if not shown:
        st.info("No picture is like that. Widen the range, or show all.")
    else:
        st.caption(f"Pictures {first + 1:,} to {first + len(shown):,} of {len(pictures):,}")
    for picture in shown:
        card(site, columns.results, picture, wanted.metric)
    if pages > 1:
        st.pagination(pages, key="page", on_change=remember, args=["page", 1])
