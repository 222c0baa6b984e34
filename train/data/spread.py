"""Some items of a list, evenly spread over it: manifests and folders are in the order of sources and classes.

Published numbers depend on which items these are, so the three ways stay as they are.
"""

from typing import TypeVar

_T = TypeVar("_T")


def exactly(items: list[_T], count: int) -> list[_T]:
    """`count` items; all where there are fewer."""
    return items if len(items) <= count else [items[place * len(items) // count] for place in range(count)]


def at_most(items: list[_T], count: int) -> list[_T]:
    """Every nth item, from the first, with the smallest n that gives at most `count`, which is at least 1."""
    return items[:: max(1, -(-len(items) // count))]


def at_least(items: list[_T], count: int) -> list[_T]:
    """Every nth item, from the first, with the largest n that gives at least `count`; all where there are fewer."""
    return items[:: max(1, len(items) // count)]
