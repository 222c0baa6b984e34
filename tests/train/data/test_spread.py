"""Evenly spread items: their number and positions, also from lists that are too short."""

import pytest

from train.data.spread import at_least, at_most, exactly


@pytest.mark.parametrize("length", [1, 7, 8, 15, 16, 17, 100])
@pytest.mark.parametrize("count", [1, 3, 8])
def test_they_are_as_many_as_asked_for_and_spread_over_the_list(length, count):
    items = list(range(length))
    assert len(exactly(items, count)) == min(length, count)
    assert 1 <= len(at_most(items, count)) <= count
    assert len(at_least(items, count)) >= min(length, count)
    for spread in (exactly, at_most, at_least):
        chosen = list(spread(items, count))
        gaps = {after - before for before, after in zip(chosen, [*chosen[1:], length], strict=True)}
        assert chosen[0] == 0 and max(gaps) <= 2 * -(-length // count)


def test_they_are_those_of_published_numbers():
    items = list(range(10))
    assert exactly(items, 4) == [0, 2, 5, 7]
    assert at_most(items, 4) == [0, 3, 6, 9]
    assert at_least(items, 4) == [0, 2, 4, 6, 8]


def test_of_nothing_there_is_nothing():
    assert not exactly([], 3) and not at_most([], 3) and not at_least([], 3)
