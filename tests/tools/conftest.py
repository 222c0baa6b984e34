"""The tools measure with the untrained checkpoints that the core's tests have."""

from tests.colourizer.conftest import tiny

__all__ = ["tiny"]
