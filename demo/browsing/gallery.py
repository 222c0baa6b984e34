"""The pictures of one landscape class, sorted and in pages."""

import streamlit as st

from colourizer.results import Picture, Results
from demo.browsing.address import choice, remember
from demo.browsing.page_top import page_top
from demo.browsing.picture_view import card, picture_dialog
from demo.browsing.ranking import BEST, WORST, is_judged, page_count, ranked
from demo.browsing.wording import words

PAGE_SIZES = (6, 12, 24, 48)
USUAL_PAGE_SIZE = 12


def gallery(results: Results, group: str) -> None:
    """Sorting, the pictures of one page, and the dialog of the picture that the address names."""
    if not (results.pictures and results.models and results.metrics):
        st.info("These results hold no pictures to compare.")
        return
    metric, pictures, size = _sorting(results, group)
    pages = page_count(pictures, size)
    page = choice("page", range(1, pages + 1), 1, "a page")
    first = (page - 1) * size
    shown = pictures[first : first + size]
    page_top(page)
    st.caption(f"Pictures {first + 1:,} to {first + len(shown):,} of {len(pictures):,}")
    for picture in shown:
        card(results, picture, metric)
    if pages > 1:
        st.pagination(pages, key="page", on_change=remember, args=["page", 1])
    _named_picture(results, pictures)


def _sorting(results: Results, group: str) -> tuple[str, list[Picture], int]:
    """The controls above the gallery: the metric to show, the pictures in order, and how many to a page."""
    titles = {model.name: model.title for model in results.models}
    last = results.models[-1].name
    metric = choice("metric", results.metrics, results.metrics[0], "a metric")
    choice("sort", titles, last, "a model")
    choice("order", (BEST, WORST), BEST, "an order")
    choice("pictures", PAGE_SIZES, USUAL_PAGE_SIZE, "a number of pictures")
    names = {BEST: "Best", WORST: "Worst"} if is_judged(results, metric) else {BEST: "Highest", WORST: "Lowest"}
    with st.container(key="sorting"):
        by_metric, by_model, by_order, by_size = st.columns([3, 3, 2, 2])
    with by_metric:
        metric = st.selectbox(
            "Sort by metric",
            results.metrics,
            format_func=lambda name: words(name).title,
            key="metric",
            on_change=remember,
            args=["metric", results.metrics[0]],
        )
    with by_model:
        model = st.selectbox(
            "Of model", list(titles), format_func=titles.get, key="sort", on_change=remember, args=["sort", last]
        )
    with by_order:
        order = st.segmented_control(
            "First",
            list(names),
            format_func=names.get,
            required=True,
            key="order",
            on_change=remember,
            args=["order", BEST],
        )
    with by_size:
        size = st.selectbox(
            "On a page",
            PAGE_SIZES,
            format_func=lambda count: f"{count} pictures",
            key="pictures",
            on_change=remember,
            args=["pictures", USUAL_PAGE_SIZE],
        )
    return metric, ranked(results, group, model, metric, order), size


def _named_picture(results: Results, pictures: list[Picture]) -> None:
    """Open the picture that the address names, or say kindly that there is none."""
    wanted = st.query_params.get("id")
    if wanted is None:
        return
    if any(picture.id == wanted for picture in results.pictures):
        picture_dialog(results, pictures)
    else:
        del st.query_params["id"]
        st.info("The address names a picture that these results do not hold. Perhaps the link is about others?")
