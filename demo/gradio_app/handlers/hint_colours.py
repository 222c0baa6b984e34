"""Hints on the page: the likely colours of a place, and the list of given hints, as HTML."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from colourizer import Colourization
from colourizer.colour.lab import paint
from colourizer.hints import Hint
from demo.gradio_app.i18n import texts
from demo.gradio_app.i18n.texts import Filled, Key

FEWEST, MOST_OFFERED = 4, 8
_LEAST = 0.02  # probability above which more than the minimum number are offered
_AROUND = 1  # pixels of the network's output, on each side of the place
_GREY, _PALE = 7.0, 20.0  # chroma: below the first a colour is called grey, below the second greyish
_DARK, _DARKER = 60.0, 40.0  # lightness: below the first orange is called brown, below the second ochre is
# The largest hue, in degrees of CIE ab, of each colour name: light, and dark.
_HUES = (
    (20, "pink", "purple"),
    (42, "red", "red"),
    (60, "orange", "red_brown"),
    (80, "sand", "brown"),
    (105, "yellow", "ochre"),
    (130, "yellow_green", "olive"),
    (170, "green", "green"),
    (215, "turquoise", "turquoise"),
    (255, "light_blue", "blue"),
    (295, "blue", "blue"),
    (325, "violet", "violet"),
    (360, "pink", "purple"),
)


class Likely(NamedTuple):
    """A likely colour of a place. a, b: CIE ab. share: its probability. name: a key or a sentence."""

    a: float
    b: float
    share: float
    name: Key | Filled


def likely(coloured: Colourization, x: float, y: float) -> list[Likely]:
    """The likely colours of a place, x and y in [0, 1]: four to eight, the likeliest first.

    Colours of one name are merged to their mean. Empty for a network without a distribution.
    """
    if coloured.distribution is None:
        return []
    shares = _mean(around(coloured.distribution.probabilities, x, y, _AROUND))
    lightness = lightness_at(coloured, x, y)
    named: dict[Key | Filled, list[int]] = {}
    for number, (a, b) in enumerate(coloured.distribution.bins):
        named.setdefault(name_of(lightness, a, b), []).append(number)
    found = []
    for name, members in named.items():
        share = float(shares[members].sum())
        a, b = np.average(coloured.distribution.bins[members], axis=0, weights=shares[members] + 1e-9)
        found.append(Likely(float(a), float(b), share, name))
    found.sort(key=lambda each: -each.share)
    return found[:FEWEST] + [each for each in found[FEWEST:MOST_OFFERED] if each.share >= _LEAST]


def lightness_at(coloured: Colourization, x: float, y: float) -> float:
    """The lightness, in [0, 100], of a place, x and y in [0, 1]."""
    return float(_mean(around(coloured.photo.lightness[..., None], x, y, 2))[0])


def name_of(lightness: float, a: float, b: float) -> Key | Filled:
    """The name of a colour, as a value to fill in a sentence."""
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    if chroma < _GREY:
        return Key("colour_grey")
    light, dark = next(names for limit, *names in _HUES if hue <= limit)
    name = light if lightness >= _DARK else "brown" if dark == "ochre" and lightness < _DARKER else dark
    key = Key(f"colour_{name}")
    return Filled("colour_greyish", (("colour", key),)) if chroma < _PALE else key


def offered(coloured: Colourization, x: float, y: float) -> str:
    """The likely colours of a place as buttons, and controls for any other colour, as HTML."""
    lightness, colours = lightness_at(coloured, x, y), likely(coloured, x, y)
    buttons = "".join(
        f'<button type="button" data-a="{each.a:.2f}" data-b="{each.b:.2f}">{_swatch(lightness, each.a, each.b)}'
        f"<span>{texts.multilingual('hint_share', colour=each.name, percent=_percent(each.share))}</span></button>"
        for each in colours
    )
    lead = texts.paragraph(texts.multilingual("hint_likely", across=round(100 * x), down=round(100 * y)))
    hue_label, chroma_label = texts.multilingual("hint_hue"), texts.multilingual("hint_chroma")
    hue = round(math.degrees(math.atan2(colours[0].b, colours[0].a)) % 360) if colours else 60
    return (
        f'{lead}<div class="likely" role="group">{buttons}</div>'
        f'<div class="free" role="group" data-lightness="{lightness:.2f}">'
        f'<label>{hue_label}<input type="range" class="hue" min="0" max="359" value="{hue}"></label>'
        f'<label>{chroma_label}<input type="range" class="chroma" min="0" max="100" value="60"></label>'
        f'<button type="button" data-a="0" data-b="0"><i></i>'
        f"<span>{texts.multilingual('hint_free')}</span></button></div>"
    )


def listed(coloured: Colourization) -> str:
    """The given hints, numbered, each with a button to remove it, as HTML."""
    rows = "".join(_row(coloured, number, hint) for number, hint in enumerate(coloured.settings.hints))
    return f'<ol class="given">{rows}</ol>' if rows else texts.paragraph(texts.multilingual("hints_none"))


def with_hint(hints: Sequence[Hint], hint: Hint, size: tuple[int, int]) -> tuple[Hint, ...]:
    """Add a hint. It replaces those within its radius and takes the number of the first of them.

    size: (width, height) of the photograph.
    """
    side = min(size)

    def apart(other: Hint) -> bool:
        across, down = (hint.x - other.x) * size[0] / side, (hint.y - other.y) * size[1] / side
        return math.hypot(across, down) > max(hint.radius, 0.01)

    before = list(takewhile(apart, hints))
    return (*before, hint, *filter(apart, hints[len(before) :]))


def moved(hints: Sequence[Hint], number: object, x: float, y: float) -> tuple[Hint, ...]:
    """Move a hint to another place, x and y in [0, 1]. number: its index; an invalid one changes nothing.

    Raises HintError for an invalid place.
    """
    return tuple(replace(hint, x=x, y=y) if each == number else hint for each, hint in enumerate(hints))


def _row(coloured: Colourization, number: int, hint: Hint) -> str:
    lightness = lightness_at(coloured, hint.x, hint.y)
    label = texts.multilingual(
        "hint_given",
        colour=name_of(lightness, hint.a, hint.b),
        across=round(100 * hint.x),
        down=round(100 * hint.y),
    )
    return (
        f'<li data-x="{hint.x:.4f}" data-y="{hint.y:.4f}">{_swatch(lightness, hint.a, hint.b)}<span>{label}</span>'
        f'<button type="button" data-remove="{number}">×<span class="unseen">'
        f"{texts.multilingual('hint_remove', number=number + 1)}</span></button></li>"
    )


def _swatch(lightness: float, a: float, b: float) -> str:
    pixel, _ = paint(np.array([[lightness]], np.float32), np.array([[[a, b]]], np.float32))
    red, green, blue = (int(value) for value in pixel[0, 0])
    return f'<i style="background: rgb({red} {green} {blue})"></i>'


def _percent(share: float) -> str:
    percent = round(100 * share)
    return str(percent) if percent else "< 1"


def around(planes: np.ndarray, x: float, y: float, pixels: int) -> np.ndarray:
    """Crop planes (H, W, C) to some pixels around a place, x and y in [0, 1]; smaller at the edges: (h, w, C)."""
    height, width = planes.shape[:2]
    row, column = min(int(y * height), height - 1), min(int(x * width), width - 1)
    return planes[max(row - pixels, 0) : row + pixels + 1, max(column - pixels, 0) : column + pixels + 1]


def _mean(planes: np.ndarray) -> np.ndarray:
    """The mean of planes (h, w, C) over all pixels: (C,)."""
    return planes.reshape(-1, planes.shape[2]).mean(axis=0)
