"""Shared fixtures for the tests of the Gradio app."""

import tempfile
from pathlib import Path

import pytest
from gradio_client import Client

from colourizer import Colourization, Photo
from colourizer.frame.frame import Frame
from demo import app
from demo.gradio_app import pictures, session
from tests.browser import chromium, imported
from tests.demo.visitor import PATIENCE, Visitor
from tests.tools.chromium import FLAGS
from tests.tools.serving import free_port


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """The folder of all files that a page creates."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    return tmp_path / "gradio"


@pytest.fixture
def runs(monkeypatch) -> list[str]:
    """The models that were run, one entry per run."""
    run, colour = [], pictures.colour

    def counted(model: str, photo: Photo, frame: Frame | str = "auto", language: str = "en") -> Colourization:
        run.append(model)
        return colour(model, photo, frame, language)

    monkeypatch.setattr(pictures, "colour", counted)
    return run


@pytest.fixture
def fake(tmp_path) -> str:
    """The path of a text file named like a photograph."""
    (tmp_path / "fake.jpg").write_text("no photograph")
    return str(tmp_path / "fake.jpg")


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    """This module's folder for temporary files, including the folder of uploads and results."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "gradio"))
        yield folder


@pytest.fixture(scope="module")
def demo(temporary):
    """The app, served for one test module."""
    session.example.cache_clear()  # its files are in the previous module's folder
    blocks = app.build()
    app.launch(blocks, prevent_thread_lock=True, quiet=True, server_name="127.0.0.1", server_port=free_port())
    yield blocks
    blocks.close()


@pytest.fixture(scope="module")
def address(demo):
    """The app's URL."""
    return demo.local_url


@pytest.fixture(scope="module")
def client(demo, tmp_path_factory):
    """A visitor's API client, without telemetry, as one test checks the connections of this process."""
    folder = tmp_path_factory.mktemp("downloads")
    return Client(demo.local_url, verbose=False, download_files=folder, analytics_enabled=False)


@pytest.fixture(scope="module")
def browser():
    """Chromium. If it or Playwright is not installed, the test is skipped, or fails if they are required."""
    playwright, path = imported("playwright.sync_api"), chromium()
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=FLAGS, headless=True)
        yield started
        started.close()


@pytest.fixture
def visitor(browser, address):
    """A visitor at a desktop; the browser console must stay empty."""
    someone = Visitor(browser, address, viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield someone
    assert not someone.complaints
    someone.page.context.close()
