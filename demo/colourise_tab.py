"""The first tab: one photograph, before and after, and its download."""

from collections.abc import Iterator

import gradio as gr

from colourizer import Colourization
from demo import pictures, samples, texts
from demo.picker import examples, photo_upload, scroll_to

# In the browser: a round trip to the server for each step would make the line lag behind the key.
_MOVE_DIVIDER = "(position) => ({__type__: 'update', slider_position: position})"


def build() -> None:
    """Lay out the tab, and wire it."""
    choices = pictures.models()
    chosen = pictures.preferred_model()
    (before, after), caption, *_ = next(_show(None, chosen))
    with gr.Row(elem_classes=["desk", "examples-last"]):
        with gr.Column(scale=4, min_width=280, elem_classes="choose"):
            upload = photo_upload()
            model = gr.Radio(choices, value=chosen, label=texts.MODEL, elem_classes="model")
            examples(upload)
        with gr.Column(scale=9, min_width=280, elem_classes="result"):
            slider = gr.ImageSlider(
                (before, after),
                label=texts.STAGE,
                show_label=False,
                interactive=False,
                buttons=["fullscreen"],
                elem_classes="stage",
            )
            with gr.Row(elem_classes="ends"):
                gr.HTML(f"<p>{texts.BEFORE}</p>", elem_classes="end")
                divider = gr.Slider(0, 100, 50, step=1, label=texts.DIVIDER, buttons=[], elem_classes="dividing-line")
                gr.HTML(f"<p>{texts.AFTER}</p>", elem_classes="end")
            caption = gr.HTML(caption, elem_classes="caption")
            with gr.Row(elem_classes="downloads"):
                jpeg = gr.DownloadButton(texts.DOWNLOAD_JPEG, variant="primary", visible=False)
                png = gr.DownloadButton(texts.DOWNLOAD_PNG, visible=False)
    gr.on(
        [upload.change, model.input],
        _show,
        [upload, model],
        [slider, caption, jpeg, png],
        show_progress_on=slider,
        trigger_mode="always_last",
        api_visibility="private",
        **pictures.ONE_AT_A_TIME,
    )
    upload.change(None, js=scroll_to(".stage"))
    divider.input(None, divider, slider, js=_MOVE_DIVIDER)
    _endpoint(upload, model)


def colourise(photo: str, model: str, file_format: str) -> tuple[str, str]:
    """Colour a photograph. The parameters' names are those of the endpoint.

    Returns the path of the photograph in colour at its full size, and a sentence that says what was done.
    """
    coloured = pictures.colourizer(model)(pictures.read(photo))
    return pictures.save(coloured, file_format), " ".join(_sentences(coloured))


def _endpoint(upload: gr.File, model: gr.Radio) -> None:
    """/colourise for programs: in one call what the page shows step by step."""
    file_format = gr.Radio(["png", "jpg"], value="png", label=texts.FILE_FORMAT, visible=False)
    result = gr.File(label=texts.RESULT, visible=False)
    description = gr.Textbox(label=texts.DESCRIPTION, visible=False)
    gr.Button(visible=False).click(
        colourise,
        [upload, model, file_format],
        [result, description],
        api_name="colourise",
        api_description=texts.API_COLOURISE,
        **pictures.ONE_AT_A_TIME,
    )


def _show(path: str | None, model: str) -> Iterator[tuple]:
    """What to look at first, then the files to download as they get ready: a large PNG takes seconds."""
    try:
        photo = pictures.read(path or str(samples.FIRST))
    except gr.Error as error:
        # Nothing of the last photograph shall stay beside the name of this one.
        yield None, texts.notice(error.message), _NO_BUTTON, _NO_BUTTON
        raise
    coloured = pictures.colourizer(model)(photo)
    pair = pictures.save_for_screen(photo), pictures.save_for_screen(coloured)
    if path is None:
        yield pair, _caption(coloured, texts.IS_EXAMPLE), _NO_BUTTON, _NO_BUTTON
        return
    yield pair, _caption(coloured), _preparing(texts.PREPARING_JPEG), _preparing(texts.PREPARING_PNG)
    yield gr.skip(), gr.skip(), _ready(texts.DOWNLOAD_JPEG, pictures.save(coloured, "jpg")), gr.skip()
    yield gr.skip(), gr.skip(), gr.skip(), _ready(texts.DOWNLOAD_PNG, pictures.save(coloured, "png"))


_NO_BUTTON = gr.update(value=None, visible=False)


def _preparing(label: str) -> dict:
    return gr.update(label=label, value=None, visible=True, interactive=False)


def _ready(label: str, path: str) -> dict:
    return gr.update(label=label, value=path, visible=True, interactive=True)


def _sentences(coloured: Colourization) -> list[str]:
    facts = texts.facts(pictures.title(coloured.model), coloured.size)
    return [f"{facts}.", texts.SIMULATED, *([texts.SET_ASIDE] if coloured.photo.in_colour else [])]


def _caption(coloured: Colourization, lead: str = "") -> str:
    facts, simulated, *rest = _sentences(coloured)
    more = " ".join(filter(None, [lead, facts, *rest]))
    return f"{texts.notice(simulated)}<p>{more}</p>"
