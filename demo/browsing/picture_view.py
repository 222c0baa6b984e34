"""One picture: the versions side by side in the gallery, and large, two over one another, in a dialog of its own."""

import base64
from collections.abc import Sequence

import streamlit as st

from colourizer.results import ORIGINAL, Picture, Results
from demo.browsing.compare_slider import compare_slider
from demo.browsing.ranking import value_of
from demo.browsing.wording import plain, words


def heading(picture: Picture) -> str:
    """A picture's title, as the line above it."""
    return picture.title[:1].upper() + picture.title[1:]


def versions(results: Results) -> dict[str, str]:
    """What there is to see of each picture, in order: names and titles, the original first."""
    return {ORIGINAL: "Original"} | {model.name: model.title for model in results.models}


def image_url(results: Results, picture: Picture, version: str) -> str | None:
    """The stored file as a data URL, or None where it is missing.

    A data URL shows the very bytes of the file: handed a path, Streamlit would recompress WebP as JPEG, which blurs
    the colours that are to be judged.
    """
    try:
        data = results.image_path(picture, version).read_bytes()
    except OSError:
        return None
    return "data:image/webp;base64," + base64.b64encode(data).decode("ascii")


def card(results: Results, picture: Picture, metric: str) -> None:
    """One picture in the gallery: all versions side by side, each with its value of `metric`."""
    with st.container(border=True, key=f"card-{picture.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(heading(picture))}** :small[:gray[{picture.landscape.title}]]", width="content")
            st.button("Compare", key=f"open-{picture.id}", icon=":material/compare:", on_click=_open, args=[picture.id])
        names = list(versions(results))
        rows = -(-len(names) // 4)  # more than four in a row are too small to judge
        in_a_row = -(-len(names) // rows)
        for start in range(0, len(names), in_a_row):
            columns = st.columns(in_a_row)
            for column, name in zip(columns, names[start:], strict=False):
                with column:
                    _version(results, picture, name, metric)


def _version(results: Results, picture: Picture, name: str, metric: str) -> None:
    title = versions(results)[name]
    value = value_of(picture, name, metric)
    shown = f"{plain(words(metric).title)} **{words(metric).show(value)}**"
    caption = plain(title) if name == ORIGINAL and value is None else f"{plain(title)}  \n{shown}"
    image = image_url(results, picture, name)
    if image is None:
        st.caption(f"{plain(title)}: the file is missing.")
    else:
        st.image(image, caption=caption, width="stretch", alt=f"{heading(picture)}: {title}")


def _open(picture_id: str) -> None:
    st.query_params["id"] = picture_id


def _close() -> None:
    st.query_params.pop("id", None)


@st.dialog("Two versions compared", width="medium", on_dismiss=_close)
def picture_dialog(results: Results, neighbours: Sequence[Picture]) -> None:
    """The picture whose id the address holds: a slider between two versions, and all its values.

    neighbours: the pictures to leaf through, in order. The id is read anew each time, since leafing changes it.
    """
    picture = {picture.id: picture for picture in results.pictures}.get(st.query_params.get("id", ""))
    if picture is None:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{plain(heading(picture))}** :gray[{picture.landscape.title}]", width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            _leaf(neighbours, picture)
    titles = versions(results)
    left, right = st.columns(2)
    with left:
        one = st.selectbox("Left", list(titles), format_func=titles.get, key="left")
    with right:
        other = st.selectbox("Right", list(titles), format_func=titles.get, index=len(titles) - 1, key="right")
    sides = [
        {
            "image": image_url(results, picture, name) or "",
            "label": titles[name],
            "alt": f"{heading(picture)}: {titles[name]}",
        }
        for name in (one, other)
    ]
    if all(side["image"] for side in sides):
        compare_slider(*sides, key=f"slider-{picture.id}")
    else:
        st.info("One of these two files is missing from the results folder.")
    st.table(value_rows(results, picture), border="horizontal", hide_index=True)
    st.caption(f"Known in these results as {plain(picture.id)}.")


def _leaf(neighbours: Sequence[Picture], picture: Picture) -> None:
    ids = [neighbour.id for neighbour in neighbours]
    if picture.id not in ids:  # a link may show one picture over the gallery of another class
        return
    place = ids.index(picture.id)
    for label, icon, to in (("Previous", "arrow_back", place - 1), ("Next", "arrow_forward", place + 1)):
        inside = 0 <= to < len(ids)
        target = ids[to] if inside else picture.id
        st.button(label, icon=f":material/{icon}:", disabled=not inside, on_click=_open, args=[target])


def value_rows(results: Results, picture: Picture) -> list[dict[str, str]]:
    """All values of one picture, a row for each version that has some."""
    return [
        {"Version": plain(title)}
        | {words(metric).heading: words(metric).show(value_of(picture, name, metric)) for metric in results.metrics}
        for name, title in versions(results).items()
        if name in picture.values
    ]
