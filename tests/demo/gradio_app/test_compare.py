"""The handlers of the comparison tab, called directly, without a server."""

from pathlib import Path

import gradio as gr
import pytest
from PIL import Image

from colourizer.evaluation.metrics import ALL
from demo.gradio_app import metric_table, pictures, samples
from demo.gradio_app.handlers import compare
from demo.gradio_app.i18n import texts
from demo.gradio_app.tabs.compare import CompareState, Page, _pair, lay_out

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")  # 640x427, in colour
CHROMA, CGAN = "chroma", "cgan"
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def page() -> Page:
    with gr.Blocks():
        return lay_out()[0]


def test_each_version_is_measured_where_the_photograph_has_colours(tmp_path):
    result = compare.compared(PAGODA)
    assert list(result.paths) == compare.versions()
    assert set(result.maps) == {"grey", "baseline", "cgan", "chroma"}
    assert result.values["grey"]["colourfulness"] < 1 < result.values["original"]["colourfulness"]
    assert all(result.values[name]["ciede2000"] > 0 for name in result.maps)
    assert {picture.shape for picture in result.own.values()} == {(144, 144, 3)}
    table = compare.table(result.values)
    assert all(texts.WORDS["fr"][f"{metric.name}_means"] in table for metric in metric_table.SHOWN)
    psnr = ALL["psnr"].show(result.values["grey"]["psnr"])
    assert all(f">{texts.figures(psnr, language)}<" in table for language in texts.LANGUAGES)
    assert f"{texts.multilingual('psnr')} ↑</th>" in table
    assert {metric.name for metric in metric_table.SHOWN} == {"mae", "psnr", "ciede2000", "colourfulness"}
    grey = tmp_path / "grey.png"
    Image.open(PAGODA).convert("L").save(grey)
    result = compare.compared(str(grey))
    assert "original" not in result.paths
    assert not result.maps
    assert texts.say("no_truth") in compare.table(result.values)


def test_a_version_that_the_photograph_does_not_have_gives_way_to_grey(page, tmp_path):
    grey = tmp_path / "grey.png"
    Image.open(PAGODA).convert("L").save(grey)
    updates = next(compare_photo(page, None, [str(grey)], left="original"))
    state, pair = updates[page.state], updates[page.stage]
    assert paths(pair) == (state.paths["grey"], state.paths["chroma"])
    assert texts.say("in_grey") in pair["titles"][0]
    assert pair["titles"][1] == pair["alt"]["fr"][1] == pictures.title("chroma")
    assert [updates[side]["value"] for side in (page.left, page.right)] == ["grey", "chroma"]
    assert "original" not in [name for _, name in updates[page.left]["choices"]]
    pair = _pair(state, "cgan", "grey", None)
    assert paths(pair) == (state.paths["cgan"], state.paths["grey"])
    assert pictures.title("cgan") == pair["titles"][0]
    assert _pair(None, "cgan", "grey", None) is None
    coloured = next(compare_photo(page, state, [PAGODA]))
    assert "original" in [name for _, name in coloured[page.left]["choices"]]


def paths(pair: dict) -> tuple[str, str]:
    return pair["before"]["path"], pair["after"]["path"]


def compare_photo(page: Page, state, files: list[str] | None, tab_open: bool = True, left: str = "grey"):
    return page.show(state, tab_open, files, left, "chroma", None)


def test_nothing_is_compared_when_a_file_is_refused(page, fake):
    steps = compare_photo(page, None, [fake])
    updates = next(steps)
    state = updates[page.state]
    assert (state.path, state.paths, updates[page.stage]) == (fake, {}, None)
    assert [updates[side]["value"] for side in (page.left, page.right)] == ["grey", "chroma"]
    assert "no photograph" in updates[page.notice]
    assert not updates[page.below]["visible"]
    assert set(updates) == set(page.components), "nothing of the last photograph stays"
    with pytest.raises(gr.Error):
        next(steps)
    assert next(compare_photo(page, state, [fake])) == {page.state: gr.skip()}  # told twice


def test_the_networks_are_compared_only_for_whoever_looks_and_once(page, runs):
    assert next(compare_photo(page, None, [PAGODA], tab_open=False)) == {page.state: gr.skip()}
    updates = next(compare_photo(page, None, [PAGODA, str(samples.FIRST)]))
    state = updates[page.state]
    assert updates[page.below]["visible"]
    assert all(updates[image]["visible"] for image in (*page.row.values(), *page.maps.values(), *page.own.values()))
    assert paths(updates[page.stage]) == (state.paths["grey"], state.paths["chroma"])
    assert texts.multilingual("first_of", count=2) in updates[page.notice]
    assert sorted(runs) == ["baseline", CGAN, CHROMA]
    next(compare_photo(page, state, [PAGODA]))
    assert len(runs) == 3


def test_the_example_is_compared_once_for_all_and_again_when_its_files_were_deleted(runs):
    compare._example.cache_clear()
    first = compare.example()
    assert compare.example() is first
    assert len(runs) == 3
    Path(first.paths["grey"]).unlink()
    with pytest.raises(gr.Error, match="deleted from the server"):
        _pair(CompareState(None, dict(first.paths)), "grey", "cgan", None)
    again = compare.example()
    assert all(Path(path).is_file() for path in again.paths.values())
    assert len(runs) == 6
    compare._example.cache_clear()
