"""Exports a selection of pictures: a table as CSV, Markdown or LaTeX, its provenance, and the pictures.

Everything is in one ZIP file:

    README.txt                     the photographs, the weights, the command
    selection.csv | .md | .tex     the table
    pictures/ID/VERSION.png        every version of each picture, if requested
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from PIL import Image

from colourizer.evaluation.commands import portable
from colourizer.evaluation.metrics import metric_of
from colourizer.evaluation.results import ORIGINAL, Picture, Results
from colourizer.photo.photo import PhotoError, load_rgb
from demo.gallery.data.ranking import value_of
from demo.gallery.metric_text import plain

CSV, MARKDOWN, LATEX = "CSV", "Markdown", "LaTeX"
FORMATS = {CSV: "csv", MARKDOWN: "md", LATEX: "tex"}  # and their file extensions
Illustrated = list[tuple[Picture, dict[str, str]]]  # pictures included, and the titles of their versions
MOST_PICTURES = 60  # photographs whose pictures are included: some megabytes, and a few seconds
_LATEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "↓": r"$\downarrow$",
    "↑": r"$\uparrow$",
    "≈": r"$\approx$",
    "λ": r"$\lambda$",
    "Δ": r"$\Delta$",
} | {sign: f"\\{sign}" for sign in "&%$#_{}"}
_TEX = r"""% \usepackage{{booktabs}} \usepackage{{graphicx}}
\begin{{table}}
\centering
\caption{{{caption}}}
\begin{{tabular}}{{l{columns}}}
\toprule
{head} \\
\midrule
{rows}
\midrule
{means}
\bottomrule
\end{{tabular}}
\end{{table}}
"""
_TEX_FIGURE = r"""
\begin{{figure}}
\centering
{images}
\caption{{{caption}}}
\end{{figure}}
"""


def packed(results: Results, pictures: Sequence[Picture], metric: str, kind: str, *, with_pictures: bool) -> bytes:
    """Create the ZIP file. kind: one of `FORMATS`. metric: shown in Markdown and LaTeX; CSV has all metrics."""
    wanted, versions = pictures[:MOST_PICTURES] if with_pictures else (), _versions(results)
    pngs = {(picture.id, name): _png(results, picture, name) for picture in wanted for name in versions}
    # Pictures of other systems may be missing, and LaTeX stops at a missing file.
    stored = [(each, {name: versions[name] for name in versions if pngs[each.id, name]}) for each in wanted]
    illustrated = [(picture, names) for picture, names in stored if names]
    text = {CSV: _csv, MARKDOWN: _markdown, LATEX: _latex}[kind](results, pictures, metric, illustrated)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", about(results, len(pictures), len(illustrated)))
        archive.writestr(f"selection.{FORMATS[kind]}", text)
        for picture, names in illustrated:
            for name in names:
                archive.writestr(_path(picture, name), pngs[picture.id, name] or b"")
    return out.getvalue()


def about(results: Results, count: int, illustrated: int) -> str:
    """The provenance of the numbers, for publications."""
    lines = [
        f"{results.name}: {count} of {len(results.pictures)} photographs, {results.size}x{results.size} pixels.",
        f"Evaluated on {results.created} by: {portable(results.command)}",
        "",
        *(f"{model.title}: SHA-256 {model.checkpoint or '(no weights)'}" for model in results.models),
        "",
        "Grey passthrough is the photograph without any colour. Its MAE shows how little that metric says.",
        "The colours are simulated. Check whether you may publish the photographs.",
    ]
    if illustrated:
        lines.append(f"Pictures of the first {illustrated} are in the folder pictures.")
    return "\n".join(lines) + "\n"


def _csv(results: Results, pictures: Sequence[Picture], metric: str, illustrated: Illustrated) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["id", "class", "title", "model", *results.metrics])
    for picture in pictures:
        # Prevents spreadsheets from interpreting a title as a formula.
        title = f"'{picture.title}" if picture.title[:1] in "=+-@" else picture.title
        for name in _versions(results):
            if name in picture.values:
                values = [value_of(picture, name, each) for each in results.metrics]
                row = ["" if value is None else value for value in values]
                rows.writerow([picture.id, picture.landscape.value, title, name, *row])
    return out.getvalue()


def _markdown(results: Results, pictures: Sequence[Picture], metric: str, illustrated: Illustrated) -> str:
    titles = [plain(model.title) for model in results.models]
    lines = [_cells([plain(metric_of(metric).heading), "class", *titles]), _cells(["---"] * (2 + len(titles)))]
    lines += [_cells([plain(title), *row]) for title, *row in _rows(results, pictures, metric)]
    lines.append(_cells(["**mean of these**", "", *_means(results, pictures, metric)]))
    for picture, versions in illustrated:
        images = [f"![{plain(title)}]({_path(picture, name)})" for name, title in versions.items()]
        lines += ["", f"### {plain(picture.title)}", "", _cells(map(plain, versions.values()))]
        lines += [_cells(["---"] * len(versions)), _cells(images)]
    about_lines = about(results, len(pictures), len(illustrated)).splitlines()
    return "\n".join([*lines, "", *(f"    {line}" for line in about_lines)]) + "\n"


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _latex(results: Results, pictures: Sequence[Picture], metric: str, illustrated: Illustrated) -> str:
    titles = [_tex(model.title) for model in results.models]
    caption = (
        f"{_tex(metric_of(metric).heading)} of {len(pictures)} of {len(results.pictures)} photographs "
        f"({_tex(results.name)}), ${results.size}\\times{results.size}$ pixels, "
        f"by \\texttt{{{_tex(portable(results.command))}}}."
    )
    text = _TEX.format(
        caption=caption,
        columns="l" + "r" * len(titles),
        head=" & ".join(["photograph", "class", *titles]),
        rows="\n".join(" & ".join(map(_tex, row)) + r" \\" for row in _rows(results, pictures, metric)),
        means=" & ".join(["mean", "", *_means(results, pictures, metric)]) + r" \\",
    )
    for picture, versions in illustrated:
        size, names = f"width={0.96 / len(versions):.3f}\\linewidth", ", ".join(map(_tex, versions.values()))
        images = "%\n".join(f"\\includegraphics[{size}]{{{_path(picture, name)}}}" for name in versions)
        text += _TEX_FIGURE.format(images=images, caption=f"{_tex(picture.title)}: {names}.")
    return text


def _rows(results: Results, pictures: Sequence[Picture], metric: str) -> list[list[str]]:
    show, rows = metric_of(metric).show, []
    for picture in pictures:
        values = [show(value_of(picture, model.name, metric)) for model in results.models]
        rows.append([picture.title, picture.landscape.title, *values])
    return rows


def _means(results: Results, pictures: Sequence[Picture], metric: str) -> list[str]:
    """The mean of each model over the pictures that it has in the selection."""
    means = []
    for model in results.models:
        values = [value for p in pictures if (value := value_of(p, model.name, metric)) is not None]
        means.append(metric_of(metric).show(sum(values) / len(values) if values else None))
    return means


def _versions(results: Results) -> dict[str, str]:
    return {ORIGINAL: "Original" if results.known else "Photograph"} | {m.name: m.title for m in results.models}


def _path(picture: Picture, version: str) -> str:
    return f"pictures/{picture.id}/{version}.png"


def _png(results: Results, picture: Picture, version: str) -> bytes | None:
    """A stored version as PNG, since LaTeX cannot read WebP; None if the file is missing."""
    out = io.BytesIO()
    try:
        Image.fromarray(load_rgb(results.image_path(picture, version))).save(out, "PNG")
    except (OSError, PhotoError):
        return None
    return out.getvalue()


def _tex(text: str) -> str:
    return "".join(_LATEX_SIGNS.get(sign, sign) for sign in text)
