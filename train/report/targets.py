"""Tables of the networks' targets (`targets.toml`), and whether an evaluation reached them."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from colourizer.classes import LandscapeClass
from colourizer.evaluation.metrics import ALL, Better, Metric, metric_of
from colourizer.evaluation.results import FAITHFUL, GREY, OWN, Results
from train.errors import DataError
from train.report.inputs import PROJECT
from train.tables import markdown_table

BASELINE, CGAN, CHROMA = "baseline", "cgan", "chroma"
_OF_CERTAINTY = ("spearman", "coverage")


@dataclass(frozen=True)
class Target:
    """One row of `targets.toml`, which explains its keys. limit: the value of the key `goal`."""

    version: str
    metric: Metric
    measure: str
    goal: str
    limit: Any

    def value(self, results: Results, version: str | None = None, group: str = "all") -> float | None:
        """The metric of a version (default: the target's) over a group of photographs; None if unknown."""
        if self.metric.name in _OF_CERTAINTY:
            return results.certainty.get(self.version, {}).get(self.metric.name)
        return results.summary.get(version or self.version, {}).get(group, {}).get(self.metric.name)


Judgement = tuple[str, str, bool]  # target, measured value, whether it was reached


def report_targets(results: Results) -> str:
    """The targets of the report's two networks, as Markdown; empty if the networks were not evaluated."""
    results = by_architecture(results)
    return _table("report", results) if {BASELINE, CGAN} <= results.summary.keys() else ""


def chroma_targets(results: Results) -> str:
    """The targets of `chroma`, as Markdown."""
    return _table("chroma", by_architecture(results))


def by_architecture(results: Results) -> Results:
    """The means of grey passthrough and of one network per architecture, renamed to the architecture.

    A run called "cgan-course" becomes "cgan". Its other versions keep their suffixes ("cgan-own").
    """
    names, certainty = {GREY: GREY}, {}
    for architecture in (BASELINE, CGAN, CHROMA):
        if model := results.of_architecture(architecture):
            names |= {architecture + ending: model.name + ending for ending in ("", OWN, FAITHFUL)}
            certainty |= {architecture: results.certainty.get(model.name, {})}
    summary = {role: results.summary[name] for role, name in names.items() if name in results.summary}
    return replace(results, summary=summary, certainty=certainty)


def read_targets(path: Path = PROJECT / "targets.toml") -> dict[str, list[Target]]:
    """Read the targets by page, "report" and "chroma". Raises DataError for a row without exactly one goal."""
    return {
        page: [_target(row, f"{path}, {page}, row {number}") for number, row in enumerate(rows, start=1)]
        for page, rows in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def _target(row: dict[str, Any], where: str) -> Target:
    goals = row.keys() - {"version", "metric", "measure", "digits"}
    if len(goals) != 1 or not goals <= _GOALS.keys():
        raise DataError(f"{where}: name one goal of {', '.join(_GOALS)}, not {', '.join(sorted(goals)) or 'none'}.")
    if not {"version", "metric"} <= row.keys() or row["metric"] not in (*ALL, *_OF_CERTAINTY):
        raise DataError(f"{where}: name a version, and a metric of {', '.join((*ALL, *_OF_CERTAINTY))}.")
    metric = metric_of(row["metric"])
    metric = replace(metric, digits=row.get("digits", metric.digits))
    (goal,) = goals
    return Target(row["version"], metric, row.get("measure", f"{row['version']}: {metric.label}"), goal, row[goal])


def _table(page: str, results: Results) -> str:
    rows = []
    for target in read_targets()[page]:
        if judged := _GOALS[target.goal](target, results):
            wanted, got, reached = judged
            rows.append([target.measure, wanted, got, "yes" if reached else "no"])
    return markdown_table(["measure", "wanted", "measured", "reached"], rows)


def _limited(target: Target, results: Results, *, most: bool) -> Judgement | None:
    value = target.value(results)
    if value is None:
        return None
    reached = value <= target.limit if most else value >= target.limit
    return f"at {'most' if most else 'least'} {target.limit:g}", target.metric.show(value), reached


def _within(target: Target, results: Results) -> Judgement | None:
    value = target.value(results)
    if value is None:
        return None
    return f"within {target.limit:g}", f"{value:+.{target.metric.digits}f}", abs(value) <= target.limit


def _better_than(target: Target, results: Results) -> Judgement | None:
    ours, theirs, less = target.value(results), target.value(results, target.limit), _lower_is_better(target)
    if ours is None or theirs is None:
        return None
    wanted = f"{'below' if less else 'above'} {target.limit}'s {target.metric.show(theirs)}"
    return wanted, target.metric.show(ours), (ours < theirs) == less


def _nearer_0_than(target: Target, results: Results) -> Judgement | None:
    ours, theirs = target.value(results), target.value(results, target.limit)
    if ours is None or theirs is None:
        return None
    ours, theirs = abs(ours), abs(theirs)
    return f"below the {target.limit}'s {target.metric.show(theirs)}", target.metric.show(ours), ours < theirs


def _at_most_share(target: Target, results: Results) -> Judgement | None:
    other, share = target.limit["of"], target.limit["value"] / target.limit["where"]
    ours, theirs, show = target.value(results), target.value(results, other), target.metric.show
    if ours is None or theirs is None:
        return None
    wanted = f"at most {show(share * theirs)} ({share:.0%} of {other}'s {show(theirs)})"
    return wanted, show(ours), ours <= share * theirs


def _better_by_class_than(target: Target, results: Results) -> Judgement | None:
    less = _lower_is_better(target)
    both = [
        (target.value(results, group=kind.value), target.value(results, target.limit, kind.value))
        for kind in LandscapeClass
    ]
    better = [(ours < theirs) == less for ours, theirs in both if ours is not None and theirs is not None]
    return (f"all {len(better)}", str(sum(better)), all(better)) if better else None


def _lower_is_better(target: Target) -> bool:
    return target.metric.better is Better.LOWER


_GOALS: dict[str, Callable[[Target, Results], Judgement | None]] = {
    "at_most": partial(_limited, most=True),
    "at_least": partial(_limited, most=False),
    "within": _within,
    "better_than": _better_than,
    "nearer_0_than": _nearer_0_than,
    "at_most_share": _at_most_share,
    "better_by_class_than": _better_by_class_than,
}
