"""Configuration of all tests."""

import os

import pytest

# Read when PyTorch is imported, here and in subprocesses. The networks in tests are tiny, so threads cost more than
# they gain, and on busy cores threads that wait for each other take many times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use a browser, directly or through another fixture."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
