"""Choosing photographs, the same on every tab: a place to drop them, and examples to click."""

import gradio as gr

from colourizer.photo import MAX_PIXELS, SUFFIXES
from demo import samples, texts
from demo.batch import MOST

CHECK_EVERY, KEEP_FOR = 900, 2700  # seconds: together, how long an upload can lie on the server


def photo_upload(*, several: bool = False) -> gr.File:
    """A place to drop a photograph; its value is the path of the chosen file, or the list of those of `several`.

    A gr.File, not a gr.Image: it hands over the bytes as they are, so that 16 bits of grey and the file's orientation
    survive, and takes TIFF and HEIC; what it cannot do, show the photograph, the result does at once.
    """
    upload = gr.File(
        label=texts.label("upload" if several else "upload_one"),
        file_count="multiple" if several else "single",
        file_types=["image", *SUFFIXES],  # "image" is what makes telephones offer their camera
        height=132,
        elem_classes="upload",
    )
    facts = {"megapixels": MAX_PIXELS // 10**6, "hours": texts.hours(KEEP_FOR + CHECK_EVERY), "files": MOST}
    note = texts.both("upload_note" if several else "upload_one_note", **facts)
    gr.HTML(texts.paragraph(note), elem_classes="note")
    return upload


def examples(upload: gr.File) -> None:
    """Examples to click, which become the value of `upload`."""
    gr.HTML(texts.paragraph(texts.both("examples")), elem_classes="eyebrow")
    gallery = gr.Gallery(
        samples.gallery(),
        label=texts.label("examples"),
        show_label=False,
        columns=3,
        allow_preview=False,
        interactive=False,
        object_fit="cover",
        height="auto",
        buttons=[],
        elem_classes="examples",
    )
    chosen = _chosen_alone if upload.file_count == "multiple" else _chosen
    gallery.select(chosen, None, upload, queue=False, show_progress="hidden", api_visibility="private")
    # An upload of one's own is none of the examples any more.
    upload.upload(None, None, gallery, js="() => ({__type__: 'update', selected_index: null})")
    upload.clear(None, None, gallery, js="() => ({__type__: 'update', selected_index: null})")


def scroll_to(selector: str) -> str:
    """A script that brings the result into view where it is off the screen: above or below, on a telephone."""
    return f"""() => {{
        const result = document.querySelector({selector!r}), top = result?.getBoundingClientRect().top ?? 0;
        if (top < 0 || top > innerHeight * 0.7) result.scrollIntoView({{behavior: 'smooth'}});
    }}"""


def slider_with_line(pair: tuple | None, left: str = "left", right: str = "right") -> tuple[gr.ImageSlider, gr.Slider]:
    """Two pictures under a dividing line, and a control that moves the line by keyboard, too.

    left, right: keys of what stands at the ends.
    """
    stage = gr.ImageSlider(
        pair,
        label=texts.say("stage"),
        show_label=False,
        interactive=False,
        buttons=["fullscreen"],
        max_height=2000,  # the style sheet knows better: it sees the window
        elem_classes="stage",
    )
    with gr.Row(elem_classes="ends"):
        gr.HTML(texts.paragraph(texts.both(left)), elem_classes="end left-end")
        line = gr.Slider(0, 100, 50, step=1, label=texts.label("divider"), buttons=[], elem_classes="dividing-line")
        gr.HTML(texts.paragraph(texts.both(right)), elem_classes="end right-end")
    # In the browser: a round trip to the server for each step would make the line lag behind the key.
    line.input(None, line, stage, js="(position) => ({__type__: 'update', slider_position: position})")
    return stage, line


def _chosen(event: gr.SelectData) -> str:
    return str(samples.EXAMPLES[event.index])


def _chosen_alone(event: gr.SelectData) -> list[str]:
    return [_chosen(event)]
