"""The tools are tested with the untrained checkpoints of the core's tests."""

from tests.colourizer.conftest import tiny

__all__ = ["tiny"]
