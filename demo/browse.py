"""The Streamlit page: browse test-set results by landscape class.

streamlit run demo/browse.py                        the bundled results
streamlit run demo/browse.py -- --results DIR       what `python -m train evaluate` wrote into DIR
"""

import argparse
import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
# Streamlit puts the script's own folder on the path, where `colourizer` and `demo` cannot be found.
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

from colourizer.results import Results, ResultsError, load_results  # noqa: E402
from demo.browsing.gallery import gallery  # noqa: E402
from demo.browsing.overview import class_choice, introduction, summary_table  # noqa: E402
from demo.browsing.wording import plain  # noqa: E402

BUNDLED = ROOT / "assets" / "results" / "samples"

STYLE = """<style>
/* Streamlit leaves room for a toolbar that this page does not have. */
[data-testid="stMainBlockContainer"] { padding-top: 1.5rem; max-width: 90rem; }
/* On a phone it puts columns under one another; the versions of one picture stay two and two, to be compared. */
@media (max-width: 640px) {
  :is([class*="st-key-card-"], .st-key-sorting) [data-testid="stColumn"] {
    min-width: calc(50% - 1rem); flex: 1 1 calc(50% - 1rem);
  }
  [data-testid="stTable"] :is(td, th) { padding: 0.25rem !important; font-size: 0.75rem; }
}
</style>"""


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Colourizelt!: results by landscape class", page_icon="🎨", layout="wide")
    st.html(STYLE)
    st.header("Colourizelt!: results by landscape class", anchor=False)
    try:
        results = opened(results_folder(sys.argv[1:]))
    except ResultsError as error:
        st.error(plain(str(error)))
        return
    introduction(results)
    group = class_choice(results)
    summary_table(results, group)
    gallery(results, group)


def results_folder(arguments: list[str]) -> Path:
    """Which results to show: `--results DIR`, or the bundled ones. Raises ResultsError for anything else."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--results", type=Path, default=BUNDLED)
    try:
        known, unknown = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise ResultsError("Behind --results stands the folder that is to be shown: --results DIR") from error
    if unknown:
        raise ResultsError(f"This page knows one argument, --results DIR, and not: {' '.join(unknown)}")
    return known.results


def opened(folder: Path) -> Results:
    """The results in a folder, read again only when its files change. Raises ResultsError."""
    files = [folder / "metrics.json", folder / "pictures.csv"]
    return _loaded(folder, tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in files))


@st.cache_resource(max_entries=2, show_spinner="Reading the results …")
def _loaded(folder: Path, changed: tuple[int, ...]) -> Results:
    # As a resource all visitors share one copy, which is frozen; as data each visitor would get ten thousand pictures.
    return load_results(folder)


if __name__ == "__main__":
    main()
