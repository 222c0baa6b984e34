"""Choosing a photograph, the same on every tab: a place to drop one, and examples to click."""

import gradio as gr

from colourizer.photo import MAX_PIXELS, SUFFIXES
from demo import samples, texts

CHECK_EVERY, KEEP_FOR = 900, 2700  # seconds: together, how long an upload can lie on the server


def photo_upload() -> gr.File:
    """A place to drop a photograph; its value is the path of the chosen file.

    A gr.File, not a gr.Image: it hands over the bytes as they are, so that 16 bits of grey and the file's orientation
    survive, and takes TIFF; what it cannot do, show the photograph, the result does at once.
    """
    upload = gr.File(label=texts.UPLOAD, file_types=list(SUFFIXES), height=150, elem_classes="upload")
    gr.HTML(f"<p>{texts.upload_note(MAX_PIXELS, KEEP_FOR + CHECK_EVERY)}</p>", elem_classes="note")
    return upload


def examples(upload: gr.File) -> None:
    """Examples to click, which become the value of `upload`."""
    gr.HTML(f"<p>{texts.EXAMPLES}</p>", elem_classes="eyebrow")
    gallery = gr.Gallery(
        samples.gallery(),
        label=texts.EXAMPLES,
        show_label=False,
        columns=3,
        allow_preview=False,
        interactive=False,
        object_fit="cover",
        height="auto",
        buttons=[],
        elem_classes="examples",
    )
    gallery.select(_chosen, None, upload, queue=False, show_progress="hidden", api_visibility="private")
    # An upload of one's own is none of the examples any more.
    upload.upload(None, None, gallery, js="() => ({__type__: 'update', selected_index: null})")
    upload.clear(None, None, gallery, js="() => ({__type__: 'update', selected_index: null})")


def scroll_to(selector: str) -> str:
    """A script that brings the result into view where it is off the screen: above or below, on a telephone."""
    return f"""() => {{
        const result = document.querySelector({selector!r}), top = result?.getBoundingClientRect().top ?? 0;
        if (top < 0 || top > innerHeight * 0.7) result.scrollIntoView({{behavior: 'smooth'}});
    }}"""


def _chosen(event: gr.SelectData) -> str:
    return str(samples.EXAMPLES[event.index])
