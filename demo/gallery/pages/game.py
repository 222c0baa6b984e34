"""Spot the fake: real or colourised, two seconds a picture, and how often each network fools people."""

import random

import streamlit as st

from colourizer.evaluation.results import ORIGINAL, ResultsError
from demo.gallery.components.timed_image import SECONDS, flash
from demo.gallery.data.answers import keep, kept
from demo.gallery.data.columns import ALL, Columns
from demo.gallery.data.ranking import class_counts
from demo.gallery.data.rounds import Answer, Rate, Round, answer_to, next_round, picture_of, rates
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
    st.markdown(
        f"You see a photograph for {SECONDS} seconds. Are its colours real, or did a network paint them? Half of the "
        "pictures are real. Colours that people believe are what the networks are after, and no average error "
        "measures that."
    )
    game, score = st.columns([5, 6], gap="large")
    with game:
        _play(site, columns)
    with score:
        _score(site, columns)


def _play(site: Site, columns: Columns) -> None:
    asked = _round(columns)
    if asked is None:
        st.success("You have seen every picture of these results. Thank you!")
        return
    last = st.session_state.get("game-last")
    if last and last[0].number == asked.number:
        _verdict(site, columns, *last)
        return
    picture = picture_of(columns, asked)
    image = image_url(columns.results, picture, asked.version)
    if image is None:
        st.info("A file of this round is missing from the results folder.")
        st.button("Next picture", on_click=_next, args=[columns, False], key="game-next")
        return
    said = flash(image, asked.number, begin=asked.number > 1)
    if said and said.round == asked.number:
        answer = answer_to(columns, asked, real=said.real)
        st.session_state["game-last"] = (asked, answer)
        st.session_state["game-answers"] = [*st.session_state.get("game-answers", []), answer]
        if site.answers:
            try:
                keep(site.answers, answer)
            except ResultsError as error:
                st.session_state["game-trouble"] = str(error)
        st.rerun()


def _round(columns: Columns) -> Round | None:
    """The round being played; a first one if there is none, or if the page now shows other results."""
    asked = st.session_state.get("game-round")
    if asked is None or columns.find(asked.picture) is None or asked.version not in versions(columns.results):
        for key in ("game-round", "game-last", "game-seen"):
            st.session_state.pop(key, None)
        asked = next_round(columns, 1, (), random.Random())
        st.session_state["game-round"] = asked
    return None if st.session_state.get("game-over") else asked


def _next(columns: Columns, answered: bool = True) -> None:
    """Go on to the next round: a button's `on_click`. A round whose picture is missing needs no answer."""
    asked, last = st.session_state["game-round"], st.session_state.get("game-last")
    if answered and (last is None or last[0].number != asked.number):  # a second click, before the page could follow
        return
    seen = st.session_state["game-seen"] = {*st.session_state.get("game-seen", ()), asked.picture}
    following = next_round(columns, asked.number + 1, seen, random.Random())
    if following is None:
        st.session_state["game-over"] = True
    else:
        st.session_state["game-round"] = following


def _verdict(site: Site, columns: Columns, asked: Round, answer: Answer) -> None:
    picture = picture_of(columns, asked)
    title = versions(columns.results)[asked.version]
    truth = "These were its real colours." if asked.version == ORIGINAL else f"{plain(title)} painted these colours."
    if answer.right:
        st.success(f"Right. {truth}", icon=":material/check:")
    else:
        st.warning(f"Fooled! {truth}" if asked.version != ORIGINAL else f"Wrong. {truth}", icon=":material/close:")
    st.button("Next picture", on_click=_next, args=[columns], key="game-next", type="primary")
    shown = [ORIGINAL] if asked.version == ORIGINAL else [ORIGINAL, asked.version]
    for column, name in zip(st.columns(2), shown, strict=False):
        image = image_url(columns.results, picture, name)
        if image is not None:
            with column:
                label = versions(columns.results)[name]
                st.image(image, caption=plain(label), width="stretch", alt=f"{heading(picture)}: {label}")
    picture_link(site, picture, "Look closely", ":material/compare:", right=asked.version)


def _score(site: Site, columns: Columns) -> None:
    mine = st.session_state.get("game-answers", [])
    st.header("Your score", anchor=False)
    if mine:
        st.markdown(f"**{sum(answer.right for answer in mine)} of {len(mine)}** right. Guessing gives half.")
    else:
        st.markdown("No answers yet.")
    st.header("How often the networks fool people", anchor=False)
    if st.session_state.get("game-trouble"):
        st.error(plain(st.session_state["game-trouble"]))
    table = rate_rows(columns, rates(columns.results, kept(site.answers) if site.answers else mine))
    st.table(table, border="horizontal", hide_index=True, alt="Share taken for real, by version and class")
    st.caption(
        "The share of pictures taken for real, out of how many, and its 95 % interval (Wilson). Nobody can tell where "
        "a network's share is as high as that of the real photographs. After the test of Zhang, Isola and Efros "
        "(2016), who showed the real picture beside the painted one."
    )
    if site.answers:
        st.caption("This host keeps the answers of all visitors: version, class and answer, nothing about you.")
    else:
        st.caption("Only your own answers count here. They are not kept, and go when you close the page.")


def rate_rows(columns: Columns, known: dict[tuple[str, str], Rate]) -> list[dict[str, str]]:
    """The fool rates as a table: a row for each class, a column for the real photographs and for each network."""
    titles = {network.name: network.title for network in columns.results.networks}
    titles[ORIGINAL] = "Real photographs"
    return [
        {"Class": group_title(group)}
        | {plain(title): _shown(known.get((name, group))) for name, title in titles.items()}
        for group in class_counts(columns.results)
        if group == ALL or any((name, group) in known for name in titles)
    ]


def _shown(rate: Rate | None) -> str:
    if rate is None:
        return "–"
    low, high = rate.interval
    return f"{rate.share:.0%} of {rate.asked:,} :small[\\[{low:.0%}, {high:.0%}\\]]"
