"""The sample photographs: the examples, and all credits."""

import html
import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "samples"
NAMES = {  # one for each landscape class; the names are the same in both languages, or nearly
    "tall-building/neuschwanstein-castle.jpg": "Neu\u00adschwan\u00adstein",  # soft hyphens
    "coast/eilean-donan-castle.jpg": "Eilean Donan",
    "forest/redwoods-from-below.jpg": "Redwoods",
    "mountain/machu-picchu.jpg": "Machu Picchu",
    "open-country/canyon-de-chelly.jpg": "Canyon de Chelly",
    "street/avignon-palais-des-papes.jpg": "Avignon",
}
EXAMPLES = [FOLDER / file for file in NAMES]
FIRST = EXAMPLES[0]  # shown before a visitor chooses anything


def gallery() -> list[tuple[str, str]]:
    """(path, caption) of each example."""
    return [(str(path), name) for path, name in zip(EXAMPLES, NAMES.values(), strict=True)]


def credits() -> str:
    """The author and licence of each sample photograph, as HTML, from sources.json."""
    sources = json.loads((FOLDER / "sources.json").read_text())
    return f"<ul>{''.join(map(_credit, sources))}</ul>"


def _credit(source: dict) -> str:
    words = {key: html.escape(value) for key, value in source.items()}
    page = source["source"].split(" ", 1)[0]
    licence = words["licence"].removeprefix("LicenseRef-").replace("public-domain", "public domain")
    link = f', <a href="{html.escape(page)}">source</a>' if page.startswith("https://") else ""
    return (
        f"<li>{words['file']}: “{words['title']}” by {words['author']}, "
        f'<a href="{words["licence_url"]}">{licence}</a>{link}; {words["changes"]}.</li>'
    )
