"""Settings: the host's in the environment, the visitor's choice of versions, and that it is kept between pages."""

import os
from dataclasses import replace

import pytest
from streamlit.util import calc_hash

from colourizer.evaluation.results import FAITHFUL, load_results, save_results
from demo.browse import REPORTED_RUNS, parse_site
from tests.demo.gallery.looking import figures, sentences, shown


def _turn(page, to: str):
    """Follow a navigation link, whose URL has no parameters."""
    page._page_hash = calc_hash(to)
    page.query_params.clear()
    page.run()
    assert not page.exception
    return page


def test_choices_survive_between_pages(visit, made, folder):
    page = visit(made, folder, results="shores-2", **{"class": "street", "metric": "psnr", "order": "worst"})
    _turn(page, "by-class")
    assert page.selectbox(key="results").value == "shores-2"
    assert page.pills(key="class").value == "street" and page.selectbox(key="metric").value == "psnr"
    assert "order" not in page.query_params, "this page has no order"
    page.pills(key="class").set_value("all").run()
    _turn(page, "")
    assert page.query_params == {"results": "shores-2", "metric": "psnr"} and len(shown(page)) == 9


def test_versions_are_chosen_once_for_all_pages(visit, made):
    page = visit(made)
    page.pills(key="versions").set_value(["grey", "cgan"]).run()
    assert page.query_params == {"versions": "grey,cgan"}
    captions = [caption.partition("<br>")[0] for _, _, caption in figures(page)[:3]]
    assert captions == ["Original", "Grey passthrough", "cGAN"]
    assert page.selectbox(key="sort").options == ["Grey passthrough", "cGAN"]
    _turn(page, "by-class")
    assert list(page.table[0].value.columns)[1:] == ["Grey passthrough", "cGAN"]
    page.pills(key="versions").set_value([]).run()
    assert "versions" not in page.query_params and len(page.table[0].value.columns) == 4


def test_versions_that_are_not_there_get_a_kind_sentence(visit, made):
    page = visit(made, versions="../../etc,nobody")
    assert "asks for versions that these results do not have" in sentences(page)
    assert len(figures(page)) == 9 * 4


def test_of_many_versions_each_network_is_shown_once_at_first(visit, folder):
    results = load_results(folder)
    more = [replace(results.models[-1], name=f"net-{n}", title=f"Net {n}") for n in range(3)]
    second = [replace(model, name=model.name + FAITHFUL, title=f"{model.title}, faithful") for model in more]
    summary = results.summary | {model.name: results.summary["cgan"] for model in (*more, *second)}
    save_results(replace(results, models=(*results.models, *more, *second), summary=summary), folder)
    page = visit(folder)
    assert page.pills(key="versions").value == ["grey", "baseline", "cgan", "net-0", "net-1", "net-2"]
    assert len(page.pills(key="versions").options) == 9


def test_photographs_whose_colours_nobody_knows_have_their_place(visit, folder):
    save_results(replace(load_results(folder), known=False), folder)
    page = visit(folder)
    assert "true colours nobody knows" in page.markdown[0].value and figures(page)[0][2] == "Photograph"
    for other in ("by-class", "picture", "what-changed"):
        visit(folder, on=other, id="coast-1")
    assert "Where the errors are" not in [head.value for head in visit(folder, on="picture", id="coast-1").header]
    assert "no telling who is right" in sentences(visit(folder, on="spot-the-fake"))


@pytest.mark.parametrize("kind", ["environment", "arguments"])
def test_a_host_names_what_is_shown_and_kept(kind, tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    words = []
    if kind == "environment":
        monkeypatch.setenv("COLOURIZELT_RESULTS", os.pathsep.join([str(one), str(two)]))
        monkeypatch.setenv("COLOURIZELT_RUNS", str(tmp_path / "runs"))
        monkeypatch.setenv("COLOURIZELT_ANSWERS", str(tmp_path / "answers"))
    else:
        monkeypatch.setenv("COLOURIZELT_RESULTS", "elsewhere")
        words = [
            "--results",
            str(one),
            str(two),
            "--runs",
            str(tmp_path / "runs"),
            "--answers",
            str(tmp_path / "answers"),
        ]
    site = parse_site(words)
    assert list(site.results.values()) == [one, two]
    assert site.runs == (REPORTED_RUNS, tmp_path / "runs") and site.answers == tmp_path / "answers"
