"""The README's strip: before, after and the truth for one photograph per class."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import GREY, ORIGINAL, Picture, Results

_SIDE, _GAP, _MARGIN = 144, 6, 84  # pixels


def draw(samples: Results, out: Path) -> None:
    """Write strip.jpg to `out`, for `chroma` or otherwise the last network, if any was evaluated."""
    own = [model for model in samples.networks if model.checkpoint]
    model = samples.of_architecture("chroma") or (own[-1] if own else None)
    if model is None:
        return
    rows = {GREY: "Before", model.name: "After", ORIGINAL: "The truth"}
    pictures = [found for kind in LandscapeClass if (found := typical(samples, kind, model.name))]
    size = (_MARGIN + len(pictures) * (_SIDE + _GAP) - _GAP, len(rows) * (_SIDE + _GAP) - _GAP)
    sheet = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for row, (version, title) in enumerate(rows.items()):
        top = row * (_SIDE + _GAP)
        pen.text((0, top + _SIDE // 2), title, "black", font, anchor="lm")
        for column, picture in enumerate(pictures):
            with Image.open(samples.image_path(picture, version)) as image:
                tile = image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
            sheet.paste(tile, (_MARGIN + column * (_SIDE + _GAP), top))
    sheet.save(out / "strip.jpg", quality=90)


def typical(samples: Results, kind: LandscapeClass, version: str) -> Picture | None:
    """The picture with the median error (CIEDE2000) in a class, so that it is not cherry-picked."""
    members = [picture for picture in samples.pictures if picture.landscape == kind and version in picture.values]
    members.sort(key=lambda picture: picture.values[version]["ciede2000"])
    return members[len(members) // 2] if members else None
