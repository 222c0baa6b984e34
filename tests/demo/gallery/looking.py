"""Reads what a visitor sees on a page."""

import html
import json
import re
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest


def links(page: AppTest, label: str) -> list[dict[str, str]]:
    """The URL parameters of each link with this label, in order."""
    found = [element.proto for element in page.get("page_link") if element.proto.label == label]
    return [{key: value for key, (value,) in parse_qs(link.query_string).items()} for link in found]


def shown(page: AppTest) -> list[str]:
    """The ids of the cards, in order."""
    return [address["id"] for address in links(page, "Look closely")]


def figures(page: AppTest) -> list[tuple[str, str, str]]:
    """The pictures of all cards in order: source, alt text and caption. Missing files have no source."""
    bodies = "".join(element.proto.body for element in page.get("html"))
    found = re.findall(r'<figure>(?:<img src="(.*?)" alt="(.*?)">)?<(?:figcaption|div).*?>(.*?)</', bodies)
    return [tuple(map(html.unescape, figure)) for figure in found]


def sentences(page: AppTest) -> str:
    """The text of the coloured boxes."""
    return " ".join(box.value for box in (*page.info, *page.error))


def component(page: AppTest, name: str) -> dict:
    """The data of the page's only component with this name."""
    (found,) = (e.proto for e in page.get("bidi_component") if e.proto.component_name == name)
    return json.loads(found.json)
