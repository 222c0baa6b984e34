"""The Gradio app as an API: started on a free port, called by gradio_client."""

import html
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from colourizer import load_photo
from colourizer.checkpoint import bundled_names
from colourizer.photo.photo import read_provenance
from demo import app
from demo.gradio_app import pictures, samples
from demo.gradio_app.i18n import texts
from tests.tools.serving import free_port

PAGODA = samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg"  # 640x427, in colour


@pytest.fixture
def grey_tiff(tmp_path) -> Path:
    """A 16-bit grey ramp, 300x200."""
    path = tmp_path / "scan.tif"
    Image.fromarray(np.linspace(0, 65535, 300 * 200).reshape(200, 300).astype(np.uint16)).save(path)
    return path


def colourize(
    client: Client, photo: Path, model: str = "cgan", file_format: str = "png", **settings
) -> tuple[Path, str]:
    path, sentence = client.predict(
        photo=handle_file(photo), model=model, format=file_format, api_name="/colourize", **settings
    )
    return Path(path), sentence


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def chroma_range(path: Path) -> int:
    """The maximum difference between the channels of a picture: 0 for grey."""
    return int(np.ptp(pixels(path), axis=2).max())


def test_a_photograph_comes_back_at_its_own_size_in_colour_and_with_its_own_lightness(client):
    path, sentence = colourize(client, PAGODA)
    assert path.name == "photo-cgan.png"
    assert Image.open(path).size == (640, 427)
    assert chroma_range(path) > 0
    assert np.abs(load_photo(path).lightness - load_photo(PAGODA).lightness).mean() < 0.5
    assert "640 × 427" in sentence
    assert texts.say("simulated") in sentence
    assert texts.say("set_aside") in sentence


@pytest.mark.parametrize("model", bundled_names())
def test_each_model_colours_and_is_named(client, model):
    path, sentence = colourize(client, PAGODA, model, "jpg")
    assert path.name == f"photo-{model}.jpg"
    assert Image.open(path).format == "JPEG"
    assert sentence.startswith(pictures.title(model))


def test_sixteen_bits_of_grey_are_taken(client, grey_tiff):
    path, sentence = colourize(client, grey_tiff)
    assert Image.open(path).size == (300, 200)
    assert texts.say("set_aside") not in sentence


def test_what_is_no_photograph_is_refused_in_a_sentence(client, tmp_path):
    fake = tmp_path / "fake.jpg"
    fake.write_text("no photograph")
    with pytest.raises(AppError, match="no photograph that can be read here"):
        colourize(client, fake)
    with pytest.raises(AppError, match="no photograph that can be read here"):
        client.predict(handle_file(fake), api_name="/compare")


@pytest.mark.parametrize("name", ["dalle", "../checkpoints/cgan", ""])
def test_an_unknown_model_is_refused_in_a_sentence_that_names_the_known_ones(client, name):
    with pytest.raises(AppError, match="cgan"):
        colourize(client, PAGODA, name)


def test_compare_returns_grey_and_every_model_at_full_size(client):
    paths = [Path(path) for path in client.predict(handle_file(PAGODA), api_name="/compare")]
    assert [path.name for path in paths] == ["photo-grey.png", *(f"photo-{name}.png" for _, name in pictures.models())]
    assert {Image.open(path).size for path in paths} == {(640, 427)}
    assert chroma_range(paths[0]) <= 2  # rounding
    assert all(chroma_range(path) > 2 for path in paths[1:])


def test_settings_change_the_colours_and_are_written_into_the_file(client):
    timid, bold = (colourize(client, PAGODA, "chroma", vividness=vividness)[0] for vividness in (0, 1))
    assert np.abs(pixels(timid) - pixels(bold)).mean() > 1
    grey, _ = colourize(client, PAGODA, "chroma", "webp", strength=0)
    assert chroma_range(grey) <= 12  # WebP compression of grey
    warm, _ = colourize(client, PAGODA, "chroma", warmth=1)
    assert pixels(warm)[..., 2].mean() < pixels(bold)[..., 2].mean()
    assert read_provenance(warm).settings["warmth"] == 1


def test_an_unknown_format_is_refused_in_a_sentence_that_names_the_known_ones(client):
    with pytest.raises(AppError, match="webp"):
        colourize(client, PAGODA, file_format="exe")


def test_certainty_comes_as_a_map_of_the_photographs_size_and_a_mean(client):
    path, mean = client.predict(photo=handle_file(PAGODA), model="chroma", api_name="/certainty")
    image = Image.open(path)
    assert (image.mode, image.size) == ("L", (640, 427))
    assert np.asarray(image).mean() / 255 == pytest.approx(mean, abs=0.02)
    with pytest.raises(AppError, match="cannot say how sure it is"):
        client.predict(photo=handle_file(PAGODA), model="cgan", api_name="/certainty")


def test_the_program_in_the_readme_gets_a_photograph_in_the_format_it_asked_for(demo):
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", readme, re.S) if "gradio_client" in block)
    found: dict = {}
    exec(code.replace("http://localhost:7860", demo.local_url), found)
    assert Image.open(found["path"]).format == "TIFF"
    assert read_provenance(found["path"]).settings["vividness"] == 0.7
    assert "Chroma" in found["words"]


def test_the_endpoints_are_these_and_say_what_they_do(client, demo):
    parameters = {
        "/colourize": [
            *("photo", "model", "vividness", "strength", "warmth"),
            *("format", "mark", "frame", "invert", "levels", "hints"),
        ],
        "/compare": ["photo"],
        "/certainty": ["photo", "model", "vividness"],
    }
    parameters["/colourise"] = parameters["/colourize"]  # its older name
    api = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert {name: [each["parameter_name"] for each in api[name]["parameters"]] for name in api} == parameters
    with urllib.request.urlopen(f"{demo.local_url}gradio_api/info") as response:
        described = json.load(response)["named_endpoints"]
    for name, names in parameters.items():
        assert all(each in described[name]["description"] for each in names)
    assert not demo.mcp_server  # unless the host sets GRADIO_MCP_SERVER


def test_the_old_spelling_of_an_endpoint_still_answers(client):
    path, sentence = client.predict(photo=handle_file(PAGODA), model="baseline", api_name="/colourise")
    assert read_provenance(path).model == "baseline" and texts.say("simulated") in sentence


def test_every_sample_is_credited_and_every_example_exists():
    sources = json.loads((samples.FOLDER / "sources.json").read_text())
    credits = samples.credits()
    assert all(html.escape(source["author"]) in credits and source["licence_url"] in credits for source in sources)
    assert all(path.is_file() for path in samples.EXAMPLES)


@pytest.mark.slow
def test_it_starts_as_a_script_from_anywhere_and_leaves_nothing_behind(tmp_path):
    port = free_port()
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), "TMPDIR": str(tmp_path)}
    environment.pop("GRADIO_TEMP_DIR", None)
    with subprocess.Popen([sys.executable, app.__file__], cwd=tmp_path, env=environment) as process:
        try:
            assert texts.TITLE in page(f"http://127.0.0.1:{port}", within=240)
            visitor = Client(f"http://127.0.0.1:{port}", verbose=False, download_files=False)
            visitor.predict(handle_file(PAGODA), api_name="/compare")
            assert any(tmp_path.rglob(PAGODA.name))
            assert any(tmp_path.rglob("photo-cgan.png"))
            visitor.close()
        finally:
            process.terminate()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def page(url: str, within: float) -> str:
    """Fetch the page at `url` once the starting server answers."""
    until = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(url) as response:
                return response.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def test_programs_may_frame_and_turn(client, tmp_path):
    path, sentence = colourize(client, PAGODA, frame="0.5,0,0.5,1", invert=True)
    assert np.ptp(pixels(path)[:, :315], axis=2).max() <= 1 < np.ptp(pixels(path)[:, 330:], axis=2).max()
    assert texts.say("negative_turned") in sentence
    assert texts.say("frame_chosen", percent=50) in sentence
    assert np.abs(load_photo(path).lightness + load_photo(PAGODA).lightness - 100).mean() < 1
    with pytest.raises(AppError, match="is no frame"):
        colourize(client, PAGODA, frame="all of it")
