"""The sample photographs: which ones are offered as examples, and whom they are by."""

import html
import json
from pathlib import Path

from demo import texts

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "samples"
EXAMPLES = [FOLDER / file for file in texts.EXAMPLE_NAMES]
FIRST = EXAMPLES[0]  # shown before a visitor chooses anything


def gallery() -> list[tuple[str, str]]:
    """(path, caption) of each example."""
    return [(str(path), name) for path, name in zip(EXAMPLES, texts.EXAMPLE_NAMES.values(), strict=True)]


def credits() -> str:
    """Whom each sample photograph is by, and under which licence, as Markdown, from sources.json."""
    sources = json.loads((FOLDER / "sources.json").read_text())
    return "\n".join([texts.CREDITS_HEADING, "", *map(_credit, sources)])


def _credit(source: dict) -> str:
    words = {key: html.escape(value, quote=False) for key, value in source.items()}
    page = source["source"].split(" ", 1)[0]
    licence = words["licence"].removeprefix("LicenseRef-").replace("public-domain", texts.PUBLIC_DOMAIN)
    return texts.CREDIT.format(
        file=words["file"],
        title=words["title"],
        author=words["author"],
        licence=licence,
        licence_url=source["licence_url"],
        page=texts.CREDIT_PAGE.format(url=page) if page.startswith("https://") else "",
        changes=words["changes"],
    )
