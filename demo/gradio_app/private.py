"""All uses of Gradio's private API, as listed in tests/demo/gradio_app/test_private.py.

Written for the exact version in requirements.txt: after an upgrade, run that test.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context, LocalContext
from gradio.routes import App
from gradio.utils import get_upload_folder
from gradio_client.utils import is_http_url_like


def read_paths(upload: gr.File | gr.UploadButton, paths: Callable[[Any], Any]) -> None:
    """Use `paths` to convert the browser's data to the component's value.

    Gradio's own method creates an empty file next to each upload at every event, and never deletes it. This is not a
    subclass, since Gradio writes a stub file next to a subclass's module.
    """
    upload.preprocess = paths  # pyright: ignore[reportAttributeAccessIssue]


def refuse_addresses(upload: gr.File | gr.UploadButton, error: Callable[[], Exception]) -> None:
    """Raise `error()` for the address of a photograph, which Gradio would download, however large."""
    move = upload.async_move_resource_to_block_cache

    async def moved(url_or_file_path: str | Path | None) -> str | None:
        if is_http_url_like(str(url_or_file_path)):
            raise error()
        return await move(url_or_file_path)

    upload.async_move_resource_to_block_cache = moved


@contextmanager
def without_server() -> Iterator[None]:
    """Skip creating the server's app while pages are built: Gradio does so three times, in a third of a second, but
    serves only the app that `launch` creates.
    """
    make = App.create_app
    App.create_app = staticmethod(lambda *_arguments, **_options: None)  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        App.create_app = make


def upload_folder() -> Path:
    """The folder where Gradio keeps uploads and deletes files."""
    return Path(get_upload_folder())


def in_event() -> bool:
    """Whether this is called in a visitor's event, not while the pages are built."""
    return LocalContext.in_event_listener.get(False)


def current_page() -> gr.Blocks:
    """The `gr.Blocks` in which the page is being built."""
    page = Context.root_block
    assert page is not None, "built within a gr.Blocks"
    return page
