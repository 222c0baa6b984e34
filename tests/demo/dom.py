"""Undocumented DOM selectors of Gradio and Streamlit that our styles, scripts and tests rely on.

A new release may change them without notice, and break our code. After an upgrade of Gradio or Streamlit the browser
tests report the selectors that no longer match. They do not check `.loading` and `.clear-status`, which exist only
while a page loads or shows an error.
"""

from tests.browser import imported

GRADIO_AT_ONCE = {
    ".gradio-container .main.fillable": "width of the page",
    ".gradio-container .contain": "files dropped anywhere: upload.js",
    ".tabs .tab-container button.selected": "colour of the open tab",
    "[role=tab][data-tab-id=about]": "what a narrow page shows beside the tab",
    "footer .divider": "hidden",
    ".block.masthead .prose": "the page's head",
    ".block.stage > .html-container": "the photograph stays in view on a telephone",
    "fieldset.block": "focus ring of choices",
    ".block.model .wrap label.selected input[type=radio]": "choice of the network",
    ".block.model .block-title, .block.model [data-testid=block-info]": "names of choices: demo.js",
    ".adjust .form": "gaps between controls",
    ".block.setting .head label": "names of sliders",
    ".block.setting .head .tab-like-container input[type=number]": "numbers of sliders: numbers.js",
    ".block.setting .head button": "their reset, whose name demo.js says",
    ".label-wrap": "heads of accordions",
    ".block.upload .wrap .icon-wrap": "size of the upload's sign",
    ".block.upload .wrap .or": "hidden",
    ".block.upload [data-testid=upload-text]": "words of the upload: upload.js",
    ".upload-container:not(.icon-mode)": "name of the upload for screen readers: demo.js",
    ".examples .gallery-container .grid-wrap .grid-container": "the examples in rows",
    ".examples .gallery-item > .thumbnail-item > .caption-label": "their names: demo.js",
    ".alternatives .grid-container .thumbnail-item.selected": "the alternative that is shown: demo.js",
}
GRADIO_WITH_A_PHOTOGRAPH = {
    ".block.upload .file-preview tr.file .filename": "the photograph's name: upload.js",
    ".block.upload tr.file td.download": "hidden",
    ".block.upload .top-panel > button:last-of-type": "what takes all photographs away: upload.js",
    ".block.upload .icon-button .upload-container.icon-mode input": "what adds a photograph: upload.js",
}
GRADIO_COMPARED = {
    ".picture label.float": "titles of pictures",
    ".picture .image-container .image-frame img": "pictures",
    ".picture .icon-button-wrapper": "their buttons",
}
STREAMLIT = {
    "[data-testid=stMainBlockContainer]": "width of the page",
    "[data-testid=stMainBlockContainer] h1": "size of its title",
    "[data-testid=stCaptionContainer]": "contrast of captions",
    ".st-key-sorting [data-testid=stColumn]": "columns on a telephone, by the container's key",
}
STREAMLIT_BY_CLASS = {
    "[data-testid=stVegaLiteChart]": "names of charts, in the tests",
    "[data-testid=stTable] td": "tables",
}


def gone(page, selectors: dict[str, str], patience: float) -> str:
    """One line per selector that matches nothing on a page. patience: milliseconds to wait."""
    late, missing = imported("playwright.sync_api").TimeoutError, []
    for selector, used_for in selectors.items():
        try:
            page.locator(selector).first.wait_for(state="attached", timeout=patience if not missing else 1000)
        except late:
            missing.append(f"{selector} matches nothing any more ({used_for}).")
    return "\n".join(missing)
