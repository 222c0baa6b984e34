"""assets/report/chroma.md: the targets and results of the project's own network."""

from pathlib import Path

import matplotlib.pyplot as plt

from colourizer.classes import LandscapeClass
from colourizer.evaluation.commands import portable
from colourizer.evaluation.metrics import FRECHET, metric_of
from colourizer.evaluation.results import Results
from colourizer.files import replace_text
from train.report.targets import CHROMA, chroma_targets
from train.tables import markdown_table

_STUDIES = {
    "trials": "Alternatives, one thing changed at a time",
    "calibration": "Readings that were tried",
    "upsampling": "From a quarter of the size to full size",
    "sizes": "The same photograph at several sizes",
    "speed": "Cost",
}


def write(results: Results, inputs: Path, out: Path) -> None:
    """Write chroma.md and its figure to `out`, if `results` include the network."""
    network = results.of_architecture(CHROMA)
    if network is None:
        return
    certainty = results.certainty[network.name]
    _draw_reliability(certainty["reliability"], out / "certainty.png")
    studies = [
        f"## {title}\n\n{path.read_text().strip()}"
        for name, title in _STUDIES.items()
        if (path := inputs / "studies" / f"{name}.md").exists()
    ]
    notes = inputs / "chroma-notes.md"  # the only text of this page that no command writes
    text = _PAGE.format(
        targets=chroma_targets(results),
        count=f"{len(results.pictures):,}",
        size=results.size,
        name=results.name.lower(),
        command=portable(results.command),
        by_class=_by_class(results),
        within=f"{certainty['within']:g}",
        spearman=certainty["spearman"],
        if_right=certainty["spearman_if_right"],
        studies="\n\n".join(studies),
        notes=notes.read_text().strip() if notes.exists() else "",
    )
    replace_text(out / "chroma.md", text.rstrip() + "\n")


def _by_class(results: Results) -> str:
    models = [model for model in results.models if not model.name.endswith("-own")]
    rows = []
    for landscape in LandscapeClass:
        values = [results.summary[model.name].get(landscape.value, {}).get(FRECHET) for model in models]
        rows.append([landscape.title, *("" if value is None else f"{value:.1f}" for value in values)])
    return markdown_table([f"{metric_of(FRECHET).heading}, by class", *(model.title for model in models)], rows)


def _draw_reliability(rows: list, path: Path) -> None:
    predicted, observed, _ = zip(*rows, strict=True)
    figure, axes = plt.subplots(figsize=(4.2, 4.2))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle=":")
    axes.plot(predicted, observed, marker="o", markersize=4)
    axes.set_xlabel("certainty, as the network says it")
    axes.set_ylabel("share of pixels for which it held")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)


_PAGE = """# Chroma: a network that says how sure it is

The project's own network: an ImageNet encoder (EfficientNet-Lite), a light decoder to a quarter of the size, and there,
for every pixel, how likely each of 164 colours is. From that one distribution come the *faithful* reading (its mean, of
least expected error), the *default* that people see (as colourful as photographs are), *alternatives*, and *certainty*.

This page is made by `python -m train report`; its numbers come from the commands that stand beside them.

{notes}

## Targets and results

{targets}

{count} photographs of the {name} at {size}x{size} pixels, of `{command}`. The rows of all networks, with grey
passthrough, are in [the report's Table 4](README.md).

{by_class}

## What "80 % sure" means

Of all pixels that the network calls 80 % sure, 80 % should have a true colour within {within} ΔE (CIE 1976, lightness
being the photograph's own) of the one shown. Each point is a twentieth of the pixels of the {name}:

![Certainty as said, against the share of pixels for which it held](certainty.png)

Within a photograph, expected and true error correlate by {spearman:.3f} (Spearman, the mean over photographs). If every
pixel's true colour were drawn from the network's distribution, it would be {if_right:.3f}: even an exact distribution
ranks single pixels only as well as its certainty differs from place to place.

{studies}
"""
