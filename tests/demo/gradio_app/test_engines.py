"""The app with either engine: a Space with a GPU and a laptop show the same."""

import numpy as np
import pytest
from PIL import Image

from demo.gradio_app import networks, pictures, samples
from demo.gradio_app.handlers import colourize

COAST = str(samples.FOLDER / "coast" / "mont-saint-michel.jpg")
ENGINES = ("torch", "onnx")
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def run_by(monkeypatch):
    """A function that selects the engine of the app's networks by name."""

    def choose(engine: str) -> None:
        monkeypatch.setenv("COLOURIZER_ENGINE", engine)
        networks.forget()

    yield choose
    networks.forget()


@pytest.mark.parametrize("model", ["chroma", "cgan", "baseline"])
def test_a_visitor_sees_the_same_picture_with_either_engine(model, run_by):
    shown, previews = [], []
    for engine in ENGINES:
        run_by(engine)
        view = next(colourize.colour_upload(None, [COAST], model, 0.5, 1.0, 0.0, False, None))
        assert view.state.coloured.provenance.engine.startswith({"onnx": "onnxruntime"}.get(engine, engine))
        shown.append(view.state.coloured.rgb.astype(int))
        previews.append(np.asarray(Image.open(view.viewer["after"]["path"]).convert("RGB")).astype(int))
    assert np.abs(shown[0] - shown[1]).max() <= 1
    assert np.abs(previews[0] - previews[1]).mean() < 0.5  # lossy compression amplifies a difference of 1


def test_certainty_and_alternatives_are_the_same_with_either_engine(run_by):
    coloured = []
    for engine in ENGINES:
        run_by(engine)
        coloured.append(pictures.colour("chroma", pictures.read(COAST)))
    one, other = coloured
    np.testing.assert_allclose(one.certainty, other.certainty, atol=0.02)
    assert len(one.alternatives) == len(other.alternatives) > 0
    for mine, theirs in zip(one.alternatives, other.alternatives, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=0.5)  # Lab units
