"""By class: the table with intervals, the distributions, and the colours."""

from dataclasses import replace

import numpy as np
import pytest

from colourizer.evaluation.results import load_results, save_picture, save_results
from demo.gallery.data.columns import Columns
from demo.gallery.pages.by_class import best_network, grey_beats_all, table_rows
from demo.gallery.sections.colours import sample
from demo.gallery.sections.distribution import histograms


@pytest.fixture
def results(made):
    return load_results(made)


def test_the_table_has_a_row_a_class_the_best_network_bold_and_intervals(results):
    rows = table_rows(results, "mae")
    assert [row["MAE ↓"] for row in rows] == ["All classes", "Coasts", "Streets and urban areas"]
    assert rows[1]["Grey passthrough"] == "0.2500" and rows[1]["Baseline"] == "**0.1500**"
    assert rows[1]["cGAN"] == r"0.3500 :small[\[0.3000, 0.4000\]]" and rows[2]["cGAN"] == "0.8500"


def test_bold_is_whatever_is_best_of_a_row(results):
    summary = results.summary | {"grey": {group: {"mae": 0.001} for group in ("all", "coast", "street")}}
    row = table_rows(replace(results, summary=summary), "mae")[0]
    assert [title for title, text in row.items() if "**" in text] == ["Grey passthrough"]


def test_where_grey_beats_every_network(results):
    assert grey_beats_all(results, "mae") == []
    summary = results.summary | {"baseline": results.summary["cgan"]}
    assert grey_beats_all(replace(results, summary=summary), "mae") == ["all", "coast", "street"]
    assert grey_beats_all(results, "psnr") == [], "equal is not better"


def test_colourfulness_is_best_where_it_is_like_the_originals(results):
    assert best_network(results, "all", "colourfulness") is None, "without originals nobody can tell"
    vivid = {name: {"all": {"colourfulness": value}} for name, value in (("cgan", 45), ("baseline", 10))}
    judged = replace(results, summary=results.summary | vivid | {"original": {"all": {"colourfulness": 40}}})
    assert best_network(judged, "all", "colourfulness") == "cgan"


def test_the_command_names_nobodys_folders(visit, folder):
    save_results(replace(load_results(folder), command="python -m train evaluate --manifest /home/me/data"), folder)
    assert visit(folder, on="by-class").code[0].value == "python -m train evaluate --manifest …/data"


def test_each_picture_is_in_one_bin(results):
    table = histograms(Columns(results), "coast", "mae")
    assert table.groupby("model")["pictures"].sum().to_dict() == {"Grey passthrough": 7, "Baseline": 7, "cGAN": 7}
    assert histograms(Columns(results), "coast", "unheard of").empty


def test_the_colours_are_counted_over_a_spread_sample(results):
    many = replace(results, pictures=tuple(replace(results.pictures[0], id=f"p-{n}") for n in range(1000)))
    chosen = sample(Columns(many), "coast")
    assert len(chosen) == len(set(chosen)) == 120 and chosen[0] == "p-0" and chosen[-1] == "p-999"
    assert sample(Columns(many), "street") == ()


def test_the_page_shows_it_all(visit, folder):
    results = load_results(folder)
    for picture in results.pictures:
        save_picture(folder, "original", picture.id, np.full((8, 8, 3), (200, 40, 40), np.uint8))
    page = visit(folder, on="by-class", metric="psnr", **{"class": "street"})
    assert page.table[0].value.shape == (3, 4) and page.table[1].value.iloc[0, 1] == "0.7500"
    assert "python -m train evaluate --out there" in page.code[0].value
    captions = [image.captions[0] for image in page.image]
    assert captions[0] == "Original  \nnearly grey **0%**"
    assert captions[-1] == "cGAN  \nnearly grey **100%** · shares **0%**"
    assert len(page.get("vega_lite_chart") + page.get("arrow_vega_lite_chart")) == 1


def test_metrics_of_whole_sets_stand_in_the_second_table(visit, folder):
    results = load_results(folder)
    results.summary["cgan"]["all"]["frechet_lite2"] = 12.3
    save_results(results, folder)
    page = visit(folder, on="by-class")
    assert page.table[1].value.iloc[2, -1] == "12.30" and page.table[1].value.iloc[0, -1] == "–"
