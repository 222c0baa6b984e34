"""Gradio's private API works as `demo/gradio_app/private.py` assumes; only that module uses it."""

import inspect
import re
import shutil
import subprocess
from contextvars import ContextVar
from importlib.metadata import version
from pathlib import Path

import gradio as gr
import pytest
from gradio.context import Context, LocalContext
from gradio.routes import App
from gradio.utils import get_upload_folder
from gradio_client.utils import is_http_url_like

from demo.gradio_app import private

ROOT = Path(__file__).parents[3]
UNDOCUMENTED = re.compile(
    r"gradio\.(context|routes|utils)|gradio_client\.utils|async_move_resource|\.preprocess = |LocalContext|root_block"
)


def test_they_are_as_they_were():
    for kind in (gr.File, gr.UploadButton):
        move = kind.async_move_resource_to_block_cache
        assert inspect.iscoroutinefunction(move) and list(inspect.signature(move).parameters)[1:] == [
            "url_or_file_path"
        ]
        assert list(inspect.signature(kind.preprocess).parameters) == ["self", "payload"]
    assert isinstance(LocalContext.in_event_listener, ContextVar) and hasattr(Context, "root_block")
    assert isinstance(get_upload_folder(), str)
    assert is_http_url_like("https://example.com/a.jpg") and not is_http_url_like("/tmp/a.jpg")


def test_no_other_module_touches_them():
    for path in (ROOT / "demo").rglob("*.py"):
        if path.name != "private.py":
            assert not UNDOCUMENTED.search(path.read_text()), path


def pins(path: Path) -> dict[str, str]:
    """The pins of Gradio and Streamlit in a requirements file: `{"gradio": "==6.31.0"}`."""
    return dict(re.findall(r"^(gradio|streamlit)([=<>].*)$", path.read_text(), re.M))


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-light.txt", "demo/requirements.txt"])
def test_the_version_is_pinned_and_is_the_one_installed(file):
    pinned = pins(ROOT / file)
    assert pinned
    if all(asked.startswith(">=") for asked in pinned.values()):
        pytest.skip("the workflow's job `newest` has lifted the pins")
    assert pinned == {name: f"=={version(name)}" for name in pinned}


@pytest.mark.skipif(shutil.which("perl") is None, reason="Perl is not installed")
def test_the_weekly_job_lifts_the_pins_to_the_next_major_version(tmp_path):
    """As its comment says. The test above is then skipped, instead of failing each week."""
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text()
    (command,) = re.findall(r"- run: (perl .+)", workflow)
    shutil.copytree(ROOT / "demo", tmp_path / "demo", ignore=lambda _, names: {*names} - {"requirements.txt"})
    for name in ("requirements.txt", "requirements-light.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    for name in ("requirements.txt", "requirements-light.txt", "demo/requirements.txt"):
        for package, asked in pins(ROOT / name).items():
            pinned = asked.removeprefix("==")
            lifted = f">={pinned},<{int(pinned.split('.')[0]) + 1}"
            assert pins(tmp_path / name)[package] == lifted


def test_the_page_is_known_while_it_is_built():
    with gr.Blocks() as page:
        assert private.current_page() is page
    assert not private.in_event()


def test_the_server_is_made_when_it_is_launched_and_not_while_the_page_is_built():
    with private.without_server(), gr.Blocks() as page:
        page.queue(max_size=4)
    assert page.app is None  # a new Gradio may no longer make it three times: then `without_server` is in vain
    with gr.Blocks() as usual:
        pass
    assert isinstance(usual.app, App)
    try:
        page.launch(prevent_thread_lock=True, quiet=True)
        assert isinstance(page.app, App)
    finally:
        page.close()
