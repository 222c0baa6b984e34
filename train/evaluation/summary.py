"""Aggregates per-picture metrics: means with intervals, overall and by landscape class."""

from collections.abc import Sequence

import numpy as np

from colourizer.checkpoint import bundled_names
from colourizer.classes import LandscapeClass
from colourizer.evaluation.metrics import FRECHET, metric_of
from colourizer.evaluation.results import FAITHFUL, GREY, ORIGINAL, Picture, Results, Summary
from train.evaluation import frechet
from train.tables import markdown_table

_RESAMPLES = 1000
_SHORT = ("mae", "psnr", "ssim", "ciede2000", "colourfulness_difference", FRECHET)  # metrics in the README's table


def summarise(pictures: Sequence[Picture], metrics: Sequence[str], features: dict[str, np.ndarray]) -> Summary:
    """Means over pictures, and the Fréchet distance of sufficiently large groups.

    features: (n, d) by version, including "original", for those of `pictures` that have the version, in the same order;
    {} omits the distance. A version that some pictures lack is measured on the others.
    Returns `summary[model][group][metric]`, where group is "all" or the value of a landscape class.
    """
    summary: Summary = {}
    for model in _models(pictures):
        summary[model], groups = {}, _groups(pictures, model)
        row = {index: place for place, index in enumerate(groups["all"])}  # row of its features
        for group, members in groups.items():
            values = _values(pictures, members, model, metrics).mean(axis=0)
            summary[model][group] = dict(zip(metrics, values.tolist(), strict=True))
            if features and len(members) >= frechet.FEWEST:
                own = features[model][[row[index] for index in members]]
                distance = frechet.frechet_distance(own, features[ORIGINAL][members])
                summary[model][group][FRECHET] = distance
    return summary


def intervals(pictures: Sequence[Picture], metrics: Sequence[str]) -> dict[str, dict[str, dict[str, list[float]]]]:
    """95 % bootstrap intervals of the means: `intervals[model][group][metric]` is [low, high].

    The percentile method of Efron and Tibshirani 1993, over pictures, with the same resamples for all models that have
    all pictures.
    """
    result: dict[str, dict[str, dict[str, list[float]]]] = {model: {} for model in _models(pictures)}
    for model in result:
        for group, members in _groups(pictures, model).items():
            draws = np.random.default_rng(0).integers(len(members), size=(_RESAMPLES, len(members)))
            means = _values(pictures, members, model, metrics)[draws].mean(axis=1)  # (resamples, metrics)
            low, high = np.percentile(means, (2.5, 97.5), axis=0).tolist()
            result[model][group] = {name: [low[i], high[i]] for i, name in enumerate(metrics)}
    return result


def table(results: Results, group: str = "all") -> str:
    """The means of one group with their intervals, as Markdown, in the order of the results' models."""
    columns = list(results.summary[results.models[0].name][group])
    rows = []
    for model in results.models:
        means, spans = results.summary[model.name].get(group, {}), results.intervals.get(model.name, {}).get(group, {})
        cells = [_cell(name, means[name], spans.get(name)) if name in means else "" for name in columns]
        rows.append([model.title + _fewer(results, model.name), *cells])
    return markdown_table(["model", *(metric_of(name).heading for name in columns)], rows)


def short_table(results: Results) -> str:
    """The means of the bundled networks, without intervals and own pictures, as Markdown narrow enough for a README."""
    columns = [name for name in _SHORT if name in results.summary[results.models[0].name]["all"]]
    rows = []
    for model in results.models:
        name = model.name.removesuffix(FAITHFUL)
        if name in (GREY, *bundled_names()):
            means = results.summary[model.name]["all"]
            title = model.title.replace(f": {name}", "")  # only needed beside others of the same architecture
            rows.append([title, *(metric_of(column).show(means[column]) for column in columns)])
    return markdown_table(["model", *(metric_of(column).heading for column in columns)], rows)


def _fewer(results: Results, model: str) -> str:
    """The number of photographs in a row, if pictures of this system are missing."""
    count = sum(model in picture.values for picture in results.pictures)
    return "" if count in (0, len(results.pictures)) else f" ({count:,} of {len(results.pictures):,})"


def _cell(name: str, mean: float, span: list[float] | None) -> str:
    show = metric_of(name).show
    return show(mean) + (f" [{show(span[0])}, {show(span[1])}]" if span else "")


def _models(pictures: Sequence[Picture]) -> list[str]:
    """All versions that occur in any picture, in order."""
    return list(dict.fromkeys(model for picture in pictures for model in picture.values))


def _groups(pictures: Sequence[Picture], model: str) -> dict[str, list[int]]:
    """The indices of the pictures with values for `model`, overall and by class."""
    groups = {"all": [index for index, picture in enumerate(pictures) if model in picture.values]}
    for landscape in LandscapeClass:
        members = [index for index in groups["all"] if pictures[index].landscape is landscape]
        if members:
            groups[landscape.value] = members
    return groups


def _values(pictures: Sequence[Picture], members: list[int], model: str, metrics: Sequence[str]) -> np.ndarray:
    return np.array([[pictures[index].values[model][name] for name in metrics] for index in members])
