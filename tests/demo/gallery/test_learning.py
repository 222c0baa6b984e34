"""Watch it learn: curves and sample grids of the report's and the host's runs."""

import base64
import os
from types import SimpleNamespace

import numpy as np

from colourizer.evaluation.training_log import find_runs
from demo.browse import REPORTED_RUNS
from demo.gallery.sections.curves import together_chart
from tests.demo.gallery.looking import sentences

LOG = """images,size,seconds,mae,generator,discriminator,edges,validation_mae
1600,64,12,0.12,0.7,0.6,0.1,
3200,96,23,0.10,0.8,0.5,0.2,0.09
"""


def _charts(page) -> int:
    return len(page.get("vega_lite_chart") + page.get("arrow_vega_lite_chart"))


def _run(folder, name, *moments):
    (folder / name / "grids").mkdir(parents=True)
    (folder / name / "log.csv").write_text(LOG)
    for moment in moments:
        (folder / name / "grids" / f"{moment:08}.webp").write_bytes(b"webp %d" % moment)


def test_the_reports_runs_show(visit, made):
    page = visit(made, on="watch-it-learn")
    assert set(page.selectbox(key="run").options) == set(find_runs(REPORTED_RUNS))
    assert page.selectbox(key="run").value.startswith("cgan") and _charts(page) == 2 and len(page.image) == 1


def test_the_time_slider_leafs_through_the_grids(visit, made, tmp_path):
    _run(tmp_path, "mine", 1600, 3200)
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)), run="mine")
    assert _charts(page) == 3, "errors, losses, and a chart of its own for what only this log holds"
    assert page.image[0].value == ["data:image/webp;base64," + base64.b64encode(b"webp 3200").decode()]
    page.select_slider(key="seen").set_value(1600).run()
    assert page.image[0].value == ["data:image/webp;base64," + base64.b64encode(b"webp 1600").decode()]
    assert page.query_params == {"run": "mine", "seen": "1600"}
    page.selectbox(key="run").set_value("cgan-evening").run()
    assert page.query_params == {"run": "cgan-evening"}, "another run has other moments"


def test_a_run_without_pictures_and_a_moment_that_never_was(visit, made, tmp_path):
    _run(tmp_path, "mine")
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)), run="mine", seen="17")
    assert "mine has left no pictures" in sentences(page) and not page.image
    page = visit(made, on="watch-it-learn", run="../../etc", seen="17")
    assert "a training run that these results do not have" in sentences(page)
    assert "a moment that these results do not have" in sentences(page)


def test_a_broken_log_gets_a_sentence(visit, made, tmp_path):
    _run(tmp_path, "mine")
    (tmp_path / "mine" / "log.csv").write_text("nothing")
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)), run="mine")
    assert "not the log of a training run" in page.error[0].value.replace("\\", "")


def test_an_own_run_does_not_hide_the_projects_of_the_same_name(visit, made, tmp_path):
    _run(tmp_path / "runs", "cgan-late", 1600)
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path / "runs")))
    assert {"cgan-late", "cgan-late (runs)"} <= set(page.selectbox(key="run").options)


def test_the_chart_of_several_runs_is_scaled_to_where_they_part():
    curve = np.array([100, 400, 700, 1000]), np.array([0.2, 0.051, 0.05, 0.049])
    other = np.array([100, 400, 700, 1000]), np.array([0.2, 0.051, 0.05, 0.053])
    runs = [SimpleNamespace(name=name, curves={"validation_mae": one}) for name, one in (("a", curve), ("b", other))]
    low, high = together_chart(runs).to_dict()["encoding"]["y"]["scale"]["domain"]
    assert 0.048 < low < 0.049 and 0.053 < high < 0.054
    short = [SimpleNamespace(name="a", curves={"validation_mae": (np.array([100]), np.array([0.2]))})]
    assert "domain" not in together_chart(short).to_dict()["encoding"]["y"]["scale"]


def test_runs_are_laid_over_each_other(visit, made, tmp_path):
    for weight in (20, 40, 80):
        _run(tmp_path, f"lambda-{weight}", 3200)
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)), run="lambda-20")
    before = _charts(page)
    page.multiselect(key="beside").set_value(["lambda-40", "lambda-80"]).run()
    assert not page.exception and _charts(page) == before + 1
    assert page.query_params["beside"] == "lambda-40,lambda-80"
    again = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)), run="lambda-20", beside="lambda-80")
    assert again.multiselect(key="beside").value == ["lambda-80"]
    page.selectbox(key="run").set_value("lambda-40").run()
    assert not page.exception and "beside" not in page.query_params


def test_the_page_opens_on_the_latest_of_the_hosts_own_runs(visit, made, tmp_path):
    for number, name in enumerate(("zebra", "latest", "aardvark")):
        _run(tmp_path, name)
        os.utime(tmp_path / name / "log.csv", (1000, 2000 if name == "latest" else 1000 + number))
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)))
    assert page.selectbox(key="run").value == "latest"


def test_a_run_that_has_just_begun_is_not_the_one_shown_first(visit, made, tmp_path):
    _run(tmp_path, "finished")
    _run(tmp_path, "begun")
    (tmp_path / "begun" / "log.csv").write_text("images,size,seconds,mae\n")
    os.utime(tmp_path / "finished" / "log.csv", (1000, 1000))
    page = visit(made, on="watch-it-learn", host=("--runs", str(tmp_path)))
    assert page.selectbox(key="run").value == "finished" and not page.error
