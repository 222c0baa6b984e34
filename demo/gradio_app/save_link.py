"""The link that saves a file made on the server. Gradio's download button would use the file's name on the server."""

import gradio as gr

from demo.gradio_app.i18n import texts
from demo.gradio_app.theme import script_of

_CLICK = """() => {
    const save = (tries) => {
        const link = document.querySelector(".LINK");
        if (link?.getAttribute("href")) link.click();
        else if (tries) setTimeout(() => save(tries - 1), 100);
    };
    setTimeout(() => save(30), 100);
}"""


def save_link(key: str, style: str = "") -> gr.HTML:
    """A link, hidden at first, whose value comes from `pictures.served`. key: of its text. style: a CSS class."""
    link = (
        f'<a class="{f"save-file {style}".strip()}" '
        'download="${value?.orig_name ?? ``}" href="${value?.url ?? ``}">' + texts.multilingual(key) + "</a>"
    )
    return gr.HTML(html_template=link, js_on_load=script_of("save"), visible=False, elem_classes="save")


def click(style: str = "save-file") -> str:
    """A script that clicks the first link of a class once its file is ready: one click on the page is enough."""
    return _CLICK.replace("LINK", style)
