"""Changes between two versions: gains follow the metric's direction, and the largest changes are found."""

from dataclasses import replace

import numpy as np
import pytest

from colourizer.evaluation.results import load_results, save_results
from demo.gallery.data.changes import Side, changes
from demo.gallery.data.columns import Columns
from tests.demo.gallery.looking import figures, sentences


@pytest.fixture
def columns(made):
    return Columns(load_results(made))


def test_a_gain_is_above_zero_where_it_got_better(columns):
    by_error = changes(Side(columns, "baseline"), Side(columns, "cgan"), "mae").of("coast")
    gained = {before.id: gain for (before, _), gain in zip(by_error.pictures, by_error.gains, strict=True)}
    assert gained["coast-1"] == pytest.approx(0.08) and gained["coast-7"] == pytest.approx(-0.04)
    by_psnr = changes(Side(columns, "baseline"), Side(columns, "cgan"), "psnr")
    assert by_psnr.gains.tolist() == [10.0] * 9, "higher is better"


def test_the_largest_changes_are_of_one_direction(columns):
    found = changes(Side(columns, "baseline"), Side(columns, "cgan"), "mae")
    assert [old.id for old, _, _ in found.largest(worse=False)] == ["coast-1", "coast-2", "coast-3", "coast-4"]
    assert [old.id for old, _, _ in found.largest(worse=True)] == ["street-9", "street-8", "coast-7", "coast-6"]


def test_the_interval_is_of_the_paired_mean(columns):
    found = changes(Side(columns, "baseline"), Side(columns, "cgan"), "mae")
    half = 1.96 * found.gains.std(ddof=1) / 3
    assert found.interval == pytest.approx((found.gains.mean() - half, found.gains.mean() + half))
    assert changes(Side(columns, "baseline"), Side(columns, "cgan"), "psnr").interval == (10.0, 10.0)
    assert np.isnan(replace(found, gains=found.gains[:1]).interval).all(), "one picture says nothing of the spread"


def test_only_shared_pictures_with_values_count(columns):
    first, *rest = columns.results.pictures
    other = Columns(replace(columns.results, pictures=(replace(first, values={}), *rest[:3])))
    found = changes(Side(columns, "cgan"), Side(other, "cgan"), "mae")
    assert [old.id for old, _ in found.pictures] == [picture.id for picture in rest[:3]] and not found.gains.any()


def test_two_networks_of_one_folder(visit, made):
    page = visit(made, on="what-changed")
    assert (page.selectbox(key="before").value, page.selectbox(key="after").value) == ("shores/baseline", "shores/cgan")
    assert page.table[0].value["Better"].tolist() == ["44%", "57%", "0%"]
    assert [caption.partition("<br>")[0] for _, _, caption in figures(page)[:3]] == [
        "Original",
        "Before: Baseline",
        "After: cGAN",
    ]
    page.selectbox(key="before").set_value("shores/grey").run()
    assert page.query_params == {"before": "shores/grey"}
    assert page.table[0].value["Before"].tolist() == ["0.0500"] * 3
    page.segmented_control(key="change").set_value("worse").run()
    assert page.query_params == {"before": "shores/grey", "change": "worse"}


def test_two_folders_compare_the_same_network(visit, made, folder):
    results = load_results(folder)
    better = tuple(
        replace(p, values=p.values | {"cgan": p.values["cgan"] | {"mae": 0.001}}) for p in results.pictures[:-1]
    )
    save_results(replace(results, pictures=better, size=16), folder)
    page = visit(made, folder, on="what-changed")
    assert (page.selectbox(key="before").value, page.selectbox(key="after").value) == ("shores/cgan", "shores-2/cgan")
    assert "cGAN · shores-2" in page.selectbox(key="after").options
    assert page.table[0].value["Better"].tolist() == ["100%"] * 3
    assert "8 photographs are in both" in " ".join(caption.value for caption in page.caption)
    assert "16 × 16" in page.warning[0].value


def test_folders_with_nothing_in_common_get_a_sentence(visit, made, folder):
    results = load_results(folder)
    save_results(replace(results, pictures=tuple(replace(p, id=f"x{p.id}") for p in results.pictures)), folder)
    assert "no photograph in common" in sentences(visit(made, folder, on="what-changed"))
    save_results(replace(results, models=results.models[:1]), folder)
    assert "only one version" in sentences(visit(folder, on="what-changed"))


def test_a_version_that_is_not_there_gets_a_kind_sentence(visit, made):
    page = visit(made, on="what-changed", before="../../etc/passwd")
    assert "a version that these results do not have" in sentences(page) and page.table
