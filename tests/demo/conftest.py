"""What the tests of the Gradio pages' steps share."""

from pathlib import Path

import pytest

from colourizer import Colourization, Photo
from demo import pictures


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """The folder of all that a page makes."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    return tmp_path / "gradio"


@pytest.fixture
def runs(monkeypatch) -> list[str]:
    """The models that were run, one entry for each time."""
    run, colour = [], pictures.colour

    def counted(model: str, photo: Photo) -> Colourization:
        run.append(model)
        return colour(model, photo)

    monkeypatch.setattr(pictures, "colour", counted)
    return run


@pytest.fixture
def fake(tmp_path) -> str:
    """The path of a letter that calls itself a photograph."""
    (tmp_path / "fake.jpg").write_text("no photograph")
    return str(tmp_path / "fake.jpg")
