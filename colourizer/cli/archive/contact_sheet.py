"""The contact sheet: one plain page with a small picture of each original and its result, and the remarks on it.

It needs no server, no network and no script. Its pictures stand in a folder beside it.
"""

import hashlib
import html
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from colourizer.cli.archive.records import Done, Failure
from colourizer.cli.archive.writing import replaced
from colourizer.colourization import Colourization
from colourizer.photo.opening import shown
from colourizer.photo.photo import Limits, Photo, PhotoError, load_photo, load_rgb, read_provenance, reduced, save_rgb
from colourizer.photo.provenance import Provenance

SHEET, PICTURES = "contact-sheet.html", "contact-sheet"
_LONGEST = 320  # pixels
_QUALITY = 80
_SIMULATED = "The colours of all results are simulated: they were invented by {model} and are not evidence."


def make_thumbnails(output: Path, photo: str, seen: Photo, coloured: Colourization, said: Provenance) -> None:
    """Write the small pictures of a photograph: in grey, and as it was coloured, which says the same as the result.

    Raises PhotoError.
    """
    small = seen.reduced(_LONGEST)
    original, result = (output / path for path in thumbnails(photo))
    save_rgb(small.rgb, original, quality=_QUALITY)
    save_rgb(replace(coloured, photo=small).rgb, result, provenance=said, quality=_QUALITY)


def remake_thumbnails(task: tuple[Path, Path, Limits, Done]) -> None:
    """The same of a photograph that was coloured before: (its folder, that of the results, limits, its line)."""
    folder, output, limits, done = task
    original, result = (output / path for path in thumbnails(done.photo))
    try:
        small = load_photo(folder / done.photo, limits=limits).reduced(_LONGEST)
        save_rgb(small.rgb, original, quality=_QUALITY)
        colours, said = (
            load_rgb(output / done.result, limits=limits),
            read_provenance(output / done.result, limits=limits),
        )
        save_rgb(reduced(colours, _LONGEST), result, provenance=said, quality=_QUALITY)
    except PhotoError:
        return  # the page shows its name instead


def thumbnails(photo: str) -> tuple[str, str]:
    """Where the small pictures of a photograph stand within the folder of results: the original, and the result."""
    name = hashlib.sha256(os.fsencode(photo)).hexdigest()[:24]
    return f"{PICTURES}/{name}-original.jpg", f"{PICTURES}/{name}-coloured.jpg"


def write_sheet(output: Path, title: str, model: str, done: Iterable[Done], failures: Iterable[Failure]) -> None:
    """Write the page. Raises OSError."""
    with replaced(output / SHEET) as path, path.open("w", encoding="utf-8", errors="backslashreplace") as page:
        page.write(_HEAD.format(title=html.escape(shown(title)), said=html.escape(_SIMULATED.format(model=model))))
        for each in done:
            page.write(_figure(each))
        failed = [f"<li><b>{html.escape(shown(each.photo))}</b>: {html.escape(each.error)}</li>" for each in failures]
        if failed:
            page.write(f"</main>\n<h2>Could not be coloured</h2>\n<ul>\n{chr(10).join(failed)}\n</ul>\n<main>")
        page.write("</main>\n</body>\n</html>\n")


def _figure(done: Done) -> str:
    name = html.escape(shown(done.photo))
    original, result = thumbnails(done.photo)
    notes = [done.identifier, f"{done.width} × {done.height} pixels" if done.width else "", done.remarks.strip(" ()")]
    said = "".join(f"<br>{html.escape(note)}" for note in notes if note)
    link = html.escape(quote(os.fsencode(Path(done.result).as_posix())))
    return (
        f'<figure><img src="{original}" loading="lazy" alt="Original: {name}">'
        f'<a href="{link}"><img src="{result}" loading="lazy" alt="Colours simulated: {name}"></a>'
        f"<figcaption><b>{name}</b>{said}</figcaption></figure>\n"
    )


_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}: contact sheet</title>
<style>
body {{ font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #222; background: #fafafa }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem }}
figure {{ margin: 0; content-visibility: auto; contain-intrinsic-size: auto 13rem }}
img {{ width: 49.5%; vertical-align: top; background: #ddd; min-height: 3rem }}
a {{ float: right; width: 49.5% }}
a img {{ width: 100% }}
figcaption {{ clear: both; padding-top: .4rem; overflow-wrap: anywhere }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ddd; background: #1b1b1b }} img {{ background: #333 }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>Left the original, right the result; a click opens the result at its full size. {said}</p>
<main>
"""
