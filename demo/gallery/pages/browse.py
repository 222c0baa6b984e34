"""Browse: the pictures of one landscape class, filtered, sorted and in pages."""

import streamlit as st

from demo.gallery.components.page_top import page_top
from demo.gallery.data.ranking import page_count, ranked
from demo.gallery.sections.download import download
from demo.gallery.sections.filters import class_pills, filters, has_pictures, query_from_url, sorting
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
    query = query_from_url(columns)
    class_pills(columns)
    size = sorting(columns)
    filters(columns, query)
    pictures = ranked(columns, query)
    pages = page_count(pictures, size)
    number = choice("page", range(1, pages + 1), 1, "a page")
    first = (number - 1) * size
    on_page = pictures[first : first + size]
    page_top(number)
    download(columns.results, pictures, query.metric)
    if not on_page:
        st.info("No picture is like that. Widen the range, or show all.")
    else:
        st.caption(f"Pictures {first + 1:,} to {first + len(on_page):,} of {len(pictures):,}")
    for picture in on_page:
        card(site, columns.results, picture, query.metric)
    if pages > 1:
        st.pagination(pages, key="page", on_change=remember, args=["page", 1])
