"""Spot the fake: real or colourized, two seconds per picture, and how often each network fools people."""

import random
import secrets
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from colourizer.evaluation.results import ORIGINAL, ResultsError
from demo.gallery.components.timed_image import SECONDS, timed_image
from demo.gallery.data.answers import Score, load_answers, load_scores, mean_shares, save_answer, save_score
from demo.gallery.data.columns import ALL, Columns
from demo.gallery.data.ranking import class_counts
from demo.gallery.data.rounds import Answer, Rate, Round, answer_to, deal, picture_of, rates
from demo.gallery.metric_text import plain
from demo.gallery.sections.filters import group_title, has_pictures
from demo.gallery.sections.versions import heading, image_url, picture_link, versions
from demo.gallery.site import Site, chosen_results


def page(site: Site) -> None:
    """Draw the page. Raises ResultsError."""
    st.title("Spot the fake", anchor=False)
    columns = chosen_results(site)
    if not has_pictures(columns):
        return
    if not columns.results.known:
        st.info("Nobody knows the true colours of these photographs, so there is no telling who is right.")
        return
    if not columns.results.networks:
        st.info("These results hold no network that could fool you.")
        return
    if len(columns.place) < 2:
        st.info("One photograph makes no game. Show results with more of them.")
        return
    st.markdown(
        f"You see a photograph for {SECONDS} seconds. Are its colours real, or did a network paint them? Exactly half "
        "of a game's pictures are real. Colours that people believe are what the networks are after, and no average "
        "error measures that."
    )
    game, score = st.columns([5, 6], gap="large")
    with game:
        _play(site, columns)
    with score:
        _score(site, columns)


def _play(site: Site, columns: Columns) -> None:
    rounds = _rounds(columns)
    at = st.session_state["game-at"]
    if at >= len(rounds):
        _over(site, columns)
        return
    current, last = rounds[at], st.session_state.get("game-last")
    st.caption(f"Picture {current.number} of {len(rounds)}")
    if last and last[0] == current:
        _verdict(site, columns, *last)
        return
    image = image_url(columns.results, picture_of(columns, current), current.version)
    if image is None:
        st.info("A file of this round is missing from the results folder.")
        st.button("Next picture", on_click=_next, args=[at], key="game-next")
        return
    game = st.session_state["game-number"]
    answered = timed_image(image, 1000 * game + current.number, begin=current.number > 1)
    if answered and answered.round == 1000 * game + current.number:
        answer = answer_to(columns, current, real=answered.real)
        st.session_state["game-last"] = (current, answer)
        st.session_state["game-answers"] = [*st.session_state.get("game-answers", []), answer]
        st.session_state["game-this"] = [*st.session_state["game-this"], answer]
        if site.answers:
            _try_to_save(lambda path: save_answer(path, answer), site.answers)
        st.rerun()


def _rounds(columns: Columns) -> tuple[Round, ...]:
    """The current game; a new one if there is none or if the page now shows other results."""
    rounds: tuple[Round, ...] = st.session_state.get("game-rounds", ())
    there = versions(columns.results)
    if not rounds or any(columns.find(each.picture) is None or each.version not in there for each in rounds):
        st.session_state.pop("game-seen", None)
        _start(columns)
    return st.session_state["game-rounds"]


def _start(columns: Columns) -> None:
    """Start a new game, preferably with pictures that this visitor has not judged yet."""
    judged = st.session_state.get("game-seen", set())
    rounds = deal(columns, random.Random(), set(columns.place) - judged)
    st.session_state["game-rounds"], st.session_state["game-at"] = rounds, 0
    st.session_state["game-seen"] = judged | {each.picture for each in rounds}
    st.session_state["game-this"] = []
    st.session_state["game-number"] = st.session_state.get("game-number", 0) + 1
    st.session_state.pop("game-last", None)


def _next(at: int) -> None:
    """A button's `on_click`: advance from round `at`. A second click before the page is redrawn does nothing."""
    if st.session_state["game-at"] == at:
        st.session_state["game-at"] = at + 1


def _over(site: Site, columns: Columns) -> None:
    """The end of a game: its score, stored once, and a button for another game."""
    answers, number = st.session_state["game-this"], st.session_state["game-number"]
    right = sum(answer.right for answer in answers)
    scores: list[Score] = st.session_state.setdefault("game-scores", [])
    if answers and number not in [score.game for score in scores]:
        session = st.session_state.setdefault("game-session", secrets.token_hex(8))
        score = Score(session, number, right, len(answers))
        scores.append(score)
        if site.answers:
            _try_to_save(lambda path: save_score(path, score), site.answers)
    st.success(f"That was the game: {right} of {len(answers)} right. Guessing gives half.", icon=":material/flag:")
    st.button("Play again", on_click=_start, args=[columns], key="game-again", type="primary")
    if len(columns.place) < 2 * len(st.session_state["game-rounds"]):
        st.caption("These results hold few photographs, so you will see some again, in other colours perhaps.")


def _try_to_save(write: Callable[[Path], None], path: Path) -> None:
    try:
        write(path)
    except ResultsError as error:
        st.session_state["game-trouble"] = str(error)


def _verdict(site: Site, columns: Columns, current: Round, answer: Answer) -> None:
    picture = picture_of(columns, current)
    title = versions(columns.results)[current.version]
    truth = "These were its real colours." if current.version == ORIGINAL else f"{plain(title)} painted these colours."
    if answer.right:
        st.success(f"Right. {truth}", icon=":material/check:")
    else:
        st.warning(f"Fooled! {truth}" if current.version != ORIGINAL else f"Wrong. {truth}", icon=":material/close:")
    st.button("Next picture", on_click=_next, args=[current.number - 1], key="game-next", type="primary")
    names = [ORIGINAL] if current.version == ORIGINAL else [ORIGINAL, current.version]
    for column, name in zip(st.columns(2), names, strict=False):
        image = image_url(columns.results, picture, name)
        if image is not None:
            with column:
                label = versions(columns.results)[name]
                st.image(image, caption=plain(label), width="stretch", alt=f"{heading(picture)}: {label}")
    picture_link(site, picture, "Look closely", ":material/compare:", right=current.version)


def _score(site: Site, columns: Columns) -> None:
    mine = st.session_state.get("game-answers", [])
    st.header("Your score", anchor=False)
    if mine:
        st.markdown(f"**{sum(answer.right for answer in mine)} of {len(mine)}** right. Guessing gives half.")
    else:
        st.markdown("No answers yet.")
    scores: list[Score] = st.session_state.get("game-scores", [])
    if scores:
        st.markdown("Your games: " + ", ".join(f"{score.right} of {score.asked}" for score in scores))
    st.header("How often the networks fool people", anchor=False)
    if st.session_state.get("game-trouble"):
        st.error(plain(st.session_state["game-trouble"]))
    table = rate_rows(columns, rates(columns.results, load_answers(site.answers) if site.answers else mine))
    st.table(table, border="horizontal", hide_index=True, alt="Share taken for real, by version and class")
    st.caption(
        "The share of pictures taken for real, out of how many, and its 95 % interval (Wilson). Nobody can tell where "
        "a network's share is as high as that of the real photographs. After the test of Zhang, Isola and Efros "
        "(2016), who showed the real picture beside the painted one."
    )
    if site.answers:
        _everybody(site.answers)
        st.caption(
            "This host keeps the answers and the scores of all visitors: version, class and answer, and how each game "
            "ended. Nothing in them tells who you are."
        )
    else:
        st.caption("Only your own answers count here. They are not kept, and go when you close the page.")


def _everybody(path: Path) -> None:
    """The scores of first and later games, which show whether people learn to recognise the networks' colours."""
    scores = load_scores(path)
    if not scores:
        return
    first, later = mean_shares(scores)
    games = f"{len(scores):,} game{'s' * (len(scores) != 1)} by all visitors: {first:.0%} right in first games"
    st.markdown(games + (f", {later:.0%} in later ones." if later is not None else "."))


def rate_rows(columns: Columns, known: dict[tuple[str, str], Rate]) -> list[dict[str, str]]:
    """The fool rates as a table: a row per class, a column for the real photographs and for each network."""
    titles = {network.name: network.title for network in columns.results.networks}
    titles[ORIGINAL] = "Real photographs"
    return [
        {"Class": group_title(group)}
        | {plain(title): _format_rate(known.get((name, group))) for name, title in titles.items()}
        for group in class_counts(columns.results)
        if group == ALL or any((name, group) in known for name in titles)
    ]


def _format_rate(rate: Rate | None) -> str:
    if rate is None:
        return "–"
    low, high = rate.interval
    return f"{rate.share:.0%} of {rate.asked:,} :small[\\[{low:.0%}, {high:.0%}\\]]"
