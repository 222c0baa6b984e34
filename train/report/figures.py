"""The report's figures: curves from logs, and picture strips from a results folder."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # works without a display

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import ColorType
from PIL import Image, ImageDraw, ImageFont

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import GREY, ORIGINAL, Picture, Results
from train.presets import PRESETS

_SIDE, _GAP, _HEAD = 200, 6, 28  # pixels
_FAILURES = 6
_PAIRS = {
    "figure-10": (LandscapeClass.COAST, LandscapeClass.FOREST),
    "figure-11": (LandscapeClass.MOUNTAIN, LandscapeClass.OPEN_COUNTRY),
    "figure-13": (LandscapeClass.STREET, LandscapeClass.TALL_BUILDING),
}

_BANNER = (
    "mountain-great-wall-on-the-hills",
    "street-avignon-palais-des-papes",
    "tall-building-neuschwanstein-castle",
    "open-country-orange-sand-dune",
)

Log = list[dict[str, str]]


def draw_curves(logs: dict[str, Log], out: Path) -> None:
    """Write figure-8.png and figure-9.png to `out`. logs: by run name, such as "cgan-evening"."""
    with plt.rc_context({"figure.figsize": (8, 4), "axes.grid": True, "grid.alpha": 0.3, "savefig.dpi": 110}):
        of_two = {
            name: log for name, log in logs.items() if any(row.get("discriminator") or row.get("total") for row in log)
        }
        _draw_losses(of_two, out / "figure-8.png")
        report = {name: log for name, log in logs.items() if any(row.get("mae") for row in log)}  # not chroma's
        _draw_errors(report, out / "figure-9.png")


def judged(samples: Results) -> str:
    """The version whose worst failures are shown: the cGAN, otherwise the first network, never another system."""
    if cgan := samples.of_architecture("cgan"):
        return cgan.name
    names = [model.name for model in sorted(samples.networks, key=lambda model: not model.checkpoint)]
    return next(iter(names), GREY)


def draw_samples(samples: Results, out: Path) -> None:
    """Write figure-10.jpg to figure-13.jpg and the banner to `out`."""
    for name, classes in _PAIRS.items():
        members = [picture for picture in samples.pictures if picture.landscape in classes]
        _draw_strips(members, samples, out / f"{name}.jpg")
    name = judged(samples)
    had = [picture for picture in samples.pictures if name in picture.values]
    worst = sorted(had, key=lambda picture: -picture.values[name]["ciede2000"])[:_FAILURES]
    _draw_strips(worst, samples, out / "figure-12.jpg")
    _draw_banner([picture for name in _BANNER for picture in samples.pictures if picture.id == name], samples, out)


def draw_training(results: Results, path: Path) -> None:
    """Write Figure 10 as in the report: two photographs per class from the training split."""
    members = [p for kind in LandscapeClass for p in [p for p in results.pictures if p.landscape is kind][:2]]
    _draw_strips(members, results, path)


def _draw_losses(logs: dict[str, Log], path: Path) -> None:
    """The generator's total loss, a closer view of its adversarial phase, and the two networks' adversarial losses."""
    figure, (whole, zoom, game) = plt.subplots(1, 3, figsize=(12, 3.8))
    for name, log in logs.items():
        totals, image_counts = total_losses(name, log), [int(row["images"]) for row in log if row.get("generator")]
        judged = [(images, loss) for images, loss in totals if image_counts and images >= image_counts[0]]
        for axes, points in ((whole, totals), (zoom, judged[len(judged) // 4 :] if _all_along(log) else judged)):
            axes.plot([at / 1000 for at, _ in points], [loss for _, loss in points], linewidth=1.2, label=name)
        _curve(game, log, "generator", f"{name}: generator, adversarial part")
        _curve(game, log, "discriminator", f"{name}: discriminator")
    game.axhline(np.log(2), color="grey", linestyle=":", linewidth=1, label="a discriminator that guesses")
    for axes, title in ((whole, "The generator's total loss"), (zoom, "Closer, while it is judged")):
        axes.set_title(title, fontsize=10)
        axes.set_ylabel("binary cross-entropy + λ · MAE")
    game.set_title("Without λ · MAE", fontsize=10)
    game.set_ylabel("binary cross-entropy")
    for axes in (whole, zoom, game):
        axes.set_xlabel("thousand photographs seen")
        if axes.get_legend_handles_labels()[0]:  # a run may not have got that far, or not be a cGAN
            axes.legend(frameon=False, fontsize=7)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def _all_along(log: Log) -> bool:
    """Whether the adversarial loss is used from the first row. The closer view then omits the first quarter."""
    rows = [row for row in log if row.get("mae")]
    return bool(rows and rows[0].get("generator"))


def total_losses(name: str, log: Log) -> list[tuple[int, float]]:
    """The generator's total loss over photographs seen: as logged, or for older logs G = BCE + λ·MAE.

    name: the run's name, such as "cgan-late", which ends with the preset that sets λ; the default is the report's λ.
    """
    known = PRESETS["cgan"]
    weight = known.get(name.removeprefix("cgan-"), known["report"]).mae_weight
    return [
        (int(row["images"]), float(row.get("total") or weight * float(row["mae"]) + float(row.get("generator") or 0)))
        for row in log
        if row.get("mae")
    ]


def _draw_errors(logs: dict[str, Log], path: Path) -> None:
    figure, axes = plt.subplots()
    highest = 0.16  # the first values are far larger and would flatten the rest of the curve
    for name, log in logs.items():
        line = _curve(axes, log, "mae", f"{name}: training", alpha=0.5)
        _curve(axes, log, "validation_mae", f"{name}: validation", color=line, marker="o", linestyle="--")
        best = min((float(row["validation_mae"]) for row in log if row["validation_mae"]), default=0)
        highest = max(highest, 1.1 * best)
    axes.set_ylim(0.03, highest)
    _finish(figure, axes, "MAE, RGB in [0, 1]", path)


def _curve(axes: Axes, log: Log, column: str, label: str, **style) -> ColorType:
    """Plot a column over photographs seen and return the line's colour. Short runs may have no values."""
    rows = [row for row in log if row.get(column)]
    image_counts, values = [int(row["images"]) / 1000 for row in rows], [float(row[column]) for row in rows]
    (line,) = axes.plot(image_counts, values, label=label if rows else None, linewidth=1.2, markersize=4, **style)
    return line.get_color()


def _finish(figure: Figure, axes: Axes, measure: str, path: Path) -> None:
    axes.set_xlabel("thousand photographs seen")
    axes.set_ylabel(measure)
    if axes.get_legend_handles_labels()[0]:  # runs may be too short for any curve
        axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def _draw_strips(pictures: Sequence[Picture], results: Results, path: Path) -> None:
    """Draw one row per picture and one titled column per version, with blanks for missing pictures."""
    titles = {ORIGINAL: "Original", GREY: "Grey"} | {m.name: m.title for m in results.models if m.name != GREY}
    sheet = Image.new(
        "RGB", (len(titles) * (_SIDE + _GAP) - _GAP, _HEAD + len(pictures) * (_SIDE + _GAP) - _GAP), "white"
    )
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for column, (version, title) in enumerate(titles.items()):
        left = column * (_SIDE + _GAP)
        pen.text((left + _SIDE // 2, _HEAD // 2), title, "black", font, anchor="mm")
        for row, picture in enumerate(pictures):
            if version not in (ORIGINAL, *picture.values):
                continue
            with Image.open(results.image_path(picture, version)) as image:
                tile = image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
            sheet.paste(tile, (left, _HEAD + row * (_SIDE + _GAP)))
    sheet.save(path, quality=88)


def _draw_banner(pictures: Sequence[Picture], results: Results, out: Path) -> None:
    """The README's banner: a few samples in a row, each half grey (left) and half colour (right)."""
    if not pictures:
        return
    own = [model for model in results.networks if model.checkpoint]
    side, best = results.size, (own or results.models)[-1].name  # the last network is the app's default
    sheet = Image.new("RGB", (len(pictures) * (side + _GAP) - _GAP, side), "white")
    for column, picture in enumerate(pictures):
        for version, start in ((GREY, 0), (best, side // 2)):
            with Image.open(results.image_path(picture, version)) as image:
                half = image.crop((start, 0, start + side // 2 - (start == 0), side))
            sheet.paste(half, (column * (side + _GAP) + start, 0))
    sheet.save(out / "banner.jpg", quality=90)
