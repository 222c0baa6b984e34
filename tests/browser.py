"""Skips the browser tests if Playwright, axe or Chromium is missing.

With REQUIRE_BROWSER=1 in the environment, as in `.ci/run`, the tests fail instead.
"""

import importlib
import os
from typing import Any, NoReturn

import pytest

from tests.tools.chromium import CHROMIUM


def imported(module: str) -> Any:
    """Import a module that drives or examines a browser."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        _missing(f"{module} is not installed: see tests/requirements.txt.")


def chromium() -> str:
    """The path of the browser."""
    return CHROMIUM or _missing("Chromium is not installed: apt-get install chromium.")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason, allow_module_level=True)
