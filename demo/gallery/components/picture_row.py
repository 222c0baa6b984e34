"""Pictures in a row, each with two lines below it, as one piece of HTML.

Streamlit's own images and columns take twenty elements a card: with sixty pictures on a page the browser would take
longer than the server.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Cell:
    """One picture: a data URL, or None where the file is missing; its title; a line below it; its text alternative.

    All text is plain: none of it can become markup.
    """

    image: str | None
    title: str
    line: str
    alt: str


def picture_row(cells: Iterable[Cell]) -> None:
    """Draw pictures side by side; on a phone, two in a row. The CSS is in `style.py`."""
    st.html(f'<div class="strip">{"".join(map(_figure, cells))}</div>')


def _figure(cell: Cell) -> str:
    title, line, alt = html.escape(cell.title), html.escape(cell.line), html.escape(cell.alt)
    if cell.image is None:
        return f'<figure><div class="missing">{title}: the file is missing.</div></figure>'
    caption = f"{title}<br>{line}" if line else title
    return f'<figure><img src="{html.escape(cell.image)}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'
