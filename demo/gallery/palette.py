"""One colour per version in all charts, distinguishable in light and dark themes."""

import altair as alt

from colourizer.evaluation.results import GREY, ORIGINAL, Results

_GREY, _ORIGINAL = "#8a8a8a", "#b8901f"
_NETWORKS = ("#3d8fd1", "#e4672e", "#2a9d6f", "#b06fb5", "#d1495b", "#5fb3b3")  # in the order of the results


def colour_scale(results: Results, names: list[str]) -> alt.Scale:
    """The colours of versions by title. A version has the same colour on every page."""
    order = [model.name for model in results.models if model.name != GREY]
    titles = {ORIGINAL: "Original"} | {model.name: model.title for model in results.models}
    fixed = {GREY: _GREY, ORIGINAL: _ORIGINAL}
    colours = [fixed.get(name) or _NETWORKS[order.index(name) % len(_NETWORKS)] for name in names]
    return alt.Scale(domain=[titles[name] for name in names], range=colours)
