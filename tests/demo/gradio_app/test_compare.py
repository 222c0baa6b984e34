"""What happens on the tab that compares, between an event and what it changes: called directly, without a server."""

from pathlib import Path

import gradio as gr
import pytest
from PIL import Image

from colourizer.evaluation.metrics import ALL
from demo.gradio_app import metric_table, pictures, samples
from demo.gradio_app.handlers import compare
from demo.gradio_app.i18n import texts
from demo.gradio_app.tabs.compare import _NOTHING, CompareState, _compare, _pair, _values

PAGODA = str(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")  # 640x427, in colour
CHROMA, CGAN = "chroma", "cgan"
pytestmark = pytest.mark.usefixtures("cache")


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


def test_a_version_that_the_photograph_does_not_have_gives_way_to_grey(tmp_path):
    grey = tmp_path / "grey.png"
    Image.open(PAGODA).convert("L").save(grey)
    state, pair, *sides = next(compare_photo(None, [str(grey)], left="original"))[:4]
    assert paths(pair) == (state.paths["grey"], state.paths["chroma"])
    assert texts.say("in_grey") in pair["titles"][0]
    assert pair["titles"][1] == pair["alt"]["fr"][1] == pictures.title("chroma")
    assert [side["value"] for side in sides] == ["grey", "chroma"]
    assert "original" not in [name for _, name in sides[0]["choices"]]
    pair = _pair(state, "cgan", "grey", None)
    assert paths(pair) == (state.paths["cgan"], state.paths["grey"])
    assert pictures.title("cgan") == pair["titles"][0]
    assert _pair(None, "cgan", "grey", None) is None
    coloured = next(compare_photo(state, [PAGODA]))
    assert "original" in [name for _, name in coloured[2]["choices"]]


def paths(pair: dict) -> tuple[str, str]:
    return pair["before"]["path"], pair["after"]["path"]


def compare_photo(state, files: list[str] | None, tab_open: bool = True, left: str = "grey"):
    return _compare(state, tab_open, files, left, "chroma", None)


def test_nothing_is_compared_when_a_file_is_refused(fake):
    steps_ = compare_photo(None, [fake])
    state, pair, *sides, notice, below = (first := next(steps_))[:6]
    assert (state.path, state.paths, pair) == (fake, {}, None)
    assert [side["value"] for side in sides] == ["grey", "chroma"]
    assert "no photograph" in notice
    assert not below["visible"]
    assert len(first[6:]) == len(_values(compare.compared(PAGODA)))
    with pytest.raises(gr.Error):
        next(steps_)
    assert next(compare_photo(state, [fake]))[0] == gr.skip()  # told twice


def test_the_networks_are_compared_only_for_whoever_looks_and_once(runs):
    unseen = next(compare_photo(None, [PAGODA], tab_open=False))
    assert unseen == [gr.skip()] * (6 + len(_values(_NOTHING)))
    state, pair, *_, notice, below = next(compare_photo(None, [PAGODA, str(samples.FIRST)]))[:6]
    assert below["visible"]
    assert paths(pair) == (state.paths["grey"], state.paths["chroma"])
    assert texts.multilingual("first_of", count=2) in notice
    assert sorted(runs) == ["baseline", CGAN, CHROMA]
    next(compare_photo(state, [PAGODA]))
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
