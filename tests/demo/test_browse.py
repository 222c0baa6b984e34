"""The Streamlit page, driven as a visitor drives it, on a small results folder made here."""

import base64
import json
import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from colourizer.classes import LandscapeClass
from colourizer.results import ModelInfo, Picture, Results, load_results, save_picture, save_results
from demo.browse import BUNDLED, ROOT
from demo.browsing.ranking import BEST, WORST, is_judged, ranked

PAGE = ROOT / "demo" / "browse.py"
MODELS = ("grey", "baseline", "cgan")
VERSIONS = ("original", *MODELS)


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """Nine pictures, seven coasts and two streets. The higher a coast's number, the worse its cGAN."""
    folder = tmp_path_factory.mktemp("results")
    pictures = [_picture(f"coast-{n}", LandscapeClass.COAST, f"shore {n}", n) for n in (3, 1, 7, 5, 2, 6, 4)]
    pictures += [_picture(f"street-{n}", LandscapeClass.STREET, f"lane {n}", n) for n in (9, 8)]
    for level, version in enumerate(VERSIONS):
        for n, picture in enumerate(pictures):
            save_picture(folder, version, picture.id, np.full((8, 8, 3), 40 * level + n, np.uint8))
    groups = {"all": 0.5, "coast": 0.25, "street": 0.75}
    summary = {
        model: {group: {"mae": mean, "psnr": 20.0, "colourfulness": 30.0} for group, mean in groups.items()}
        for model in MODELS
    }
    models = (ModelInfo("grey", "Grey passthrough"), ModelInfo("baseline", "Baseline"), ModelInfo("cgan", "cGAN"))
    metrics = ("mae", "psnr", "colourfulness")
    created, command = "2026-11-23T01:00:00+00:00", "python -m train evaluate --out there"
    save_results(Results("Shores", 8, created, command, metrics, models, summary, tuple(pictures)), folder)
    return folder


def _picture(key: str, landscape: LandscapeClass, title: str, n: int) -> Picture:
    values = {
        "grey": {"mae": 0.05, "psnr": 20.0, "colourfulness": 0.0},
        "baseline": {"mae": (10 - n) / 100, "psnr": 20.0 - n, "colourfulness": 10.0 + n},
        "cgan": {"mae": n / 100, "psnr": 30.0 - n, "colourfulness": 20.0 + n},
    }
    return Picture(key, landscape, title, values)


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """A copy of the results that a test may spoil."""
    return shutil.copytree(made, tmp_path / "results")


@pytest.fixture
def visit(monkeypatch):
    """Open the page on a folder, at an address."""

    def visit(folder: Path, **address: str) -> AppTest:
        monkeypatch.setattr("sys.argv", ["browse.py", "--results", str(folder)])
        page = AppTest.from_file(str(PAGE), default_timeout=30)
        for key, value in address.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception
        return page

    return visit


def _shown(page: AppTest) -> list[str]:
    """The ids of the cards, in order."""
    return [button.key.removeprefix("open-") for button in page.button if (button.key or "").startswith("open-")]


def _sentences(page: AppTest) -> str:
    return " ".join(box.value for box in (*page.info, *page.error))


def test_all_pictures_with_their_versions_and_errors_side_by_side(visit, made):
    page = visit(made)
    assert len(_shown(page)) == 9
    assert _shown(page)[:2] == ["coast-1", "coast-2"], "the cGAN's best come first"
    captions = [image.captions[0] for image in page.image[:4]]
    assert captions == ["Original", *(f"{t}  \nMAE **{v}**" for t, v in _first_card_values())]
    assert "9 photographs" in page.markdown[1].value and "8 × 8" in page.markdown[1].value
    assert "python -m train evaluate --out there" in page.code[0].value


def _first_card_values() -> list[tuple[str, str]]:
    return [("Grey passthrough", "0.0500"), ("Baseline", "0.0900"), ("cGAN", "0.0100")]


def test_pictures_arrive_as_stored(visit, made):
    """Streamlit recompresses files it is given, and would change the colours that are to be judged."""
    stored = (made / "pictures" / "original" / "coast-1.webp").read_bytes()
    assert visit(made).image[0].value == ["data:image/webp;base64," + base64.b64encode(stored).decode()]


def test_choosing_a_class_filters_and_goes_into_the_address(visit, made):
    page = visit(made)
    assert page.pills(key="class").options == ["All · 9", "Coasts · 7", "Streets and urban areas · 2"]
    page.pills(key="class").set_value("street").run()
    assert _shown(page) == ["street-8", "street-9"]
    assert page.query_params == {"class": "street"}
    assert page.table[0].value.iloc[0, 1] == "0.7500", "the table shows the means of that class"


def test_the_address_restores_every_choice(visit, made):
    address = {"class": "coast", "metric": "psnr", "sort": "baseline", "order": "worst", "pictures": "6", "page": "2"}
    page = visit(made, **address)
    assert _shown(page) == ["coast-1"]
    assert page.query_params == address
    assert r"PSNR \(dB\) **19.0**" in page.image[2].captions[0]


def test_sorting_by_any_metric_of_any_model(visit, made):
    page = visit(made, **{"class": "coast"})
    page.segmented_control(key="order").set_value("worst").run()
    assert _shown(page) == [f"coast-{n}" for n in (7, 6, 5, 4, 3, 2, 1)]
    page.selectbox(key="sort").set_value("baseline").run()
    assert _shown(page)[0] == "coast-1", "the baseline's errors run the other way"
    page.selectbox(key="metric").set_value("psnr").run()
    assert _shown(page)[0] == "coast-7", "the lowest PSNR is the worst"
    assert page.query_params == {"class": "coast", "order": "worst", "sort": "baseline", "metric": "psnr"}


def test_colourfulness_is_judged_only_beside_the_originals(made):
    results = load_results(made)
    assert not is_judged(results, "colourfulness") and not is_judged(results, "a new metric")
    assert [p.id for p in ranked(results, "street", "cgan", "colourfulness", BEST)] == ["street-9", "street-8"]
    with_truth = tuple(
        replace(p, values=p.values | {"original": {"colourfulness": 21.0 + 2 * (p.id == "coast-3")}})
        for p in results.pictures
    )
    judged = replace(results, pictures=with_truth)
    assert is_judged(judged, "colourfulness")
    order = [p.id for p in ranked(judged, "coast", "cgan", "colourfulness", BEST)]
    assert set(order[:2]) == {"coast-1", "coast-3"} and order[-1] == "coast-7"


def test_values_that_are_missing_come_last(made):
    results = load_results(made)
    first, *rest = results.pictures
    gaps = replace(results, pictures=(replace(first, values={"cgan": {"mae": float("nan")}}), *rest))
    for order in (BEST, WORST):
        assert ranked(gaps, "all", "cgan", "mae", order)[-1].id == first.id


def test_pages_hold_each_picture_once_and_touch_no_other_files(visit, made, monkeypatch):
    read = []
    image_path = Results.image_path
    monkeypatch.setattr(Results, "image_path", lambda *a: read.append(a[1].id) or image_path(*a))
    page = visit(made, pictures="6")
    first = _shown(page)
    assert len(first) == 6 and set(read) == set(first)
    page.pagination(key="page").set_value(2).run()
    assert page.query_params == {"pictures": "6", "page": "2"}
    assert sorted(first + _shown(page)) == sorted(p.id for p in load_results(made).pictures)
    page.pills(key="class").set_value("coast").run()
    assert "page" not in page.query_params and _shown(page)[0] == "coast-1"


@pytest.mark.parametrize("wrong", ["lakes", "../../etc", "Coasts · 7", ""])
def test_a_class_that_is_not_there_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, **{"class": wrong})
    assert "landscape class that these results do not have" in _sentences(page)
    assert len(_shown(page)) == 9 and "class" not in page.query_params


@pytest.mark.parametrize("wrong", ["coast-99", "../../../etc/passwd", ""])
def test_a_picture_that_is_not_there_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, id=wrong)
    assert "names a picture that these results do not hold" in _sentences(page)
    assert len(_shown(page)) == 9 and "id" not in page.query_params


@pytest.mark.parametrize("wrong", ["0", "3", "-1", "two"])
def test_a_page_that_is_not_there_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, pictures="6", page=wrong)
    assert "asks for a page" in _sentences(page) and _shown(page)[0] == "coast-1"


def test_a_picture_opens_with_slider_values_and_neighbours(visit, made):
    page = visit(made, **{"class": "coast"})
    page.button(key="open-coast-2").click().run()
    assert page.query_params == {"class": "coast", "id": "coast-2"}
    assert _slider(page)["right"]["label"] == "cGAN"
    stored = (made / "pictures" / "cgan" / "coast-2.webp").read_bytes()
    assert _slider(page)["right"]["image"].endswith(base64.b64encode(stored).decode())
    assert page.table[1].value.iloc[:, 1].tolist() == ["0.0500", "0.0800", "0.0200"]
    page.selectbox(key="left").set_value("baseline").run()
    assert _slider(page)["left"]["alt"] == "Shore 2: Baseline"
    next(button for button in page.button if button.label == "Next").click().run()
    assert page.query_params["id"] == "coast-3"
    assert _slider(page)["left"]["alt"] == "Shore 3: Baseline"


def _slider(page: AppTest) -> dict:
    (slider,) = (e.proto for e in page.get("bidi_component") if e.proto.component_name == "colourizelt_compare")
    return json.loads(slider.json)


def test_a_missing_file_is_said_not_raised(visit, folder):
    (folder / "pictures" / "cgan" / "coast-1.webp").unlink()
    page = visit(folder, id="coast-1")
    assert any("the file is missing" in caption.value for caption in page.caption)
    assert "One of these two files is missing" in _sentences(page)


def test_text_from_the_folder_is_shown_as_text(visit, folder):
    results = load_results(folder)
    nasty = "![x](//evil) **b** <b>$1$ :red[r] `c`"
    save_results(replace(results, name=nasty, pictures=(replace(results.pictures[0], title=nasty),)), folder)
    text = "\n".join(element.value for element in visit(folder).markdown)
    bare = re.sub(r"\\.", "", text)  # what is left of it when every sign that stands for itself is gone
    assert not any(markup in bare for markup in ("![", "](", "<b>", "$", ":red", "`")), bare
    assert r"\!\[x\]\(\/\/evil\)" in text


def test_new_results_in_the_same_folder_are_noticed(visit, folder):
    assert len(_shown(visit(folder))) == 9
    results = load_results(folder)
    save_results(replace(results, pictures=results.pictures[:4]), folder)
    assert len(_shown(visit(folder))) == 4


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("metrics.json", None, "holds no results"),
        ("pictures.csv", None, "holds no results"),
        ("metrics.json", "{", "cannot be read"),
        ("metrics.json", '{"schema": 0}', "another version"),
        ("pictures.csv", "id,class,title,model\n../x,coast,t,cgan\n", "cannot be the name of a picture"),
    ],
)
def test_a_broken_folder_gets_a_sentence(visit, folder, file, content, sentence):
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content)
    page = visit(folder)
    assert sentence in page.error[0].value.replace("\\", "")
    assert not page.image and not page.pills


def test_an_unknown_argument_gets_a_sentence(visit, made, monkeypatch):
    page = visit(made)
    monkeypatch.setattr("sys.argv", ["browse.py", "--result", "x"])
    page.run()
    assert not page.exception and "one argument" in page.error[0].value


def test_the_settings_are_quiet_and_closed():
    settings = tomllib.loads((ROOT / "demo" / ".streamlit" / "config.toml").read_text())
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none" and settings["client"]["toolbarMode"] == "minimal"
    assert settings["server"]["enableStaticServing"] is False and settings["server"]["fileWatcherType"] == "none"


@pytest.mark.skipif(not (BUNDLED / "metrics.json").is_file(), reason="the bundled results are not made yet")
def test_the_bundled_results_show(visit):
    results = load_results(BUNDLED)
    page = visit(BUNDLED)
    assert len(_shown(page)) == min(12, len(results.pictures))
    assert len(page.image) == len(_shown(page)) * (1 + len(results.models)), "a file is missing"
    for picture in results.pictures:
        for version in ("original", *(model.name for model in results.models)):
            assert results.image_path(picture, version).is_file()


def test_results_without_any_model_get_a_sentence(visit, folder):
    save_results(replace(load_results(folder), models=()), folder)
    assert "no pictures to compare" in _sentences(visit(folder))
