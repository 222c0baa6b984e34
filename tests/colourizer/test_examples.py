"""The examples in the docstrings of the public API work."""

import doctest

import colourizer


def test_the_examples_run_and_name_every_public_name():
    assert colourizer.__doc__ is not None
    assert not [name for name in colourizer.__all__ if name not in colourizer.__doc__]
    failed, tried = doctest.testmod(colourizer, optionflags=doctest.ELLIPSIS)
    assert tried > 10 and failed == 0
