"""Event handlers of the second tab: every version of one photograph, and its errors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from colourizer import Colourization, Photo
from colourizer.evaluation.metrics import METRICS, Metric
from colourizer.photo.photo import reduced
from demo.gradio_app import metric_table, pictures, samples
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.texts import Key

ORIGINAL, GREY = "original", "grey"
# Keys that differ from the values: in a tab not opened yet, Gradio also translates a control's value.
WORDS_FOR = {ORIGINAL: "in_original", GREY: "in_grey"}
MEASURED = 512  # pixels on the long side
_KEPT = 64  # pixels on the long side of the photograph kept in the session with each network's colours
WORST = 30  # ΔE2000 shown in yellow on the maps


@dataclass(frozen=True, eq=False)
class Compared:
    """One photograph in every version.

    paths: of reduced copies, by version: "original" (if it had colours), "grey", then each model.
    size: (width, height) of the photograph in pixels.
    own: the networks' own pictures (144, 144, 3) by model. maps: paths of error maps by version; empty without truth.
    values: `values[version][metric]`; empty without truth.
    coloured: by model, each with a tiny photograph; close-ups read the large one again.
    """

    paths: Mapping[str, str]
    size: tuple[int, int]
    own: Mapping[str, np.ndarray]
    coloured: Mapping[str, Colourization] = field(default_factory=dict)
    maps: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def versions() -> list[str]:
    """The names of all versions in the order shown: the original first, then from the weakest to the strongest."""
    return [ORIGINAL, GREY, *reversed([name for _, name in pictures.models()])]


def compared(path: str | None, language: str = "en") -> Compared:
    """Run every network on a photograph. None: the example shown first. Raises gr.Error."""
    rgb = pictures.read_rgb(path or str(samples.FIRST), language)
    photo = Photo.from_rgb(rgb)
    paths = {ORIGINAL: pictures.save_pixels_for_screen(rgb, ORIGINAL)} if photo.in_colour else {}
    paths[GREY] = pictures.save_for_screen(photo)
    small = {GREY: photo.reduced(MEASURED).rgb}
    own, kept = {}, {}
    for name in versions()[2:]:
        coloured = pictures.colour(name, photo)
        paths[name] = pictures.save_for_screen(coloured)
        small[name] = pictures.at_screen_size(coloured, MEASURED).rgb
        own[name] = pictures.colourizer(name).network_picture(photo)
        kept[name] = replace(coloured, photo=photo.reduced(_KEPT), distribution=None, guide=None)
    if not photo.in_colour:
        return Compared(paths, photo.size, own, kept)
    return Compared(paths, photo.size, own, kept, *_measured(small, reduced(rgb, MEASURED)))


def example() -> Compared:
    """Every version of the first example, computed for the first visitor and cached."""
    result = _example()
    if not all(Path(path).is_file() for path in [*result.paths.values(), *result.maps.values()]):
        _example.cache_clear()  # Gradio deletes these files within the hour, like any visitor's
        result = _example()
    return result


@cache
def _example() -> Compared:
    return compared(None)


def _measured(small: Mapping[str, np.ndarray], truth: np.ndarray) -> tuple[dict[str, str], dict[str, dict]]:
    """Paths of error maps, and values, by version. small, truth: sRGB (h, w, 3), uint8, all of one size."""
    # Imported on use: it loads half of SciPy, a second that the first page does not need.
    from colourizer.evaluation.error_maps import ciede2000_map, painted

    def measured(picture: np.ndarray, metrics: Iterable[Metric]) -> dict[str, float]:
        return {metric.name: METRICS[metric.name](picture, truth) for metric in metrics}

    values = {ORIGINAL: measured(truth, [metric for metric in metric_table.SHOWN if not metric.needs_truth])}
    maps = {}
    for name, picture in small.items():
        errors = ciede2000_map(picture, truth)
        known = {"ciede2000": float(errors.mean())}  # the slowest to compute, and already known
        values[name] = known | measured(picture, [each for each in metric_table.SHOWN if each.name not in known])
        maps[name] = pictures.save_pixels_for_screen(painted(errors, WORST), f"errors-{name}")
    return maps, values


def available(paths: Mapping[str, str], *requested: str) -> list[str]:
    """The `requested` versions, with grey instead of any that the photograph lacks."""
    return [name if name in paths or not paths else GREY for name in requested]


def table(values: Mapping[str, Mapping[str, float]]) -> str:
    """The errors of each version, and what the metrics mean, as HTML."""
    if not values:
        return texts.paragraph(texts.multilingual("no_truth"))
    rows = [(name, title(name), values[name]) for name in [GREY, *versions()[2:], ORIGINAL]]
    lead = texts.paragraph(texts.multilingual("how_far_lead", side=MEASURED))
    return lead + metric_table.table("Table of errors", metric_table.SHOWN, rows) + metric_table.meanings()


def title(version: str) -> str:
    """A version's title, as HTML, in every language if they differ."""
    if version in WORDS_FOR:
        return texts.multilingual(WORDS_FOR[version])
    called = texts.model(version, pictures.title(version))
    return texts.multilingual(called) if isinstance(called, Key) else texts.escaped(called)
