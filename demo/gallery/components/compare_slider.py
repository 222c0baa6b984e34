"""A slider that compares two versions of a picture. Works with mouse, touch and arrow keys."""

from streamlit.components.v2 import component

# All HTML is constant. Per-picture values are passed as `data` and only set as attributes or text content, so that a
# title cannot inject markup.
_HTML = """
<figure>
  <div class="frame">
    <img class="under"><img class="over">
    <div class="edge"></div>
    <input type="range" min="0" max="100" value="50" aria-label="Share of the picture that shows the left version">
  </div>
  <figcaption><span class="left"></span><span class="right"></span></figcaption>
</figure>
"""

_CSS = """
figure { margin: 0 auto; max-width: min(34rem, 60vh); --share: 50%; font-family: var(--st-font); }
.frame { position: relative; overflow: hidden; border-radius: 0.25rem; }
.frame:has(input:focus-visible) { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
img { display: block; width: 100%; }
.over { position: absolute; inset: 0; height: 100%; clip-path: inset(0 calc(100% - var(--share)) 0 0); }
.edge { position: absolute; inset: 0 auto 0 var(--share); width: 2px; margin-left: -1px; background: #fff;
  box-shadow: 0 0 3px #000; pointer-events: none; }
.edge::after { content: "◂▸"; position: absolute; top: 50%; left: 1px; transform: translate(-50%, -50%);
  padding: 0.35rem 0.45rem; border-radius: 1rem; background: #fff; color: #222; font-size: 0.9rem;
  letter-spacing: 0.15em; text-indent: 0.15em; line-height: 1; box-shadow: 0 0 4px #0008; white-space: nowrap; }
input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize;
  touch-action: pan-y; }
figcaption { display: flex; justify-content: space-between; gap: 1rem; padding-top: 0.4rem;
  color: var(--st-text-color); }
.right { text-align: right; }
"""

_JS = """
export default function ({ data, parentElement }) {
  const find = (selector) => parentElement.querySelector(selector);
  const range = find("input");
  for (const [image, side] of [[".over", "left"], [".under", "right"]]) {
    find(image).src = data[side].image;
    find(image).alt = data[side].alt;
    find("." + side).textContent = data[side].label;
  }
  range.oninput = () => {
    find("figure").style.setProperty("--share", range.value + "%");
    range.setAttribute("aria-valuetext", `${range.value}% ${data.left.label}, the rest ${data.right.label}`);
  };
  range.oninput();
}
"""

_slider = component("colourizelt_compare", html=_HTML, css=_CSS, js=_JS)


def compare_slider(left: dict[str, str], right: dict[str, str], *, key: str) -> None:
    """Overlay two versions of a picture.

    left, right: "image" (a data URL), "label" and "alt" of each version.
    """
    _slider(data={"left": left, "right": right}, key=key)
