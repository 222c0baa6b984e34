"""Sorting and filtering by columns of numbers."""

import time
from dataclasses import replace

import numpy as np
import pytest

from colourizer.evaluation.results import load_results
from demo.gallery.data.columns import Columns
from demo.gallery.data.ranking import BEST, DISAGREE, GREY_WINS, WORST, Query, grey_wins, ranked


@pytest.fixture
def results(made):
    return load_results(made)


def _ids(results, *query, **more) -> list[str]:
    return [picture.id for picture in ranked(Columns(results), Query(*query, **more))]


def test_colourfulness_is_judged_only_beside_the_originals(results):
    columns = Columns(results)
    assert not columns.is_judged("colourfulness") and not columns.is_judged("a new metric")
    assert _ids(results, "street", "colourfulness", "cgan") == ["street-9", "street-8"], "the highest first"
    with_truth = tuple(
        replace(p, values=p.values | {"original": {"colourfulness": 21.0 + 2 * (p.id == "coast-3")}})
        for p in results.pictures
    )
    judged = replace(results, pictures=with_truth)
    assert Columns(judged).is_judged("colourfulness")
    order = _ids(judged, "coast", "colourfulness", "cgan")
    assert set(order[:2]) == {"coast-1", "coast-3"} and order[-1] == "coast-7"


@pytest.mark.parametrize("order", [BEST, WORST])
def test_values_that_are_missing_come_last(results, order):
    first, *rest = results.pictures
    gaps = replace(results, pictures=(replace(first, values={"cgan": {"mae": float("nan")}}), *rest))
    assert _ids(gaps, "all", "mae", "cgan", order)[-1] == first.id
    assert first.id not in _ids(gaps, "all", "mae", "cgan", order, span=(0.0, 1.0))


def test_a_span_includes_its_ends(results):
    assert _ids(results, "coast", "mae", "cgan", span=(0.02, 0.04)) == ["coast-2", "coast-3", "coast-4"]


def test_disagreement_is_the_widest_quarter_of_a_class(results):
    # The cGAN's MAE is n/100, the baseline's (10 - n)/100: they differ most at both ends.
    assert _ids(results, "coast", "mae", "cgan", show=DISAGREE) == ["coast-1", "coast-2"]
    assert _ids(results, "all", "mae", "cgan", show=DISAGREE) == ["coast-1", "coast-2", "street-8", "street-9"]


def test_one_network_has_nobody_to_disagree_with(results):
    alone = replace(results, models=results.models[:2])
    assert np.isnan(Columns(alone).spread("mae")).all() and _ids(alone, "all", "mae", "baseline", show=DISAGREE) == []


def test_grey_wins_by_the_sense_of_the_metric(results):
    assert _ids(results, "coast", "psnr", "cgan", show=GREY_WINS) == []
    assert len(_ids(results, "coast", "psnr", "baseline", show=GREY_WINS)) == 7, "higher is better"
    columns = Columns(results)
    assert grey_wins(columns, "grey", "mae").tolist() == [False] * 9, "of grey itself: it beats every network"
    assert not grey_wins(Columns(replace(results, models=results.models[:1])), "grey", "mae").any()


def test_ten_thousand_pictures_are_ranked_in_no_time(results):
    many = replace(results, pictures=tuple(replace(results.pictures[n % 9], id=f"p-{n}") for n in range(10_000)))
    columns = Columns(many)
    query = Query("coast", "mae", "cgan", show=DISAGREE, span=(0.0, 0.05))
    ranked(columns, query)
    started = time.process_time()
    ranked(columns, query)
    assert time.process_time() - started < 0.1
