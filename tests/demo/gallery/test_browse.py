"""The gallery, used as by a visitor."""

import base64
import re
import tomllib
from dataclasses import replace

import pytest

from colourizer.evaluation.results import Results, load_results, save_results
from demo.browse import BUNDLED, ROOT
from tests.demo.gallery.looking import figures, links, sentences, shown


def test_all_pictures_with_their_versions_and_errors_side_by_side(visit, made):
    page = visit(made)
    assert len(shown(page)) == 9
    assert shown(page)[:2] == ["coast-1", "coast-2"], "the cGAN's best come first"
    captions = [caption for _, _, caption in figures(page)[:4]]
    assert captions == ["Original", "Grey passthrough<br>MAE 0.0500", "Baseline<br>MAE 0.0900", "cGAN<br>MAE 0.0100"]
    assert "9 photographs" in page.markdown[1].value and "8 × 8" in page.markdown[1].value


def test_pictures_arrive_as_stored(visit, made):
    """Streamlit would recompress files, which changes the colours to be judged."""
    stored = (made / "pictures" / "original" / "coast-1.webp").read_bytes()
    source, text, _ = figures(visit(made))[0]
    assert source == "data:image/webp;base64," + base64.b64encode(stored).decode() and text == "Shore 1: Original"


def test_choosing_a_class_filters_and_goes_into_the_address(visit, made):
    page = visit(made)
    assert page.pills(key="class").options == ["All classes · 9", "Coasts · 7", "Streets and urban areas · 2"]
    page.pills(key="class").set_value("street").run()
    assert shown(page) == ["street-8", "street-9"]
    assert page.query_params == {"class": "street"}


def test_the_address_restores_every_choice(visit, made):
    address = {"class": "coast", "metric": "psnr", "sort": "baseline", "order": "worst", "pictures": "6", "page": "2"}
    page = visit(made, **address)
    assert shown(page) == ["coast-1"]
    assert page.query_params == address
    assert figures(page)[2][2] == "Baseline<br>PSNR 19.00 dB"


def test_sorting_by_any_metric_of_any_model(visit, made):
    page = visit(made, **{"class": "coast"})
    page.segmented_control(key="order").set_value("worst").run()
    assert shown(page) == [f"coast-{n}" for n in (7, 6, 5, 4, 3, 2, 1)]
    page.selectbox(key="sort").set_value("baseline").run()
    assert shown(page)[0] == "coast-1", "the baseline's errors run the other way"
    page.selectbox(key="metric").set_value("psnr").run()
    assert shown(page)[0] == "coast-7", "the lowest PSNR is the worst"
    assert page.query_params == {"class": "coast", "order": "worst", "sort": "baseline", "metric": "psnr"}


def test_pages_hold_each_picture_once_and_touch_no_other_files(visit, made, monkeypatch):
    read = []
    image_path = Results.image_path
    monkeypatch.setattr(Results, "image_path", lambda *a: read.append(a[1].id) or image_path(*a))
    page = visit(made, pictures="6")
    first = shown(page)
    assert len(first) == 6 and set(read) == set(first)
    page.pagination(key="page").set_value(2).run()
    assert page.query_params == {"pictures": "6", "page": "2"}
    assert sorted(first + shown(page)) == sorted(p.id for p in load_results(made).pictures)
    page.pills(key="class").set_value("coast").run()
    assert "page" not in page.query_params and shown(page)[0] == "coast-1"


@pytest.mark.parametrize("wrong", ["lakes", "../../etc", "Coasts · 7", ""])
def test_a_class_that_is_not_there_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, **{"class": wrong})
    assert "landscape class that these results do not have" in sentences(page)
    assert len(shown(page)) == 9 and "class" not in page.query_params


@pytest.mark.parametrize("wrong", ["0", "3", "-1", "two"])
def test_a_page_that_is_not_there_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, pictures="6", page=wrong)
    assert "asks for a page" in sentences(page) and shown(page)[0] == "coast-1"


def test_a_missing_file_is_said_not_raised(visit, folder):
    (folder / "pictures" / "cgan" / "coast-1.webp").unlink()
    assert figures(visit(folder))[3] == ("", "", "cGAN: the file is missing.")


def test_text_from_the_folder_is_shown_as_text(visit, folder):
    results = load_results(folder)
    nasty = '![x](//evil) **b** <b>$1$ :red[r] `c`"onload=x'
    models = (*results.models[:-1], replace(results.models[-1], title=nasty))
    pictures = (replace(results.pictures[0], title=nasty),)
    save_results(replace(results, name=nasty, models=models, pictures=pictures), folder)
    page = visit(folder)
    text = "\n".join(element.value for element in page.markdown)
    cards = "".join(element.proto.body for element in page.get("html")[1:])
    assert "<b>" not in cards and '`"' not in cards and figures(page)[3][1] == f"{nasty}: {nasty}"
    bare = re.sub(r"\\.", "", text)  # the text without escaped characters
    assert not any(markup in bare for markup in ("![", "](", "<b>", "$", ":red", "`")), bare
    assert r"\!\[x\]\(\/\/evil\)" in text


def test_new_results_in_the_same_folder_are_noticed(visit, folder):
    assert len(shown(visit(folder))) == 9
    results = load_results(folder)
    save_results(replace(results, pictures=results.pictures[:4]), folder)
    assert len(shown(visit(folder))) == 4


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("metrics.json", None, "holds no results"),
        ("pictures.csv", None, "holds no results"),
        ("metrics.json", "{", "cannot be read"),
        ("metrics.json", '{"schema": 0}', "another version"),
        (
            "pictures.csv",
            "id,class,title,model,mae,psnr,colourfulness\n../x,coast,t,cgan,1,1,1\n",
            "cannot be the name of a picture",
        ),
    ],
)
def test_a_broken_folder_gets_a_sentence(visit, folder, file, content, sentence):
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content)
    page = visit(folder)
    assert sentence in page.error[0].value.replace("\\", "")
    assert not figures(page) and not page.pills


def test_an_unknown_argument_gets_a_sentence(visit, made, monkeypatch):
    page = visit(made)
    monkeypatch.setattr("sys.argv", ["browse.py", "--result", "x"])
    page.run()
    assert not page.exception and "does not know" in page.error[0].value


def test_the_settings_are_quiet_and_closed():
    settings = tomllib.loads((ROOT / "demo" / ".streamlit" / "config.toml").read_text())
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none" and settings["client"]["toolbarMode"] == "minimal"
    assert settings["server"]["enableStaticServing"] is False and settings["server"]["fileWatcherType"] == "none"
    assert settings["server"]["enableXsrfProtection"] and settings["server"]["enableCORS"]
    assert settings["server"]["address"] == "localhost" and settings["server"]["maxUploadSize"] <= 1


@pytest.mark.skipif(not (BUNDLED / "metrics.json").is_file(), reason="the bundled results are not made yet")
def test_the_bundled_results_show(visit):
    results = load_results(BUNDLED)
    page = visit(BUNDLED)
    assert len(shown(page)) == min(12, len(results.pictures))
    assert len(figures(page)) == len(shown(page)) * (1 + len(results.models))
    for picture in results.pictures:
        for version in ("original", *(model.name for model in results.models)):
            assert results.image_path(picture, version).is_file()


def test_results_without_any_model_get_a_sentence(visit, folder):
    save_results(replace(load_results(folder), models=()), folder)
    assert "no pictures to compare" in sentences(visit(folder))


def test_networks_that_disagree_are_a_quarter_of_the_class(visit, made):
    page = visit(made, **{"class": "coast"})
    page.segmented_control(key="show").set_value("disagree").run()
    assert shown(page) == ["coast-1", "coast-2"]
    assert page.query_params["show"] == "disagree"


def test_where_grey_wins(visit, made):
    page = visit(made, show="grey-wins", metric="mae")
    assert shown(page) == ["coast-6", "coast-7", "street-8", "street-9"], "grey has 0.05 everywhere"
    page.selectbox(key="sort").set_value("grey").run()
    assert shown(page) == [], "some network is better on every picture"
    assert "No picture is like that" in sentences(page)


def test_a_range_of_values_goes_into_the_address_and_out_again(visit, made):
    page = visit(made)
    assert (page.slider(key="range").min, page.slider(key="range").max) == (0.01, 0.09)
    page.slider(key="range").set_value((0.03, 0.05)).run()
    assert shown(page) == ["coast-3", "coast-4", "coast-5"]
    assert page.query_params == {"range": "0.03..0.05"}
    assert shown(visit(made, range="0.03..0.05")) == shown(page)
    page.selectbox(key="metric").set_value("psnr").run()
    assert "range" not in page.query_params and len(shown(page)) == 9, "another metric has another range"


@pytest.mark.parametrize("wrong", ["", "0.1", "a..b", "0.5..0.1", "nan..1", "0..inf"])
def test_a_range_that_is_none_gets_a_kind_sentence(visit, made, wrong):
    page = visit(made, range=wrong)
    assert "range that is not two numbers" in sentences(page) and len(shown(page)) == 9


def test_a_range_beyond_the_values_is_brought_inside(visit, made):
    assert len(shown(visit(made, range="-5..0.02"))) == 2


def test_a_link_to_a_picture_keeps_what_the_address_says(visit, made):
    address = {"class": "street", "order": "worst"}
    assert links(visit(made, **address), "Look closely")[0] == {**address, "id": "street-9"}


def test_several_folders_are_chosen_by_their_names(visit, made, folder):
    save_results(replace(load_results(folder), name="Others"), folder)
    page = visit(made, folder)
    assert page.selectbox(key="results").options == ["shores", "shores-2"]
    page.selectbox(key="results").set_value("shores-2").run()
    assert page.query_params == {"results": "shores-2"} and "Others" in page.markdown[1].value


def test_one_broken_folder_does_not_hide_the_others(visit, made, tmp_path):
    assert "holds no results" in visit(made, tmp_path, results=tmp_path.name).error[0].value.replace("\\", "")
    assert len(shown(visit(made, tmp_path))) == 9


def test_a_third_network_is_one_more_picture_in_each_card(visit, folder):
    results = load_results(folder)
    third = replace(results.models[-1], name="chroma", title="Chroma")
    pictures = tuple(replace(p, values=p.values | {"chroma": p.values["cgan"]}) for p in results.pictures)
    summary = results.summary | {"chroma": results.summary["cgan"]}
    save_results(replace(results, models=(*results.models, third), pictures=pictures, summary=summary), folder)
    (folder / "pictures" / "cgan").rename(folder / "pictures" / "chroma")
    page = visit(folder)
    assert page.selectbox(key="sort").value == "chroma", "the newest network sorts first"
    assert [caption.partition("<br>")[0] for _, _, caption in figures(page)[:5]] == [
        "Original",
        "Grey passthrough",
        "Baseline",
        "cGAN: the file is missing.",
        "Chroma",
    ]
