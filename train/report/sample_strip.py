"""The README's strip: before, after and the truth, one photograph of each class."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import GREY, ORIGINAL, Picture, Results

SHOWN = "chroma"
_SIDE, _GAP, _MARGIN = 144, 6, 84  # pixels
_ROWS = {GREY: "Before", SHOWN: "After", ORIGINAL: "The truth"}


def draw(samples: Results, out: Path) -> None:
    """Write strip.jpg into `out`; nothing where the samples were not coloured by `SHOWN`."""
    if SHOWN not in [model.name for model in samples.models]:
        return
    pictures = [found for kind in LandscapeClass if (found := typical(samples, kind))]
    size = (_MARGIN + len(pictures) * (_SIDE + _GAP) - _GAP, len(_ROWS) * (_SIDE + _GAP) - _GAP)
    sheet = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for row, (version, title) in enumerate(_ROWS.items()):
        top = row * (_SIDE + _GAP)
        pen.text((0, top + _SIDE // 2), title, "black", font, anchor="lm")
        for column, picture in enumerate(pictures):
            with Image.open(samples.image_path(picture, version)) as image:
                tile = image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
            sheet.paste(tile, (_MARGIN + column * (_SIDE + _GAP), top))
    sheet.save(out / "strip.jpg", quality=90)


def typical(samples: Results, kind: LandscapeClass) -> Picture | None:
    """The picture of a class whose error (CIEDE2000) is the median: neither best nor worst, and not chosen by eye."""
    members = [picture for picture in samples.pictures if picture.landscape == kind]
    members.sort(key=lambda picture: picture.values[SHOWN]["ciede2000"])
    return members[len(members) // 2] if members else None
