"""Undo and redo, and the state restored after a reload, without a page."""

from typing import Any

from demo.gradio_app.handlers import undo
from demo.gradio_app.history import MOST, History, Step
from demo.gradio_app.returning import Visits
from demo.gradio_app.session import Chosen


def step(*values, chosen: Any = 0) -> Step:
    return Step(values, chosen)


def recorded(*steps: Step, apart: float = 10.0) -> History:
    history = History()
    for number, each in enumerate(steps):
        history = history.recorded(each, number * apart)
    return history


def test_steps_are_undone_and_redone_in_order():
    history = recorded(step(1, "a"), step(2, "a"), step(2, "b"), step(2, "b", chosen=1))
    assert history.undone().now == step(2, "b")
    assert history.undone().undone().undone().now == step(1, "a")
    assert history.undone().undone().undone().undone() == history.undone().undone().undone()
    assert history.undone().undone().redone().now == step(2, "b")
    assert history.undone().undone().redone().redone().now == history.now
    assert history.redone() == history


def test_what_was_undone_is_gone_after_something_new():
    history = recorded(step(1), step(2)).undone().recorded(step(3), 99)
    assert (history.now, history.past, history.future) == (step(3), (step(1),), ())


def test_a_slider_that_is_drawn_is_one_step_and_another_control_another():
    drawn = recorded(step(0, 0), step(0.1, 0), step(0.2, 0), step(0.3, 0), apart=0.1)
    assert drawn.undone().now == step(0, 0)
    both = drawn.recorded(step(0.3, 1), 0.5)
    assert both.undone().now == step(0.3, 0)
    later = drawn.recorded(step(0.4, 0), 60)
    assert later.undone().now == step(0.3, 0)


def test_a_photograph_is_a_step_however_soon_the_next_one_follows():
    history = recorded(step(()), step(("a.jpg",)), step(("b.jpg",)), apart=0.1)
    assert history.undone().now == step(("a.jpg",)) and history.undone().undone().now == step(())


def test_what_changed_nothing_is_no_step_and_only_so_many_are_kept():
    history = recorded(step(1), step(1))
    assert history.past == ()
    assert len(recorded(*(step(number) for number in range(MOST + 10))).past) == MOST


def test_an_undo_writes_the_photographs_only_if_they_change_or_each_later_update_would_count_as_another():
    others = tuple(range(1, len(undo.STEP)))
    values = [(("a.jpg",), *others), (("b.jpg",), *others), (("b.jpg",), *others[:-1], "changed")]
    history, now = recorded(*(step(*each, chosen=Chosen()) for each in values)), values[-1]
    once = undo.undo(history, None, 0, None, ["b.jpg"], *now[1:])
    assert "upload" not in once
    assert tuple(once[name] for name in undo.STEP[1:]) == others
    twice = undo.undo(once["history"], once["pending"], once["pending"].number, None, ["b.jpg"], *others)
    assert twice["upload"] == ["a.jpg"]


MINE, OTHERS = "a" * 64, "b" * 64


def test_a_page_is_found_by_its_own_token_and_by_no_other(tmp_path):
    (tmp_path / "photo.jpg").touch()
    visits = Visits(60)
    visits.keep(MINE, step(1), (str(tmp_path / "photo.jpg"),))
    assert visits.find(MINE) == step(1)
    assert visits.find(OTHERS) is None
    for guess in ("", "x", "a" * 63, "../" * 20):
        visits.keep(guess, step(2), ())
        assert visits.find(guess) is None


def test_it_is_forgotten_with_its_files_and_with_time(tmp_path):
    now = [0.0]
    visits = Visits(60, clock=lambda: now[0])
    (tmp_path / "photo.jpg").touch()
    visits.keep(MINE, step(1), (str(tmp_path / "photo.jpg"),))
    visits.keep(OTHERS, step(2), ())
    (tmp_path / "photo.jpg").unlink()
    assert visits.find(MINE) is None
    assert visits.find(OTHERS) == step(2)
    now[0] = 61
    assert visits.find(OTHERS) is None


def test_what_is_chosen_for_a_photograph_is_as_many_controls_as_it_has_parts():
    chosen = [Chosen(), Chosen(frame="a"), Chosen(frame="b"), Chosen(frame="b", negative=True)]
    chosen += [Chosen(frame="b", negative=True, hints=(1,)), Chosen(frame="b", negative=True, hints=(1, 2))]
    history = recorded(*(step(0, chosen=each) for each in chosen), apart=0.1)
    assert [each.chosen for each in history.past] == [chosen[0], chosen[2], chosen[3], chosen[4]]  # "a" became "b"
