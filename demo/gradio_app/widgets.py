"""Components to choose photographs, shared by all tabs: upload, camera and examples."""

import gradio as gr
from gradio.data_classes import FileData, ListFiles

from colourizer.photo.photo import MAX_PIXELS, SUFFIXES
from demo.gradio_app import pictures, private, samples
from demo.gradio_app.handlers.opened import MOST
from demo.gradio_app.i18n import texts
from demo.gradio_app.limits import CHECK_EVERY, KEEP_FOR


def photo_upload() -> gr.File:
    """The upload; its value is the list of paths, or None.

    A gr.File, not a gr.Image: it keeps the bytes, and therefore 16 bits of grey and the orientation, and accepts TIFF
    and HEIC. It does not show the photograph, but the result follows immediately.
    """
    upload = gr.File(
        label=texts.label("upload"),
        show_label=False,
        file_count="multiple",
        file_types=["image", *SUFFIXES],  # "image" makes phones offer their camera
        height=112,
        elem_classes="upload",
    )
    private.read_paths(upload, paths_of)
    take_no_addresses(upload)
    return upload


def camera() -> None:
    """A button that opens a phone's camera, which the upload offers on some phones only."""
    field = '<input type="file" accept="image/*" capture="environment" hidden aria-hidden="true" tabindex="-1">'
    gr.HTML(f'<button type="button">{texts.multilingual("camera")}</button>{field}', elem_classes="camera")


def take_no_addresses(upload: gr.File | gr.UploadButton) -> None:
    """Refuse addresses of photographs, which Gradio would download, however large: only files are accepted."""
    private.refuse_addresses(upload, lambda: pictures.refusal(texts.say("no_address")))


def paths_of(files: ListFiles | None) -> list[str] | None:
    """The paths of files from the browser. Gradio has checked that they are uploads or examples."""
    return [file.path for file in files] if files else None


def path_of(file: FileData | None) -> str | None:
    """The path of a single file."""
    return file.path if file else None


def upload_note() -> None:
    """A note on which files are accepted, and when they are deleted."""
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
    # A new upload deselects the example.
    gr.on(
        [upload.upload, upload.clear],
        None,
        None,
        gallery,
        js="() => ({__type__: 'update', selected_index: null})",
    )


def scroll_to(selector: str) -> str:
    """A script that scrolls to the result if it is off the screen, above or below, as on a phone."""
    return f"""() => {{
        const result = document.querySelector({selector!r}), top = result?.getBoundingClientRect().top ?? 0;
        if (top < 0 || top > innerHeight * 0.7) result.scrollIntoView({{behavior: 'smooth'}});
    }}"""


def _chosen(event: gr.SelectData) -> list[str]:
    return [str(samples.EXAMPLES[event.index])]
