"""A picture's page: two versions compared, the rank in its class, its errors and its neighbours."""

import base64
from dataclasses import replace

import numpy as np
import pytest

from colourizer.evaluation.results import load_results, save_certainty, save_results
from demo.gallery.data.columns import Columns
from demo.gallery.sections.class_rank import class_rank_rows
from tests.demo.gallery.looking import component, links, sentences


def _slider(page) -> dict:
    return component(page, "colourizelt_compare")


def test_slider_values_and_neighbours(visit, made):
    page = visit(made, on="picture", id="coast-2", **{"class": "coast"})
    assert page.title[0].value == "Shore 2" and _slider(page)["right"]["label"] == "cGAN"
    stored = (made / "pictures" / "cgan" / "coast-2.webp").read_bytes()
    assert _slider(page)["right"]["image"].endswith(base64.b64encode(stored).decode())
    assert page.table[0].value.iloc[:, 1].tolist() == ["0.0500", "0.0800", "0.0200"]
    page.selectbox(key="left").set_value("baseline").run()
    assert _slider(page)["left"]["alt"] == "Shore 2: Baseline"
    next(button for button in page.button if button.label == "Next").click().run()
    assert page.query_params == {"class": "coast", "id": "coast-3", "left": "baseline"}
    assert _slider(page)["left"]["alt"] == "Shore 3: Baseline"


def test_the_way_back_keeps_the_choices_and_leaves_the_picture(visit, made):
    page = visit(made, on="picture", id="coast-2", order="worst")
    assert links(page, "All pictures") == [{"order": "worst"}]


def test_the_first_has_no_previous_and_the_last_no_next(visit, made):
    for key, label in (("coast-1", "Previous"), ("street-9", "Next")):
        page = visit(made, on="picture", id=key)
        assert [button.label for button in page.button if button.disabled] == [label]


def test_a_picture_that_the_links_filter_leaves_out_is_shown_without_neighbours(visit, made):
    page = visit(made, on="picture", id="street-8", **{"class": "coast"})
    assert page.title[0].value == "Lane 8" and not page.button


@pytest.mark.parametrize("wrong", ["coast-99", "../../../etc/passwd", ""])
def test_a_picture_that_is_not_there_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, on="picture", id=wrong)
    assert "names a picture that these results do not hold" in sentences(page)
    assert not page.image and not page.table


def test_missing_files_are_said_not_raised(visit, folder):
    (folder / "pictures" / "cgan" / "coast-1.webp").unlink()
    page = visit(folder, on="picture", id="coast-1")
    assert "One of these two files is missing" in sentences(page)
    assert any("the file is missing" in caption.value for caption in page.caption)
    (folder / "pictures" / "original" / "coast-1.webp").unlink()
    assert "nothing to compare with" in sentences(visit(folder, on="picture", id="coast-1"))


def test_a_broken_file_is_said_not_raised(visit, folder):
    (folder / "pictures" / "baseline" / "coast-1.webp").write_bytes(b"RIFF....WEBPnothing")
    page = visit(folder, on="picture", id="coast-1")
    assert any("the file is missing" in caption.value for caption in page.caption)


def test_error_maps_of_each_model_stand_beside_the_original(visit, made):
    page = visit(made, on="picture", id="coast-1")
    captions = [image.captions[0].partition("  \n")[0] for image in page.image]
    assert captions[:4] == ["Original", "Grey passthrough", "Baseline", "cGAN"]
    page.segmented_control(key="map").set_value("ab").run()
    assert "mean **0.0**" in page.image[1].captions[0], "all these pictures are grey, so no colour is off"
    assert page.query_params["map"] == "ab"


def test_certainty_shows_where_a_model_knows_it(visit, folder):
    assert "How sure" not in " ".join(head.value for head in visit(folder, on="picture", id="coast-1").header)
    results = load_results(folder)
    models = (*results.models[:2], replace(results.models[2], certainty=True))
    save_results(replace(results, models=models), folder)
    save_certainty(folder, "cgan", "coast-1", np.full((8, 8), 0.5))
    page = visit(folder, on="picture", id="coast-1")
    assert "How sure the models were" in [head.value for head in page.header]
    stored = (folder / "pictures" / "cgan-certainty" / "coast-1.webp").read_bytes()
    assert page.image[0].value == ["data:image/webp;base64," + base64.b64encode(stored).decode()]
    without = visit(folder, on="picture", id="coast-2")
    assert any("the file is missing" in caption.value for caption in without.caption)


def test_where_a_picture_stands_in_its_class(made):
    columns = Columns(load_results(made))
    grey, baseline, cgan = class_rank_rows(columns, columns.find("coast-2"), "mae")
    assert cgan["share"] == pytest.approx(5 / 6) and cgan["others"] == 6, "only coast-1 is better"
    assert baseline["share"] == pytest.approx(1 / 6) and grey["share"] == 0
    assert (cgan["q05"], cgan["q50"], cgan["q95"]) == pytest.approx((0.013, 0.04, 0.067))
    psnr = class_rank_rows(columns, columns.find("coast-2"), "psnr")
    assert psnr[2]["share"] == pytest.approx(5 / 6), "higher is better"


def test_the_only_picture_of_a_class_beats_nobody(made):
    results = load_results(made)
    columns = Columns(replace(results, pictures=results.pictures[:1]))
    assert [row["others"] for row in class_rank_rows(columns, results.pictures[0], "mae")] == [0, 0, 0]


def test_an_error_map_says_what_the_table_says(visit, folder):
    """The stored files are compressed, but the table was measured before that: 10.50 and 10.2 would be confusing."""
    results = load_results(folder)
    values = results.pictures[1].values
    pictures = [replace(p, values={m: v | {"ciede2000": 10.5} for m, v in values.items()}) for p in results.pictures]
    save_results(replace(results, pictures=tuple(pictures), metrics=(*results.metrics, "ciede2000")), folder)
    page = visit(folder, on="picture", id="coast-1")
    assert page.table[0].value.iloc[:, -1].tolist() == ["10.50"] * 3
    assert all("mean **10.50**" in image.captions[0] for image in page.image[1:4])
