"""The parts of Gradio that it does not document, all in this module: tests/demo/gradio_app/test_private.py says which.

Written for the exact version in requirements.txt. Whoever raises it runs that test.
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
    """Let `paths` turn what the browser sends into the component's value.

    Gradio's own method makes an empty file next to each upload at every event, and never deletes these. Not in a
    subclass: Gradio writes a stub next to the module of one.
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
    """While pages are built, Gradio makes their server's app three times, for a third of a second; `launch` makes it
    again, and that is the one that serves.
    """
    make = App.create_app
    App.create_app = staticmethod(lambda *_arguments, **_options: None)  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        App.create_app = make


def upload_folder() -> Path:
    """Where Gradio keeps uploads, and deletes files."""
    return Path(get_upload_folder())


def in_event() -> bool:
    """Whether this is called by an event of a visitor's, and not while the pages are built."""
    return LocalContext.in_event_listener.get(False)


def current_page() -> gr.Blocks:
    """The `gr.Blocks` within which the page is being built."""
    page = Context.root_block
    assert page is not None, "built within a gr.Blocks"
    return page
