"""Without a browser, browser tests are skipped, or fail if a browser is required, as in `.ci/run`."""

from pathlib import Path

import pytest

from tests import browser

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("needed", [browser.chromium, lambda: browser.imported("no_such_browser")])
@pytest.mark.parametrize(("required", "outcome"), [("0", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_what_is_missing_is_skipped_or_fails(needed, required, outcome, monkeypatch):
    monkeypatch.setattr(browser, "CHROMIUM", None)
    monkeypatch.setenv("REQUIRE_BROWSER", required)
    with pytest.raises(outcome, match="not installed"):
        needed()


def test_continuous_integration_requires_one():
    assert "REQUIRE_BROWSER=1 make test" in (ROOT / ".ci" / "run").read_text()


def test_no_test_skips_by_itself():
    for path in (ROOT / "tests").rglob("*.py"):
        if path != Path(__file__):
            assert not any(f'importorskip("{name}' in path.read_text() for name in ("playwright", "axe")), path
