"""Choosing photographs, once for all tabs: a place to drop them, and examples to click."""

from pathlib import Path

import gradio as gr
from gradio.data_classes import FileData, ListFiles
from gradio_client.utils import is_http_url_like

from colourizer.photo.photo import MAX_PIXELS, SUFFIXES
from demo.gradio_app import examples as samples
from demo.gradio_app import files as pictures
from demo.gradio_app.handlers.batch import MOST
from demo.gradio_app.i18n import text as texts

CHECK_EVERY, KEEP_FOR = 900, 2700  # seconds: together, how long an upload can lie on the server


def photo_upload() -> gr.File:
    """A place to drop photographs; its value is the list of their paths, or None.

    Files, not a gr.Image: the bytes come as they are, so that 16 bits of grey and the file's orientation survive, and
    TIFF and HEIC are taken; what it cannot do, show the photograph, the result does at once.
    """
    upload = gr.File(
        label=texts.label("upload"),
        show_label=False,
        file_count="multiple",
        file_types=["image", *SUFFIXES],  # "image" is what makes telephones offer their camera
        height=112,
        elem_classes="upload",
    )
    # Gradio's own makes an empty file beside each upload whenever an event reads it, and never deletes these. Not in a
    # class of its own: Gradio writes a stub beside the file in which one stands.
    upload.preprocess = paths_of  # pyright: ignore[reportAttributeAccessIssue]  # a list, never one file
    take_no_addresses(upload)
    return upload


def camera() -> None:
    """A button that opens a telephone's camera, which the one for files offers on some of them only."""
    field = '<input type="file" accept="image/*" capture="environment" hidden aria-hidden="true" tabindex="-1">'
    gr.HTML(f'<button type="button">{texts.multilingual("camera")}</button>{field}', elem_classes="camera")


def take_no_addresses(upload: gr.File | gr.UploadButton) -> None:
    """Refuse the address of a photograph elsewhere, which Gradio would fetch, however large: files alone are taken."""
    move = upload.async_move_resource_to_block_cache

    async def moved(url_or_file_path: str | Path | None) -> str | None:
        if is_http_url_like(str(url_or_file_path)):
            raise pictures.refusal(texts.say("no_address"))
        return await move(url_or_file_path)

    upload.async_move_resource_to_block_cache = moved


def paths_of(files: ListFiles | None) -> list[str] | None:
    """The paths of the files that a browser names. Gradio has made sure that they are uploads or examples."""
    return [file.path for file in files] if files else None


def path_of(file: FileData | None) -> str | None:
    """The same of a single file."""
    return file.path if file else None


def upload_note() -> None:
    """What can be chosen, and what becomes of it."""
    facts = {"megapixels": MAX_PIXELS // 10**6, "hours": texts.hours(KEEP_FOR + CHECK_EVERY), "files": MOST}
    gr.HTML(texts.paragraph(texts.multilingual("upload_note", **facts)), elem_classes="note")


def examples(upload: gr.File) -> None:
    """Examples to click, which become the value of `upload`."""
    gr.HTML(texts.paragraph(texts.multilingual("examples")), elem_classes="eyebrow")
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
    gallery.select(_chosen, None, upload, queue=False, show_progress="hidden", api_visibility="private")
    # An upload of one's own is none of the examples any more.
    gr.on(
        [upload.upload, upload.clear],
        None,
        None,
        gallery,
        js="() => ({__type__: 'update', selected_index: null})",
    )


def scroll_to(selector: str) -> str:
    """A script that brings the result into view where it is off the screen: above or below, on a telephone."""
    return f"""() => {{
        const result = document.querySelector({selector!r}), top = result?.getBoundingClientRect().top ?? 0;
        if (top < 0 || top > innerHeight * 0.7) result.scrollIntoView({{behavior: 'smooth'}});
    }}"""


def _chosen(event: gr.SelectData) -> list[str]:
    return [str(samples.EXAMPLES[event.index])]
