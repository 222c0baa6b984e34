"""The Streamlit pages: browse test-set results by landscape class, and understand the models.

streamlit run demo/browse.py                            the bundled results
streamlit run demo/browse.py -- --results DIR           what `python -m train evaluate` wrote into DIR
streamlit run demo/browse.py -- --results DIR OTHER     several, side by side
    --runs DIR      training runs to watch, in addition to the report's
    --answers FILE  keep the answers of "Spot the fake" in this SQLite file
    --app ADDRESS   let visitors try photographs of their own, in the app that runs there (http://localhost:7860)

The environment variables COLOURIZELT_RESULTS, COLOURIZELT_RUNS, COLOURIZELT_ANSWERS and COLOURIZELT_APP can replace
the arguments, which take precedence; separate several folders by colons, as in PATH.
"""

import argparse
import os
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
# Streamlit puts the script's own folder on the path, which does not contain `colourizer` and `demo`.
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

from colourizer.evaluation.results import ResultsError  # noqa: E402
from demo.gallery.components.accessibility import improve_accessibility  # noqa: E402
from demo.gallery.metric_text import plain  # noqa: E402
from demo.gallery.site import Site, keyed  # noqa: E402
from demo.gallery.style import STYLE  # noqa: E402
from demo.gallery.url_state import keep_choices  # noqa: E402

BUNDLED = ROOT / "assets" / "results" / "samples"
REPORTED_RUNS = ROOT / "assets" / "report"


def main() -> None:
    """Draw the page for the address."""
    st.set_page_config(page_title="Colourizelt!: results", page_icon="🎨", layout="wide")
    st.html(STYLE)
    try:
        site = parse_site(sys.argv[1:])
    except ResultsError as error:
        st.error(plain(str(error)))
        return
    pages = [
        _page(site, "browse", "browse", "Browse", "grid_view", default=True),
        _page(site, "by-class", "by_class", "By class", "bar_chart"),
        _page(site, "watch-it-learn", "learning", "Watch it learn", "timeline"),
        _page(site, "spot-the-fake", "game", "Spot the fake", "visibility"),
        _page(site, "what-changed", "changes", "What changed", "difference"),
        *([_page(site, "your-own", "own", "Your own", "add_photo_alternate")] if site.app else []),
        _page(site, "picture", "picture", "One picture", "image", visibility="hidden"),
    ]
    chosen = st.navigation(pages, position="top")
    keep_choices(chosen.url_path)
    st.set_page_config(page_title=f"{chosen.title} · Colourizelt!")
    chosen.run()
    improve_accessibility()


def parse_site(arguments: list[str]) -> Site:
    """The site that the host configured. Raises ResultsError, with a sentence, for invalid arguments."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--results", type=Path, nargs="+", default=_paths_from_environment("RESULTS") or [BUNDLED])
    parser.add_argument("--runs", type=Path)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--app", default=os.environ.get("COLOURIZELT_APP") or None)
    try:
        known, unknown = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise ResultsError(f"{error.argument_name} needs a value: {_USAGE}") from error
    if unknown:
        raise ResultsError(f"This page does not know {' '.join(unknown)}. It knows: {_USAGE}")
    runs = [known.runs] if known.runs else _paths_from_environment("RUNS")
    answers = known.answers or next(iter(_paths_from_environment("ANSWERS")), None)
    if known.app and not known.app.startswith(("http://", "https://")):
        raise ResultsError(f"{known.app} is not the address of an app. Write for example http://localhost:7860.")
    return Site(keyed(known.results), (REPORTED_RUNS, *runs), answers, known.app)


def _paths_from_environment(what: str) -> list[Path]:
    """The paths in the environment variable COLOURIZELT_`what`, for Docker and hosted pages."""
    return [Path(path) for path in os.environ.get(f"COLOURIZELT_{what}", "").split(os.pathsep) if path]


_USAGE = "--results DIR [DIR ...] --runs DIR --answers FILE --app ADDRESS"


def _page(site: Site, address: str, module: str, title: str, icon: str, **options) -> st.Page:
    page = st.Page(partial(_drawn, module, site), title=title, icon=f":material/{icon}:", url_path=address, **options)
    site.pages[address] = page
    return page


def _drawn(module: str, site: Site) -> None:
    """Draw a page, or a message why it cannot be drawn."""
    try:
        # Imported on use: pages with charts take a second to load libraries, which the first page does not need.
        import_module(f"demo.gallery.pages.{module}").page(site)
    except ResultsError as error:
        st.error(plain(str(error)))


if __name__ == "__main__":
    main()
