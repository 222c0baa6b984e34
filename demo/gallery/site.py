"""The site's results and settings, loaded once for all visitors."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from colourizer.evaluation.results import GREY, ModelInfo, Results, load_results
from demo.gallery.data.columns import Columns
from demo.gallery.url_state import choice, remember, several

# Versions: from _FEW on they can be selected; above _MANY, not all are shown by default.
_FEW, _MANY = 3, 6


@dataclass(frozen=True)
class Site:
    """results: results folders by their keys in URLs. runs: folders of training runs.

    answers: the SQLite file that "Spot the fake" writes, or None to store nothing. app: the URL of the app that colours
    visitors' own photographs, or None. pages: Streamlit's pages by name.
    """

    results: dict[str, Path]
    runs: tuple[Path, ...] = ()
    answers: Path | None = None
    app: str | None = None
    pages: dict[str, Any] = field(default_factory=dict)


def keyed(folders: list[Path]) -> dict[str, Path]:
    """Results folders by name; duplicate names get a number."""
    named: dict[str, Path] = {}
    for folder in folders:
        name = key = folder.resolve().name or "results"
        number = 1
        while key in named:
            number += 1
            key = f"{name}-{number}"
        named[key] = folder
    return named


def chosen_results(site: Site) -> Columns:
    """The results selected in the URL, with a control to select others if there are several.

    On all pages they contain only the versions selected in the URL.
    Raises ResultsError.
    """
    first = next(iter(site.results))
    key = choice("results", site.results, first, "results")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(site.results) > 1:
            st.selectbox(
                "Results", list(site.results), key="results", on_change=remember, args=["results", first], width=360
            )
        columns = load_columns(site.results[key])
        names = _chosen_versions(columns.results)
    if len(names) == len(columns.results.models):
        return columns
    return _reduced(site.results[key], stamp(site.results[key]), tuple(names))


def _chosen_versions(results: Results) -> list[str]:
    """The versions selected in the URL, with a control to select others if there are several."""
    titles = {model.name: model.title for model in results.models}
    if len(titles) < _FEW:
        return list(titles)
    usual = list(titles) if len(titles) <= _MANY else [m.name for m in results.models if m in _first_ones(results)]
    chosen = several("versions", titles, usual, "versions")
    with st.popover(f"Versions: {len(chosen)} of {len(titles)}", icon=":material/view_column:"):
        st.pills(
            "Shown on every page",
            list(titles),
            selection_mode="multi",
            format_func=titles.__getitem__,
            key="versions",
            on_change=remember,
            args=["versions", usual],
        )
    return chosen


def _first_ones(results: Results) -> tuple[ModelInfo, ...]:
    """Grey and one version of each network."""
    return (*(model for model in results.models if model.name == GREY), *results.networks)


def load_columns(folder: Path) -> Columns:
    """Load the results in a folder, cached until its files change. Raises ResultsError."""
    return _loaded(folder, stamp(folder))


def stamp(folder: Path) -> tuple[int, ...]:
    """A value that changes when a results folder is rewritten."""
    files = [folder / "metrics.json", folder / "pictures.csv"]
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in files)


@st.cache_resource(max_entries=4, show_spinner="Reading the results …")
def _loaded(folder: Path, changed: tuple[int, ...]) -> Columns:
    # With cache_resource all visitors share one object, which is never modified; cache_data would copy it for each.
    return Columns(load_results(folder))


@st.cache_resource(max_entries=8, show_spinner=False)
def _reduced(folder: Path, changed: tuple[int, ...], names: tuple[str, ...]) -> Columns:
    results = _loaded(folder, changed).results
    return Columns(replace(results, models=tuple(model for model in results.models if model.name in names)))
