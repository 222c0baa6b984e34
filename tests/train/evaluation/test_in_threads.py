"""Work in threads: results in order, a stop at the first error, and PyTorch's thread count restored."""

import threading

import pytest
import torch

from train.evaluation.in_threads import in_threads


def test_results_come_in_the_order_of_the_items():
    later = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert later.wait(10), "the second item has to begin while the first is not done"
        elif number == 1:
            later.set()
        return number * number

    before = torch.get_num_threads()
    assert list(in_threads(work, range(20), threads=2)) == [number * number for number in range(20)]
    assert torch.get_num_threads() == before


def test_an_error_ends_it_and_what_waits_is_dropped():
    begun = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise ValueError("the fourth is broken")
        return number

    with pytest.raises(ValueError, match="the fourth is broken"):
        list(in_threads(work, range(1000), threads=2))
    assert len(begun) < 20


def test_items_are_taken_as_they_are_needed():
    taken = 0

    def items():
        nonlocal taken
        for number in range(1000):
            taken = number
            yield number

    results = in_threads(lambda number: number, items(), threads=2)
    assert next(results) == 0 and taken < 10
    results.close()
