"""Safety of the host and its visitors: no URL is fetched, and no other file is read, served or left behind."""

import asyncio
import json
import socket
import urllib.error
import urllib.request

import gradio as gr
import pytest
from gradio import processing_utils
from gradio_client import handle_file
from gradio_client.exceptions import AppError

from colourizer.photo.photo import MAX_BYTES
from demo import app
from demo.gradio_app import samples

FILES = (gr.File, gr.Image, gr.Gallery, gr.ImageSlider, gr.UploadButton)  # components that may read a file
PAGODA = samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg"  # 640x427, in colour


def test_the_app_connects_to_nobody(client, monkeypatch):
    """A URL given as a photograph causes no DNS lookup, however Gradio names the guarded method."""
    resolved, connected = [], []
    resolve, connect = socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host, *arguments, **options):
        resolved.append(host)
        return resolve("127.0.0.1", *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", lambda self, to: connected.append(to) or connect(self, to))
    for url in ("http://photographs.example/a.jpg", "https://192.0.2.1/a.jpg"):
        with pytest.raises(AppError):
            client.predict({"path": url, "meta": {"_type": "gradio.FileData"}}, api_name="/compare")
        with pytest.raises(AppError):
            client.predict({"path": url, "url": url, "meta": {"_type": "gradio.FileData"}}, api_name="/compare")
    assert {str(host) for host in resolved} <= {"127.0.0.1", "localhost", "None"}
    assert {to[0] for to in connected if isinstance(to, tuple)} <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("path", ["/etc/passwd", str(app.__file__)])
def test_no_file_of_the_server_can_be_named_as_the_photograph(demo, path):
    photo = {"path": path, "meta": {"_type": "gradio.FileData"}}
    request = urllib.request.Request(
        f"{demo.local_url}gradio_api/call/compare",
        json.dumps({"data": [photo]}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{demo.local_url}gradio_api/call/compare/{event}") as response:
        answer = response.read().decode()
    assert "event: error" in answer
    assert "photo-" not in answer


def test_no_photograph_is_fetched_from_an_address(demo, client, monkeypatch):
    asked = []
    monkeypatch.setattr(processing_utils, "async_ssrf_protected_get", lambda url: asked.append(url))
    with pytest.raises(AppError, match="Send its file"):
        client.predict({"path": "https://example.com/a.jpg", "meta": {"_type": "gradio.FileData"}}, api_name="/compare")
    assert not asked
    # Other files can enter only by the page's upload, the reference photograph and the file of hints: no other input of
    # an event can hold a file.
    inputs = {block for fn in demo.fns.values() for block in fn.inputs if isinstance(block, FILES)}
    assert len(inputs) == 4
    for upload in inputs:
        with pytest.raises(gr.Error, match="Send its file"):
            asyncio.run(upload.async_move_resource_to_block_cache("https://example.com/a.jpg"))


def test_files_outside_the_cache_and_the_samples_are_not_served(demo):
    with urllib.request.urlopen(f"{demo.local_url}gradio_api/file={samples.FIRST}") as response:
        assert response.status == 200
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{demo.local_url}gradio_api/file={app.__file__}")


def test_the_host_is_guarded(demo):
    assert demo.max_file_size == MAX_BYTES
    assert demo.delete_cache == (app.CHECK_EVERY, app.KEEP_FOR)
    assert not demo.share
    config = demo.get_config_file()
    assert config["analytics_enabled"] is False
    assert config["run_history"] is False
    assert config["show_error"] is False
    inferring = [fn for fn in demo.fns.values() if fn.concurrency_id == "inference"]
    # A photograph on each tab, opening the second tab, using, resetting or disabling a frame, a download, and the four
    # endpoints; restoring a photograph by undo, redo, reset, or a reload; opening one of several, the previous, the
    # next, or all; and before and after as one picture.
    assert len(inferring) == 11 + 4 + 4 + 1
    assert {fn.concurrency_limit for fn in inferring} == {1}


def test_all_that_a_visit_leaves_behind_is_known_to_the_cleaner(demo, client, temporary):
    client.predict(photo=handle_file(PAGODA), model="cgan", format="png", api_name="/colourize")
    client.predict(handle_file(PAGODA), api_name="/compare")
    client.predict(photo=handle_file(PAGODA), model="chroma", api_name="/certainty")
    left = {str(path) for path in temporary.rglob("*") if path.is_file()}
    assert len(left) > 4
    assert left <= set().union(*demo.temp_file_sets)
