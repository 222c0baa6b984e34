"""assets/report/hints.md: how much colour hints reduce the colour error."""

import csv
from collections import defaultdict
from pathlib import Path

import matplotlib.pyplot as plt

from colourizer.files import replace_text

_STUDY = "hints"
_PAGE = """# Colour hints

Somebody who knows that a roof was red says so in one place, and the colour spreads over what belongs together. The
network gives each pixel a short vector, alike for what has one colour; a hint reaches a pixel by how alike their
vectors are and by how near they are (`colourizer/hints.py`). This page says how much that improves the colours. It is
made by `python -m train report`; its numbers come from the command below them.

![PSNR over the number of hints](hints.png)

{notes}{study}
"""
_REFERENCE = "reference"
_SECTION = """
## Another photograph as a reference

Colours can be steered by those of another photograph as a whole: what it has more of than the network expects, at the
same lightness, becomes likelier (`train/studies/reference_tilt.py`). This section says whether that reduces the error.

{notes}{study}
"""


def write(inputs: Path, out: Path) -> None:
    """Write hints.md and hints.png to `out`, if `inputs` hold the study of hints."""
    text, numbers = (inputs / "studies" / f"{_STUDY}.{ending}" for ending in ("md", "csv"))
    if not (text.exists() and numbers.exists()):
        return
    _draw(numbers, out / "hints.png")
    notes = inputs / "hints-notes.md"
    introduction = f"{notes.read_text().strip()}\n\n" if notes.exists() else ""
    page = _PAGE.format(notes=introduction, study=text.read_text().strip())
    replace_text(out / "hints.md", page + _reference(inputs))


def _reference(inputs: Path) -> str:
    """The section on references; empty if they were not measured."""
    text, notes = inputs / "studies" / f"{_REFERENCE}.md", inputs / "reference-notes.md"
    if not text.exists():
        return ""
    introduction = f"{notes.read_text().strip()}\n\n" if notes.exists() else ""
    return _SECTION.format(notes=introduction, study=text.read_text().strip())


def _draw(numbers: Path, path: Path) -> None:
    curves: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    with numbers.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["hints"].isdigit():  # "largest region" is not a point of a curve
                curves[row["size"]][row["way"]].append((int(row["hints"]), float(row["psnr"])))
    with plt.rc_context({"axes.grid": True, "grid.alpha": 0.3, "savefig.dpi": 110}):
        figure, panels = plt.subplots(1, len(curves), figsize=(4.5 * len(curves), 3.6), sharey=True, squeeze=False)
        for axes, (size, ways) in zip(panels[0], curves.items(), strict=True):
            for way, points in ways.items():
                counts, values = zip(*points, strict=True)
                axes.plot(range(len(counts)), values, marker="o", markersize=4, linewidth=1.4, label=way)
                axes.set_xticks(range(len(counts)), [str(count) for count in counts])
            axes.set_title(f"{size}x{size} pixels", fontsize=10)
            axes.set_xlabel("hints")
        panels[0][0].set_ylabel("PSNR, dB")
        panels[0][0].legend(frameon=False, fontsize=8)
        figure.tight_layout()
        figure.savefig(path)
        plt.close(figure)
