"""One picture: an overlay of two versions, error maps, certainty maps, and its values."""

from collections.abc import Sequence

import streamlit as st

from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import Picture, Results
from demo.gallery.components.compare_slider import compare_slider
from demo.gallery.data.columns import Columns
from demo.gallery.data.ranking import ranked, value_of
from demo.gallery.metric_text import metric_heading, plain
from demo.gallery.sections.class_rank import class_rank
from demo.gallery.sections.filters import default_model, has_pictures, metric_choice, query_from_url
from demo.gallery.sections.maps import certainty_maps, error_maps
from demo.gallery.sections.versions import heading, image_url, versions
from demo.gallery.site import Site, chosen_results
from demo.gallery.url_state import picked


def page(site: Site) -> None:
    """Draw the page of the picture whose id is in the URL. Raises ResultsError."""
    columns = chosen_results(site)
    if not has_pictures(columns):
        return
    query = query_from_url(columns)
    picture = columns.find(st.query_params.get("id", ""))
    if picture is None:
        st.title("No such picture", anchor=False)
        st.info("The address names a picture that these results do not hold. Perhaps the link is about others?")
        _back(site)
        return
    st.set_page_config(page_title=f"{heading(picture)} · Colourizelt!")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        _back(site)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _leaf(ranked(columns, query), picture)
    st.title(plain(heading(picture)), anchor=False)
    st.caption(f"{picture.landscape.title} · known in these results as {plain(picture.id)}")
    large, facts = st.columns([5, 6], gap="large")
    with large:
        _slider(columns, picture)
    with facts:
        st.header("Its values", anchor=False)
        st.table(value_rows(columns.results, picture), border="horizontal", hide_index=True, alt="All its values")
        metric = metric_choice(columns.results.metrics, "Where it stands in its class, by")
        class_rank(columns, picture, metric)
    certainty_maps(columns.results, picture)
    error_maps(columns.results, picture)


def _back(site: Site) -> None:
    address = {key: value for key, value in st.query_params.to_dict().items() if key != "id"}
    st.page_link(site.pages["browse"], label="All pictures", icon=":material/grid_view:", query_params=address, help="")


def _leaf(neighbours: Sequence[Picture], picture: Picture) -> None:
    ids = [neighbour.id for neighbour in neighbours]
    if picture.id not in ids:  # a link may show a picture that its filter excludes
        return
    place = ids.index(picture.id)
    st.markdown(f":small[{place + 1:,} of {len(ids):,}]", width="content")
    # Not links: with a link to the current page, Streamlit changes the page but does not update the URL.
    for label, icon, to in (("Previous", "arrow_back", place - 1), ("Next", "arrow_forward", place + 1)):
        inside = 0 <= to < len(ids)
        target = ids[to] if inside else picture.id
        st.button(label, icon=f":material/{icon}:", disabled=not inside, on_click=_open, args=[target])


def _open(picture_id: str) -> None:
    st.query_params["id"] = picture_id


def _slider(columns: Columns, picture: Picture) -> None:
    results = columns.results
    titles = versions(results)
    ends = {"left": ("Left", next(iter(titles))), "right": ("Right", default_model(columns))}
    chosen = []
    for column, (key, (label, usual)) in zip(st.columns(2), ends.items(), strict=True):
        with column:
            chosen.append(picked(st.selectbox, label, key, titles, usual, "a version"))
    sides = [
        {
            "image": image_url(results, picture, name) or "",
            "label": titles[name],
            "alt": f"{heading(picture)}: {titles[name]}",
        }
        for name in chosen
    ]
    if all(side["image"] for side in sides):
        compare_slider(*sides, key=f"slider-{picture.id}")
    else:
        st.info("One of these two files is missing from the results folder.")


def value_rows(results: Results, picture: Picture) -> list[dict[str, str]]:
    """All values of one picture, one row per version that has any."""
    return [
        {"Version": plain(title)}
        | {
            metric_heading(metric): metric_of(metric).show(value_of(picture, name, metric))
            for metric in results.metrics
        }
        for name, title in versions(results).items()
        if name in picture.values
    ]
