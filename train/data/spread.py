"""Evenly spaced subsets of a list: manifests and folders are sorted by source and class.

Published numbers depend on the choice of items, so do not change these three functions.
"""

from typing import TypeVar

_T = TypeVar("_T")


def exactly(items: list[_T], count: int) -> list[_T]:
    """`count` items; all if there are fewer."""
    return items if len(items) <= count else [items[place * len(items) // count] for place in range(count)]


def at_most(items: list[_T], count: int) -> list[_T]:
    """Every nth item from the first, with the smallest n that gives at most `count` items. count: at least 1."""
    return items[:: max(1, -(-len(items) // count))]


def at_least(items: list[_T], count: int) -> list[_T]:
    """Every nth item from the first, with the largest n that gives at least `count` items; all if there are fewer."""
    return items[:: max(1, len(items) // count)]
