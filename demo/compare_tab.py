"""The second tab: the same photograph by every network, side by side."""

from collections.abc import Iterator

import gradio as gr
import numpy as np

from colourizer import Photo
from demo import pictures, samples, texts
from demo.picker import examples, photo_upload, scroll_to


def build() -> None:
    """Lay out the tab, and wire it."""
    first = _pictures(None)
    gr.HTML(f"<p>{texts.COMPARE_LEAD}</p>", elem_classes="lead")
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=4, min_width=280, elem_classes="choose"):
            upload = photo_upload()
            examples(upload)
        with gr.Column(scale=9, min_width=280, elem_classes="result"):
            pictures_shown = _grid(first)
            notice = gr.HTML(texts.notice(texts.SIMULATED), elem_classes="caption")
            with gr.Accordion(texts.NETWORK_PICTURES, open=False):
                gr.HTML(f"<p>{texts.NETWORK_PICTURES_LEAD}</p>", elem_classes="caption")
                with gr.Row(elem_classes="network-pictures"):
                    own = [
                        _picture(value, title)
                        for value, (title, _) in zip(first[len(pictures_shown) :], pictures.models(), strict=True)
                    ]
    upload.change(
        _compared,
        upload,
        [notice, *pictures_shown, *own],
        trigger_mode="always_last",
        api_visibility="private",
        **pictures.ONE_AT_A_TIME,
    )
    upload.change(None, js=scroll_to(".grid"))
    _endpoint(upload)


def compare(photo: str) -> list[str]:
    """Colour a photograph with every model. The parameter's name is that of the endpoint.

    Returns the paths of photo-grey.png and of photo-MODEL.png for each model, at full size.
    """
    seen = pictures.read(photo)
    coloured = [pictures.colourizer(name)(seen) for _, name in pictures.models()]
    return [pictures.save(each, "png") for each in [seen, *coloured]]


def _endpoint(upload: gr.File) -> None:
    """/compare for programs: full-size files, which the page, made to be looked at, has no use for."""
    gr.Button(visible=False).click(
        compare,
        upload,
        gr.File(label=texts.RESULTS, file_count="multiple", visible=False),
        api_name="compare",
        api_description=texts.API_COMPARE,
        **pictures.ONE_AT_A_TIME,
    )


def _grid(first: list) -> list[gr.Image]:
    """Grey, each network, and the original: two in a row, so that each is large enough to judge."""
    titles = [texts.BEFORE, *(title for title, _ in pictures.models()), texts.ORIGINAL]
    with gr.Row(elem_classes="grid"):
        return [_picture(value, title) for value, title in zip(first, titles, strict=False)]


def _picture(value: str | np.ndarray | None, title: str) -> gr.Image:
    return gr.Image(
        value,
        label=title,
        alt_text=texts.alt(title),
        format="png",
        interactive=False,
        min_width=200,
        buttons=["fullscreen"],
        visible=value is not None,
        elem_classes="picture",
    )


def _compared(path: str | None) -> Iterator[list]:
    """The notice, then the values of all pictures."""
    try:
        values = _pictures(path)
    except gr.Error as error:
        nothing = [gr.update(value=None, visible=False)] * (2 * len(pictures.models()) + 2)
        yield [texts.notice(error.message), *nothing]  # nothing of the last photograph stays
        raise
    yield [texts.notice(texts.SIMULATED), *(gr.update(value=value, visible=value is not None) for value in values)]


def _pictures(path: str | None) -> list[str | np.ndarray | None]:
    """Those of the grid, the last one None for a photograph that had no colours, then the networks' own."""
    rgb = pictures.read_rgb(path or str(samples.FIRST))
    photo = Photo.from_rgb(rgb)
    networks = [pictures.colourizer(name) for _, name in pictures.models()]
    return [
        pictures.save_for_screen(photo),
        *(pictures.save_for_screen(network(photo)) for network in networks),
        pictures.save_original_for_screen(rgb) if photo.in_colour else None,
        *(network.network_picture(photo) for network in networks),
    ]
