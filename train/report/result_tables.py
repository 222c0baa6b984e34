"""The report's Table 4 and related tables: the splits side by side, by class, and other systems' pictures."""

from collections import Counter

from colourizer.classes import LandscapeClass
from colourizer.evaluation.commands import models_of, portable
from colourizer.evaluation.metrics import FRECHET, metric_of
from colourizer.evaluation.results import ORIGINAL, Results
from train.evaluation.summary import table
from train.report.inputs import SPLITS, Means, source_table
from train.report.verdict import REPORTED
from train.tables import markdown_table

_BESIDE = ("mae", "ciede2000", "colourfulness_difference")
_APPENDIX = ("psnr", "ssim", "ciede2000", "colourfulness_difference", FRECHET)
_TITLES = {"train": "training", "validation": "validation", "test": "test"}
_KNOWN = "{count} photographs whose colours are known, at {size}x{size} pixels."
_UNKNOWN = (
    "{count} old photographs of unknown colours, at {size}x{size} pixels: their colourfulness can be measured, but not "
    "whether they are right."
)
_MISSING = """The {split} split was not evaluated for this page. This does it, and `--{option}` names what it writes:

```text
python -m train evaluate --models {models} --manifest DIR --own --split {split} --limit 600 --no-distance --out DIR
```"""


def splits_table(test: Results, means: dict[str, Means | None]) -> str:
    """Each metric on the training, validation and test splits, beside the report's numbers, as Markdown.

    means: by split; None adds a sentence that the split was not evaluated.
    """
    known = {split: found.results for split in SPLITS if (found := means.get(split))} | {"test": test}
    columns = [(metric_of(name), split) for name in _BESIDE if name in test.metrics for split in known]
    rows = [["the report's cGAN", *(_reported(metric.name, split) for metric, split in columns)]]
    for model in test.models:
        row = [model.title]
        for metric, split in columns:
            value = known[split].summary.get(model.name, {}).get("all", {}).get(metric.name)
            row.append("" if value is None else metric.show(value))
        rows.append(row)
    heads = [f"{metric.heading}, {_TITLES[split]}" for metric, split in columns]
    parts = [markdown_table(["model", *heads], rows)]
    commands = [
        f"- {_TITLES[split]}: {found.count:,} photographs at {found.results.size}x{found.results.size} pixels, "
        f"`{portable(found.results.command)}`{_same_weights(test, found.results)}"
        for split in SPLITS
        if (found := means.get(split))
    ]
    commands.append(
        f"- test: {len(test.pictures):,} photographs at {test.size}x{test.size} pixels, `{portable(test.command)}`"
    )
    parts.append("\n".join(commands))
    parts += [_missing(test, split) for split in SPLITS if not means.get(split)]
    return "\n\n".join(parts)


def by_class(results: Results, name: str = "mae") -> str:
    """One metric by class, with the number of photographs, as Markdown."""
    rows, metric = [], metric_of(name)
    for landscape in LandscapeClass:
        count = sum(picture.landscape is landscape for picture in results.pictures)
        means = [results.summary[m.name].get(landscape.value, {}).get(name) for m in results.models]
        rows.append([landscape.title, count, *(metric.show(mean) if mean is not None else "" for mean in means)])
    return markdown_table(
        [f"{metric.heading} by class", "photographs", *(model.title for model in results.models)], rows
    )


def appendix(results: Results) -> str:
    """The other metrics by class, as Markdown."""
    there = set(results.summary[results.models[0].name]["all"])
    return "\n\n".join(by_class(results, name) for name in _APPENDIX if name in there)


def test_sources(results: Results) -> str:
    """The sources of the evaluated photographs by class, as Markdown; empty if the ids do not name sources."""
    counts = Counter((picture.id.rpartition("-")[0], picture.landscape) for picture in results.pictures)
    return source_table(counts) if all(source for source, _ in counts) else ""


def others_tables(others: list[Results]) -> str:
    """Other systems' pictures of the same photographs: a table per evaluation, with or without true colours."""
    parts = []
    for results in others:
        count = len(results.pictures)
        known = _KNOWN if results.known else _UNKNOWN
        known = known.format(count=count, size=results.size)
        parts.append(f"**{results.name}.** {known}\n\n{table(results)}\n\nMade by `{portable(results.command)}`")
        if results.known and count <= 20:
            parts.append(_each_picture(results))
    return "\n\n".join(parts)


def _each_picture(results: Results) -> str:
    """CIEDE2000 for each photograph and system."""
    metric = metric_of("ciede2000")
    rows = [
        [
            f"{picture.title} ({picture.landscape.title.lower()})",
            *(metric.show(picture.values.get(model.name, {}).get("ciede2000")) for model in results.models),
        ]
        for picture in results.pictures
        if ORIGINAL in picture.values
    ]
    return markdown_table([f"{metric.heading} of each", *(model.title for model in results.models)], rows)


def _reported(metric: str, split: str) -> str:
    return f"{REPORTED[split]:.4f}" if metric == "mae" and split in REPORTED else ""


def _same_weights(test: Results, other: Results) -> str:
    """A warning if the two evaluations used different weights."""
    weights = {model.name: model.checkpoint for model in test.models}
    changed = [m.title for m in other.models if m.checkpoint and weights.get(m.name, m.checkpoint) != m.checkpoint]
    return f" (**other weights** of {', '.join(changed)}: evaluate this split again)" if changed else ""


def _missing(test: Results, split: str) -> str:
    option = "training" if split == "train" else split
    return _MISSING.format(split=split, option=option, models=models_of(test.command))
