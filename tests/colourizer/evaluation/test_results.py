"""A results folder survives a round trip, and a broken one gives a plain error."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import (
    ModelInfo,
    Picture,
    Results,
    ResultsError,
    key_of,
    load_results,
    save_certainty,
    save_picture,
    save_results,
)

RESULTS = Results(
    name="Two pictures",
    size=144,
    created="2026-11-23T00:00:00+00:00",
    command="python -m train evaluate",
    metrics=("mae", "psnr"),
    models=(ModelInfo("grey", "Grey passthrough"), ModelInfo("cgan", "cGAN", "ab12")),
    summary={"grey": {"all": {"mae": 0.05, "psnr": 23.0}}, "cgan": {"all": {"mae": 0.04, "psnr": 24.0}}},
    pictures=(
        Picture("coast-a", LandscapeClass.COAST, 'a, quoted "title"', {"grey": {"mae": 0.05, "psnr": 23.0}}),
        Picture("street-b", LandscapeClass.STREET, "b", {"cgan": {"mae": 0.04, "psnr": 24.0}}),
    ),
)


def test_results_read_back(tmp_path):
    save_results(RESULTS, tmp_path / "out")
    assert load_results(tmp_path / "out") == replace(RESULTS, folder=tmp_path / "out")


def test_interrupted_writing_leaves_the_results_as_they_were(tmp_path):
    save_results(RESULTS, tmp_path)
    without = replace(RESULTS.pictures[1], values={"cgan": {}})
    with pytest.raises(KeyError):
        save_results(replace(RESULTS, name="Others", pictures=(RESULTS.pictures[0], without)), tmp_path)
    assert load_results(tmp_path) == replace(RESULTS, folder=tmp_path)


def test_pictures_are_found_by_their_keys(tmp_path):
    save_results(RESULTS, tmp_path)
    save_picture(tmp_path, "cgan", "coast-a", np.zeros((4, 4, 3), np.uint8))
    loaded = load_results(tmp_path)
    assert loaded.image_path(loaded.pictures[0], "cgan").exists()
    with pytest.raises(ResultsError, match="no version"):
        loaded.image_path(loaded.pictures[0], "../../etc")


def test_certainty_maps_are_found_where_a_model_has_them(tmp_path):
    grey, cgan = RESULTS.models
    save_results(replace(RESULTS, models=(grey, replace(cgan, certainty=True))), tmp_path)
    save_certainty(tmp_path, "cgan", "coast-a", np.linspace(0, 1, 256).reshape(16, 16))
    loaded = load_results(tmp_path)
    assert loaded.models[1].certainty and not loaded.models[0].certainty
    assert loaded.certainty_path(loaded.pictures[0], "grey") is None
    assert loaded.certainty_path(loaded.pictures[0], "../../etc") is None
    stored = np.asarray(Image.open(loaded.certainty_path(loaded.pictures[0], "cgan")))
    assert stored[0].max() < 40 and stored[-1].min() > 215, "0 to 255 for 0 to 100 %"


def test_results_from_before_certainty_are_read(tmp_path):
    save_results(RESULTS, tmp_path)
    head = json.loads((tmp_path / "metrics.json").read_text())
    for model in head["models"]:
        del model["certainty"]
    (tmp_path / "metrics.json").write_text(json.dumps(head))
    assert not any(model.certainty for model in load_results(tmp_path).models)


def test_networks_are_what_invents_colours():
    names = ("grey", "cgan", "cgan-own", "chroma", "their-own")
    results = replace(RESULTS, models=tuple(ModelInfo(name, name) for name in names))
    assert [model.name for model in results.networks] == ["cgan", "chroma", "their-own"]


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("metrics.json", lambda text: None, "metrics.json is missing"),
        ("pictures.csv", lambda text: None, "pictures.csv is missing"),
        ("metrics.json", lambda text: "{", "cannot be read"),
        ("metrics.json", lambda text: "[]", "cannot be read"),
        ("metrics.json", lambda text: text.replace('"schema": 1', '"schema": 0'), "another version"),
        ("metrics.json", lambda text: json.dumps({"schema": 1}), "cannot be read"),
        ("metrics.json", lambda text: text.replace('"name": "cgan"', '"name": "../cgan"'), "cannot be a name"),
        ("metrics.json", lambda text: json.dumps(json.loads(text) | {"summary": [1]}), "cannot be read"),
        ("metrics.json", lambda text: json.dumps(json.loads(text) | {"summary": {}}), "cannot be read"),
        ("pictures.csv", lambda text: text.replace("coast-a", "../../passwd"), "cannot be the name"),
        ("pictures.csv", lambda text: text.replace(",coast,", ",moon,"), "cannot be read"),
        ("pictures.csv", lambda text: text.replace("0.05", "much"), "cannot be read"),
        ("pictures.csv", lambda text: "id\n1\n", "cannot be read"),
        ("pictures.csv", lambda text: "", "cannot be read"),
        ("pictures.csv", lambda text: text[:-12], "ends early"),
    ],
)
def test_a_broken_folder_gets_a_sentence(tmp_path, name, change, sentence):
    save_results(RESULTS, tmp_path)
    text = change((tmp_path / name).read_text())
    (tmp_path / name).unlink()
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(ResultsError, match=sentence):
        load_results(tmp_path)


@pytest.mark.parametrize("name", ["../x", "a/b", "", "Capital", "..", "a.b"])
def test_no_name_becomes_a_path_unchecked(name, tmp_path):
    with pytest.raises(ResultsError, match="cannot be the name"):
        save_picture(tmp_path / "out", name, "coast-a", np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(ResultsError, match="cannot be the name"):
        save_picture(tmp_path / "out", "cgan", name, np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(ResultsError, match="cannot be the name"):
        save_results(replace(RESULTS, models=(ModelInfo(name, "x"),)), tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_long_name_leaves_room_for_the_endings(tmp_path):
    key = key_of("chroma-" + "stages-64-4-" * 10)
    save_picture(tmp_path, f"{key}-certainty", "one", np.zeros((4, 4, 3), np.uint8))
    assert (tmp_path / "pictures" / f"{key}-certainty" / "one.webp").is_file()
