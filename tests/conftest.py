"""What holds for all tests."""

import os

import pytest

# Read when PyTorch loads, here and in the processes that tests start. The networks of tests are tiny, so threads cost
# more than they bring; and on cores that are busy besides, those that wait for each other take many times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, themselves or through another fixture."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
