"""A row of pictures, each with two lines below it, as a single HTML element.

Streamlit's images and columns need twenty elements per card: with sixty pictures on a page the browser would take
longer than the server.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Cell:
    """One picture: a data URL (None if the file is missing), its title, a line below it, and its alt text.

    All text is plain text and will be escaped.
    """

    image: str | None
    title: str
    line: str
    alt: str


def picture_row(cells: Iterable[Cell]) -> None:
    """Draw pictures side by side, two per row on phones. The CSS is in `style.py`."""
    st.html(f'<div class="strip">{"".join(map(_figure, cells))}</div>')


def _figure(cell: Cell) -> str:
    title, line, alt = html.escape(cell.title), html.escape(cell.line), html.escape(cell.alt)
    if cell.image is None:
        return f'<figure><div class="missing">{title}: the file is missing.</div></figure>'
    caption = f"{title}<br>{line}" if line else title
    return f'<figure><img src="{html.escape(cell.image)}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'
