"""Scroll to the top after turning a page. Streamlit by itself stays at the bottom, at the page numbers."""

from streamlit.components.v2 import component

_JS = """
export default function ({ data, parentElement }) {
  const turned = parentElement.page !== undefined && parentElement.page !== data.page;
  parentElement.page = data.page;
  if (turned) parentElement.host.scrollIntoView();
}
"""

_page_top = component("colourizelt_page_top", html="<div></div>", js=_JS)


def page_top(page: int) -> None:
    """Mark the position that the browser scrolls to when `page` changes."""
    _page_top(data={"page": page}, key="page-top", height=1)
