"""Spot the fake: fair rounds, honest rates, and answers that are kept only where the host wants it."""

import random
import sqlite3
from collections import Counter
from dataclasses import replace

import pytest

from colourizer.evaluation.results import ResultsError, load_results, save_results
from demo.gallery.data.answers import keep, kept
from demo.gallery.data.columns import Columns
from demo.gallery.data.rounds import Answer, Rate, Round, answer_to, next_round, rates
from tests.demo.gallery.looking import component, sentences

FOOLED = Answer("cgan", "ab", "coast", real=True)
CAUGHT = Answer("cgan", "ab", "street", real=False)


@pytest.fixture
def columns(made):
    return Columns(load_results(made))


def test_half_of_the_pictures_are_real_and_the_networks_share_the_rest(columns):
    chance = random.Random(0)
    drawn = Counter(next_round(columns, 1, (), chance).version for _ in range(4000))
    assert set(drawn) == {"original", "baseline", "cgan"}, "grey would be no riddle"
    assert 1850 < drawn["original"] < 2150 and 850 < drawn["cgan"] < 1150


def test_no_picture_comes_twice_and_the_game_ends(columns):
    seen, chance = [], random.Random(0)
    while asked := next_round(columns, len(seen) + 1, seen, chance):
        seen.append(asked.picture)
    assert sorted(seen) == sorted(columns.place)


def test_an_answer_is_right_when_it_names_what_was_shown(columns):
    assert [answer_to(columns, Round(1, "coast-1", "original"), real=real).right for real in (True, False)] == [
        True,
        False,
    ]
    assert answer_to(columns, Round(1, "coast-1", "cgan"), real=True) == FOOLED and not FOOLED.right and CAUGHT.right


def test_rates_by_version_and_class(columns):
    real = Answer("original", "", "coast", real=True)
    older = replace(FOOLED, checkpoint="older")
    found = rates(columns.results, [FOOLED, FOOLED, CAUGHT, real, older])
    assert found == {
        ("cgan", "all"): Rate(2, 3),
        ("cgan", "coast"): Rate(2, 2),
        ("cgan", "street"): Rate(0, 1),
        ("original", "all"): Rate(1, 1),
        ("original", "coast"): Rate(1, 1),
    }, "answers about older weights do not count"


def test_the_interval_is_wilsons():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662 by the score method.
    assert Rate(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_answers_are_kept_without_a_word_about_who_gave_them(tmp_path):
    path = tmp_path / "answers.sqlite"
    keep(path, FOOLED)
    keep(path, CAUGHT)
    assert kept(path) == [FOOLED, CAUGHT]
    columns = [row[1] for row in sqlite3.connect(path).execute("PRAGMA table_info(answers)")]
    assert columns == ["version", "checkpoint", "class", "real"]


@pytest.mark.parametrize("spoil", [lambda path: path.mkdir(), lambda path: path.write_text("no database at all")])
def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path, spoil):
    path = tmp_path / "answers.sqlite"
    spoil(path)
    with pytest.raises(ResultsError, match="cannot be kept"):
        keep(path, FOOLED)


def test_the_page_shows_a_picture_without_saying_which(visit, made):
    page = visit(made, on="spot-the-fake")
    data = component(page, "colourizelt_flash")
    assert data["seconds"] == 2 and data["begin"] is False and set(data) == {"image", "round", "seconds", "begin"}
    assert page.table[0].value.iloc[0].tolist() == ["All classes", "–", "–", "–"]
    assert "Only your own answers count" in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("by", ["flag", "environment"])
def test_a_host_may_keep_the_answers_of_all(visit, made, tmp_path, monkeypatch, by):
    path = tmp_path / "answers.sqlite"
    keep(path, FOOLED)
    if by == "environment":
        monkeypatch.setenv("COLOURIZELT_ANSWERS", str(path))
    page = visit(made, on="spot-the-fake", host=("--answers", str(path)) if by == "flag" else ())
    assert page.table[0].value["cGAN"].tolist()[0].startswith("100% of 1")
    assert "keeps the answers of all visitors" in " ".join(caption.value for caption in page.caption)


def test_nothing_is_kept_unless_the_host_wants_it(visit, made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    visit(made, on="spot-the-fake")
    assert not list(tmp_path.iterdir())


def test_a_missing_picture_ends_its_round_and_not_the_game(visit, folder):
    for version in ("original", "baseline", "cgan"):
        (folder / "pictures" / version).rename(folder / "pictures" / f"no-{version}")
    page = visit(folder, on="spot-the-fake")
    assert "A file of this round is missing" in sentences(page)
    first = page.session_state["game-round"]
    page.button(key="game-next").click().run()
    assert page.session_state["game-round"].number == first.number + 1
    assert page.session_state["game-round"].picture != first.picture


def test_results_without_a_network_get_a_sentence(visit, folder):
    results = load_results(folder)
    save_results(replace(results, models=results.models[:1]), folder)
    assert "no network that could fool you" in sentences(visit(folder, on="spot-the-fake"))
