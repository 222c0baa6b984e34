"""Spot the fake: fair rounds, correct rates, and answers stored only if the host wants it."""

import random
import sqlite3
from collections import Counter
from dataclasses import replace

import pytest

from colourizer.evaluation.results import ResultsError, load_results, save_results
from demo.gallery.data.answers import Score, load_answers, load_scores, mean_shares, save_answer, save_score
from demo.gallery.data.columns import Columns
from demo.gallery.data.rounds import Answer, Rate, Round, answer_to, deal, rates
from tests.demo.gallery.looking import component, sentences

FOOLED = Answer("cgan", "ab", "coast", real=True)
CAUGHT = Answer("cgan", "ab", "street", real=False)


@pytest.fixture
def columns(made):
    return Columns(load_results(made))


def test_exactly_half_of_every_game_is_real_and_the_networks_share_the_rest(columns):
    for seed in range(50):
        rounds = deal(columns, random.Random(seed))
        drawn = Counter(each.version for each in rounds)
        assert drawn == {"original": 4, "baseline": 2, "cgan": 2}, "of nine pictures; grey would be no riddle"
        assert len({each.picture for each in rounds}) == 8 and [each.number for each in rounds] == list(range(1, 9))
    assert len({deal(columns, random.Random(seed)) for seed in range(50)}) > 40, "in another order each time"


def test_another_game_begins_with_what_was_not_seen(columns):
    assert deal(columns, random.Random(0), {"street-8", "coast-1"})[0].picture in {"street-8", "coast-1"}
    fresh = {"street-8", "coast-1"}
    assert {each.picture for each in deal(columns, random.Random(1), fresh)[:2]} == fresh


def test_no_round_shows_what_a_network_has_not_painted(columns):
    """Pictures of other systems may be missing, and such a round would have nothing to show."""
    pictures = tuple(
        replace(each, values={name: row for name, row in each.values.items() if name != "cgan" or each.id == "coast-1"})
        for each in columns.results.pictures
    )
    some = Columns(replace(columns.results, pictures=pictures))
    for seed in range(20):
        rounds = deal(some, random.Random(seed))
        assert all(each.picture == "coast-1" for each in rounds if each.version == "cgan")
        assert [each.version for each in rounds].count("original") == len(rounds) / 2 == 4


def test_one_picture_makes_no_game(columns):
    alone = Columns(replace(columns.results, pictures=columns.results.pictures[:1]))
    assert deal(alone, random.Random(0)) == ()


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
    save_answer(path, FOOLED)
    save_answer(path, CAUGHT)
    assert load_answers(path) == [FOOLED, CAUGHT]
    columns = [row[1] for row in sqlite3.connect(path).execute("PRAGMA table_info(answers)")]
    assert columns == ["version", "checkpoint", "class", "real"]


@pytest.mark.parametrize("spoil", [lambda path: path.mkdir(), lambda path: path.write_text("no database at all")])
def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path, spoil):
    path = tmp_path / "answers.sqlite"
    spoil(path)
    with pytest.raises(ResultsError, match="cannot be kept"):
        save_answer(path, FOOLED)


def test_the_page_shows_a_picture_without_saying_which(visit, made):
    page = visit(made, on="spot-the-fake")
    data = component(page, "colourizelt_timed_image")
    assert data["seconds"] == 2 and data["begin"] is False and set(data) == {"image", "round", "seconds", "begin"}
    assert page.table[0].value.iloc[0].tolist() == ["All classes", "–", "–", "–"]
    assert "Only your own answers count" in " ".join(caption.value for caption in page.caption)


@pytest.mark.parametrize("by", ["flag", "environment"])
def test_a_host_may_keep_the_answers_of_all(visit, made, tmp_path, monkeypatch, by):
    path = tmp_path / "answers.sqlite"
    save_answer(path, FOOLED)
    if by == "environment":
        monkeypatch.setenv("COLOURIZELT_ANSWERS", str(path))
    page = visit(made, on="spot-the-fake", host=("--answers", str(path)) if by == "flag" else ())
    assert page.table[0].value["cGAN"].tolist()[0].startswith("100% of 1")
    assert "keeps the answers and the scores of all visitors" in " ".join(caption.value for caption in page.caption)


def test_nothing_is_kept_unless_the_host_wants_it(visit, made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    visit(made, on="spot-the-fake")
    assert not list(tmp_path.iterdir())


def test_a_missing_picture_ends_its_round_and_not_the_game(visit, folder):
    for version in ("original", "baseline", "cgan"):
        (folder / "pictures" / version).rename(folder / "pictures" / f"no-{version}")
    page = visit(folder, on="spot-the-fake")
    assert "A file of this round is missing" in sentences(page)
    page.button(key="game-next").click().run()
    assert page.session_state["game-at"] == 1


def play(page, *, real: bool):
    """Give the same answer to all rounds, as the browser would."""
    rounds = page.session_state["game-rounds"]
    answers = [Answer(each.version, "", "coast", real=real) for each in rounds]
    page.session_state["game-at"], page.session_state["game-this"] = len(rounds), answers
    return page.run()


def test_a_game_ends_with_its_score_and_can_be_played_again(visit, made, tmp_path):
    path = tmp_path / "answers.sqlite"
    page = play(visit(made, on="spot-the-fake", host=("--answers", str(path))), real=True)
    assert "4 of 8 right" in page.success[0].value, "who says real to all is right in half, by construction"
    page.run()
    assert len(load_scores(path)) == 1, "however often the page is drawn"
    page.button(key="game-again").click().run()
    assert page.session_state["game-at"] == 0 and page.session_state["game-number"] == 2
    play(page, real=False)
    scores = load_scores(path)
    assert [(score.game, score.right, score.asked) for score in scores] == [(1, 4, 8), (2, 4, 8)]
    assert len({score.session for score in scores}) == 1
    text = " ".join(element.value for element in page.markdown)
    assert "Your games: 4 of 8, 4 of 8" in text and "50% right in first games, 50% in later ones" in text


def test_scores_are_kept_apart_from_answers(tmp_path):
    path = tmp_path / "answers.sqlite"
    save_answer(path, FOOLED)
    save_score(path, Score("ab", 1, 5, 10))
    save_score(path, Score("ab", 2, 8, 10))
    assert load_answers(path) == [FOOLED] and mean_shares(load_scores(path)) == (0.5, 0.8)
    assert mean_shares([Score("ab", 1, 5, 10)]) == (0.5, None)


def test_results_without_a_network_get_a_sentence(visit, folder):
    results = load_results(folder)
    save_results(replace(results, models=results.models[:1]), folder)
    assert "no network that could fool you" in sentences(visit(folder, on="spot-the-fake"))
