"""Accessibility of Streamlit's tables and charts for keyboards and screen readers."""

from streamlit.components.v2 import component

# Tables wider than a phone must be scrollable by keyboard; the marks of a chart's selection have no label.
_JS = """
export default function () {
  let due = false;
  const mend = () => {
    due = false;
    for (const box of document.querySelectorAll('[data-testid="stTable"], [data-testid="stTable"] div'))
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    for (const mark of document.querySelectorAll('[role="graphics-symbol"]:not([aria-label])'))
      mark.setAttribute("aria-hidden", "true");
  };
  const soon = () => { if (!due) { due = true; requestAnimationFrame(mend); } };
  const observer = new MutationObserver(soon);
  observer.observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", soon);
  soon();
  return () => { observer.disconnect(); removeEventListener("resize", soon); };
}
"""

_accessibility = component("colourizelt_accessibility", html="<div></div>", js=_JS)


def improve_accessibility() -> None:
    """Apply to the whole page, including elements added later. Takes one pixel."""
    _accessibility(key="accessibility", height=1)
