"""The app's endpoints for programs: /colourize, /compare and /certainty."""

from typing import Any

import gradio as gr

from colourizer.controls import CONTROLS, STRENGTH, VIVIDNESS, WARMTH
from colourizer.hints import HintError, read_hints
from colourizer.photo.levels import CHOICES, KEPT
from demo.gradio_app import captions, pictures, private
from demo.gradio_app.i18n import texts
from demo.gradio_app.widgets import path_of, take_no_addresses


def colourize(
    photo: str,
    model: str,
    vividness: float = VIVIDNESS.default,
    strength: float = STRENGTH.default,
    warmth: float = WARMTH.default,
    format: str = "png",
    mark: bool = False,
    frame: str = "auto",
    invert: bool = False,
    levels: str = KEPT,
    hints: str = "",
    request: gr.Request | None = None,
) -> tuple[str, str]:
    """Colour a photograph. The parameters' names are those of the endpoint.

    Returns the path of the photograph in colour at full size, and a description.
    """
    language, endings = texts.language_of(request), sorted(pictures.FORMATS.values())
    if format not in endings:
        raise pictures.refusal(texts.say("no_such_format", language, names=", ".join(endings)))
    if levels not in CHOICES:
        raise pictures.refusal(texts.say("no_such_levels", language, names=", ".join(CHOICES)))
    source = pictures.read(photo, language, levels)
    coloured = pictures.colour(model, source.inverted() if invert else source, frame, language)
    coloured = coloured.adjusted(vividness=vividness, strength=strength, warmth=warmth)
    try:
        coloured = coloured.adjusted(hints=read_hints(hints)) if hints else coloured
    except HintError as error:
        raise pictures.refused(error, language) from error
    saved = pictures.save(coloured, format, mark=mark, language=language, original=photo)
    return saved, captions.description(coloured)


def compare(photo: str, request: gr.Request | None = None) -> list[str]:
    """Colour a photograph with every model. The parameter's name is that of the endpoint.

    Returns the paths of photo-grey.png and of photo-MODEL.png for each model, at full size.
    """
    language = texts.language_of(request)
    source = pictures.read(photo, language)
    coloured = (pictures.colour(name, source) for _, name in pictures.models())
    return [pictures.save(source, "png"), *(pictures.save(each, "png") for each in coloured)]


def certainty(
    photo: str, model: str, vividness: float = VIVIDNESS.default, request: gr.Request | None = None
) -> tuple[str, float]:
    """The certainty of a model. The parameters' names are those of the endpoint.

    Returns the path of a grey PNG of the photograph's size, and the mean probability.
    """
    language = texts.language_of(request)
    pictures.check_model(model, language)
    network = pictures.colourizer(model)
    if not network.checkpoint.engine.has_distribution:
        names = ", ".join(pictures.models_with_distribution())
        raise pictures.refusal(texts.say("not_certain", language, model=network.name, names=names))
    coloured = pictures.colour(model, pictures.read(photo, language)).adjusted(vividness=vividness)
    sure = coloured.certainty
    assert sure is not None, "a network with a distribution has a certainty"
    path = pictures.save_map(sure, coloured.size, coloured.model)
    return path, round(coloured.mean_certainty or 0.0, 4)


def build() -> None:
    """Declare the endpoints, on invisible components."""
    photo = gr.File(label="photo", visible=False)
    private.read_paths(photo, path_of)
    take_no_addresses(photo)
    names = [name for _, name in pictures.models()]
    model = gr.Radio(names, value=pictures.preferred_model(), label="model", visible=False)
    settings = [gr.Slider(each.low, each.high, each.default, label=each.name, visible=False) for each in CONTROLS]
    endings = sorted(pictures.FORMATS.values())
    file_format = gr.Radio(endings, value="png", label="format", visible=False)
    mark = gr.Checkbox(False, label="mark", visible=False)
    frame = gr.Textbox("auto", label="frame", visible=False)
    invert = gr.Checkbox(False, label="invert", visible=False)
    levels = gr.Radio(list(CHOICES), value=KEPT, label="levels", visible=False)
    hints = gr.Textbox("", label="hints", visible=False)
    result = gr.File(label="in colour, full size", visible=False)
    words = gr.Textbox(label="what was done", visible=False)
    results = gr.File(label="full size", file_count="multiple", visible=False)
    mean = gr.Number(label="mean probability", visible=False)
    inputs = [photo, model, *settings, file_format, mark, frame, invert, levels, hints]
    _declare(colourize, inputs, [result, words], texts.API_COLOURIZE)
    # The name up to version 0.1, for older clients.
    _declare(colourize, inputs, [result, words], f"Older name of /colourize. {texts.API_COLOURIZE}", name="colourise")
    _declare(compare, [photo], [results], texts.API_COMPARE)
    _declare(certainty, [photo, model, settings[0]], [result, mean], texts.API_CERTAINTY)


def _declare(function: Any, inputs: list, outputs: list, description: str, *, name: str | None = None) -> None:
    gr.Button(visible=False).click(
        function,
        inputs,
        outputs,
        api_name=name or function.__name__,
        api_description=description,
        **pictures.ONE_AT_A_TIME,
    )
